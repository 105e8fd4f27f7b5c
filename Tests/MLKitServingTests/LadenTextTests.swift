import MLKitCore
import MLKitONNX
import MLKitServing
import MLKitSignature
import Testing

/// Texts with many marks on one letter, which take the square of their number to put in order.
struct LadenTextTests {
    private static let marks = String(repeating: "\u{301}\u{323}", count: 100_000)

    /// As the standard library has it, for as many as it is quick for.
    @Test(arguments: [
        "a\u{301}\u{323}",
        "q" + String(repeating: "\u{301}\u{323}\u{327}", count: 40) + "x" + String(repeating: "\u{323}\u{345}\u{301}", count: 20),
        String(repeating: "\u{301}", count: 31),
        "\u{1100}\u{1161}" + String(repeating: "\u{5B0}\u{301}\u{F71}\u{F73}\u{344}", count: 30) + "\u{11A8}",
    ])
    func marksInOrderAreTheSameText(_ text: String) {
        let expected = text._nfcCodeUnits
        #expect(Array(UnicodeForm.nfc.normalized(text).utf8) == expected)
    }

    @Test func marksAreCountedOnOneLetter() {
        #expect(!CombiningMarks.areTooMany(String(repeating: "a\u{301}", count: 100)))
        #expect(!CombiningMarks.areTooMany("a" + String(repeating: "\u{301}", count: 30)))
        #expect(CombiningMarks.areTooMany("a" + String(repeating: "\u{301}", count: 31)))
    }

    /// With the square of their number each of these would take a minute.
    @Test(.timeLimit(.minutes(1)))
    func noRequestTakesTheirSquare() throws {
        let text = "a" + Self.marks
        let input = BundleInput(name: "x", type: .text)
        var manifest = BundleManifest(
            name: "echo", version: "1", mlkit: "0.1.0", task: .regression, target: "y", classes: [], inputs: [input], files: [])
        manifest.signature.cleaning = Cleaning(unicode: .nfc)
        manifest.signature.ignored = ["z"]
        let spread = BundleStatistics(
            rows: 10, columns: [.init(name: "x", role: .input, bins: ValueBins(values: ["é"]), counts: [5, 5, 0])])
        let model = try ServedModel(manifest: manifest, engine: NumberOfText(), spread: spread, drift: DriftRule(alarm: nil, rows: 1))
        let service = ModelService(model)
        try expect(
            service, "POST", "/predict", #"[{"x":"\#(text)"}]"#, status: 200,
            #"{"model":{"name":"echo","version":"1"},"predictions":[{"prediction":1.0}]}"#)
        let name = String(text.unicodeScalars.prefix(20_000))
        for (path, body) in [
            ("/predict", #"[{"\#(text)":1,"x":"a"}]"#), ("/predict", #"{"columns":{"\#(text)":[1],"x":["a"]}}"#),
            ("/v2/models/echo/infer", #"{"inputs":[{"name":"\#(name)","shape":[1],"datatype":"BYTES","data":["a"]}]}"#),
            ("/invocations", #"{"dataframe_split":{"\#(text)":1}}"#), ("/v1/models/echo:predict", #"{"\#(text)":1}"#),
        ] {
            let (status, answer) = try Transport.direct.ask(service, "POST", path, body)
            #expect(status == 400)
            #expect(
                try JSON(parsing: answer)["error"]?.string?.contains("has more than 30 marks on one letter") == true,
                "\(answer.prefix(200))")
        }
    }

    /// Says 1 to every text.
    private struct NumberOfText: InferenceEngine {
        let inputs = [ValueDescription(name: "x", type: .string, shape: ["N", 1])]
        let outputs = [ValueDescription(name: "prediction", type: .double, shape: ["N", 1])]
        func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor] { [try Tensor(.double([1]), shape: [1, 1])] }
    }
}
