import MLKitCore
import MLKitServing
import MLKitTestSupport
import Testing

/// Bytes of every kind, from a fixed seed: nothing may crash, and every refusal is one.
struct JSONFuzzTests {
    private let seeds: [String] = [
        #"{"rows": [{"age": 39, "hours": 60.5e-1, "workclass": "Pr\u00e9vate\n", "citizen": true}]}"#,
        #"[{"age": 1, "citizen": "false", "workclass": null}, {"age": -2.0, "citizen": true}]"#,
        #"{"id":"1","inputs":[{"name":"age","shape":[2,1],"datatype":"FP64","data":[[1],[2]]}],"outputs":[{"name":"label"}]}"#,
        #"["\ud83d\ude00", 1e308, -0, [[[]]], {"a": {"b": [null, false]}}]"#,
    ]

    @Test func survivesChangedTexts() throws {
        let service = try CensusEngine.service()
        var random = SeededGenerator(seed: 5)
        for _ in 0..<6000 {
            var bytes = Array(seeds.randomElement(using: &random)!.utf8)
            for _ in 0..<Int.random(in: 1...6, using: &random) { change(&bytes, &random) }
            for path in ["/predict", "/v2/models/census/infer"] {
                let response = service.respond(to: Request(method: "POST", target: path, body: bytes))
                #expect(response.status == .ok || response.status == .badRequest)
                _ = try JSON(parsing: response.body)
            }
            if let value = try? JSON(parsing: bytes) { #expect(try JSON(parsing: value.compactBytes) == value) }
        }
    }

    private func change(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 1: bytes.insert(contentsOf: Array(#"{}[]",:\0-.eu"#.utf8).shuffled(using: &random).prefix(3), at: place)
        case 2: bytes.removeSubrange(place..<min(place + Int.random(in: 1...9, using: &random), bytes.count))
        default: bytes = Array(bytes[..<place])
        }
    }

    @Test(arguments: ["[", "{\"a\":", "[{\"a\":["])
    func refusesDeepNesting(_ opening: String) throws {
        let body = Array(String(repeating: opening, count: 100_000).utf8)
        let response = try CensusEngine.service().respond(to: Request(method: "POST", target: "/predict", body: body))
        #expect(response.status == .badRequest)
        #expect(response.bodyText.contains("nested deeper than 512 levels"))
    }

    @Test(arguments: ["01", "1.", ".5", "+1", "-", "1e", "1e+", "0x10", "NaN", "Infinity", "1_000", "--1", "1e400", "- 1"])
    func refusesWhatIsNotANumber(_ text: String) {
        #expect(throws: Failure.self) { try JSON(parsing: text) }
    }

    @Test(arguments: [
        ("0", JSON.int(0)), ("-0", .int(0)), ("1.5", .double(1.5)), ("-1E-2", .double(-0.01)), ("1e+2", .double(100)),
        ("9223372036854775807", .int(.max)), ("9223372036854775808", .double(9_223_372_036_854_775_808)),
    ])
    func readsNumbers(_ text: String, _ value: JSON) throws {
        #expect(try JSON(parsing: text) == value)
    }
}
