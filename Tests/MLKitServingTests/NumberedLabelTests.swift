import MLKitCore
import MLKitONNX
import MLKitServing
import MLKitSignature
import Testing

/// Classifiers whose labels are whole numbers: a class stands beside its own probability.
@Suite struct NumberedLabelTests {
    /// Answers every row with the same label and probabilities.
    private struct Engine: InferenceEngine {
        let label: Tensor.Values
        let inputs = [ValueDescription(name: "x", type: .double, shape: ["N", 1])]
        let outputs = [
            ValueDescription(name: "label", type: .int64, shape: ["N"]),
            ValueDescription(name: "probabilities", type: .float, shape: ["N", 3]),
        ]

        func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor] {
            let all = [
                "label": try Tensor(label, shape: [1]), "probabilities": try Tensor(.float([0.25, 0.5, 0.25]), shape: [1, 3]),
            ]
            return outputs.compactMap { all[$0] }
        }
    }

    private func ask(_ label: Tensor.Values, _ classes: [String], _ form: LabelForm) throws -> (Int, JSON) {
        var manifest = BundleManifest(
            name: "m", version: "1", mlkit: "0.1.0", task: .multiclass, target: "y", classes: classes,
            inputs: [BundleInput(name: "x", type: .number)], files: [])
        manifest.signature.labels = form
        // As it goes through a bundle.
        manifest = try BundleManifest(json: manifest.json)
        let service = ModelService(try ServedModel(manifest: manifest, engine: Engine(label: label)))
        let (status, answer) = try Transport.direct.ask(service, "POST", "/predict", #"[{"x": 1}]"#)
        return (status, try JSON(parsing: answer))
    }

    @Test(arguments: [
        ([1], ["a", "b", "c"], LabelForm.place, "b"), ([1], ["2", "1", "3"], .number, "1"), ([1], ["2", "3", "1"], .place, "3"),
        // A bundle that was put together by hand does not say: its numbers are places.
        ([1], ["a", "b", "c"], .text, "b"),
    ] as [([Int64], [String], LabelForm, String)])
    func aNumberIsAClass(numbers: [Int64], classes: [String], form: LabelForm, label: String) throws {
        for values in [Tensor.Values.int64(numbers), .int32(numbers.map { Int32($0) })] {
            let (status, answer) = try ask(values, classes, form)
            let prediction = answer["predictions"]?.array?.first
            #expect(status == 200 && prediction?["label"]?.string == label)
            #expect(prediction?["probabilities"]?[classes[1]] == 0.5)
        }
    }

    /// A number that stands for no class is the server's fault, not a label.
    @Test(arguments: [LabelForm.place, .number, .text])
    func aNumberOfNoClassIsAFault(form: LabelForm) throws {
        #expect(try ask(.int64([7]), ["4", "5", "6"], form).0 == 500)
    }

    @Test func aBundleWithTextsIsWrittenAsBefore() throws {
        #expect(CensusEngine.manifest.json["labels"] == nil)
        #expect(try BundleManifest(json: CensusEngine.manifest.json).signature.labels == .text)
        var members = CensusEngine.manifest.json.members ?? []
        members.append(JSON.Member("labels", "roman"))
        #expect(throws: Failure.self) { try BundleManifest(json: .object(members)) }
    }
}
