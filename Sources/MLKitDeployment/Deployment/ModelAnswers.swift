internal import MLKitCore
internal import MLKitONNX
internal import MLKitSignature

/// A model's answers for some rows, from wherever they come.
struct ModelAnswers {
    /// One a row; of several labels `true` or `false` for each [rows, labels]; empty for regression.
    var labels: [String]
    /// Probabilities [rows, classes], or predicted numbers [rows].
    var numbers: [Double]

    /// What ONNX Runtime computes in this process.
    init(_ session: Session, _ inputs: [String: Tensor], _ signature: ModelSignature) throws {
        let outputs = try session.run(inputs, outputs: signature.outputs.map(\.name))
        let label = outputs[ModelOutput.label.name]
        labels = outputs[ModelOutput.labels.name]?.flags?.map { "\($0)" } ?? label?.strings ?? Self.labels(label?.wholes ?? [], signature)
        numbers = outputs[signature.task.answer.name]?.reals ?? []
    }

    /// What the server answers at `/predict`.
    ///
    /// - Throws: `Failure` if the answer is not of the documented form.
    init(predict json: JSON, _ signature: ModelSignature) throws {
        guard let predictions = json["predictions"]?.array else { throw Self.strange(json) }
        labels = signature.task == .multilabel
            ? predictions.flatMap { Self.flags($0[ModelOutput.labels.name], signature.classes) }
            : predictions.compactMap { $0[ModelOutput.label.name]?.string }
        numbers = predictions.flatMap { prediction in
            signature.task == .regression
                ? [prediction[ModelOutput.prediction.name]?.double ?? .nan]
                : Self.shares(prediction[ModelOutput.probabilities.name], signature.classes)
        }
    }

    /// The classes that whole numbers stand for; one that stands for none is shown as it is.
    private static func labels(_ numbers: [Int], _ signature: ModelSignature) -> [String] {
        numbers.map { signature.labels.label($0, among: signature.classes) ?? "\($0)" }
    }

    /// What the server answers to an inference request.
    ///
    /// - Throws: `Failure` if the answer is not of the protocol's form.
    init(inference json: JSON, _ signature: ModelSignature) throws {
        guard let outputs = json["outputs"]?.array else { throw Self.strange(json) }
        labels = []
        numbers = []
        for output in outputs {
            switch output["name"]?.string.flatMap({ ModelOutput(rawValue: $0) }) {
            case .label:
                let data = output["data"]?.array ?? []
                labels = data.compactMap { $0.string ?? $0.int.flatMap { Self.labels([$0], signature).first } }
            case .labels: labels = output["data"]?.array?.compactMap { $0.bool.map { "\($0)" } ?? $0.int.map { "\($0 != 0)" } } ?? []
            case .probabilities, .prediction: numbers = output["data"]?.array?.map { $0.double ?? .nan } ?? []
            case nil: break
            }
        }
    }

    /// Of each label whether it is in a list.
    private static func flags(_ json: JSON?, _ classes: [String]) -> [String] {
        let named = (json?.array ?? []).compactMap(\.string)
        return classes.map { "\(named.contains(bytesOf: $0))" }
    }

    /// The number of each class, found by the bytes of its name.
    private static func shares(_ json: JSON?, _ classes: [String]) -> [Double] {
        let members = (json?.members ?? []).map { (ByteText($0.name), $0.value.double ?? .nan) }
        let found = Dictionary(members) { first, _ in first }
        return classes.map { found[ByteText($0)] ?? .nan }
    }

    private static func strange(_ json: JSON) -> Failure {
        Failure("the server's answer is not of the documented form", notes: [String(json.compact.prefix(500))])
    }
}
