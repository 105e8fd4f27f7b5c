internal import MLKitCore
internal import MLKitONNX
internal import MLKitSignature

/// A model's answers for some rows, from wherever they come.
struct Answers {
    /// One a row; empty for regression.
    var labels: [String]
    /// Probabilities [rows, classes], or predicted numbers [rows].
    var numbers: [Double]

    /// What ONNX Runtime computes in this process.
    init(_ session: Session, _ inputs: [String: Tensor], _ signature: ModelSignature) throws {
        let outputs = try session.run(inputs, outputs: signature.outputs.map(\.name))
        labels = outputs[ModelOutput.label.name]?.strings ?? []
        numbers = outputs[signature.task.answer.name]?.reals ?? []
    }

    /// What the server answers at `/predict`.
    ///
    /// - Throws: `Failure` if the answer is not of the documented form.
    init(predict json: JSON, _ signature: ModelSignature) throws {
        guard let predictions = json["predictions"]?.array else { throw Self.strange(json) }
        labels = predictions.compactMap { $0[ModelOutput.label.name]?.string }
        numbers = predictions.flatMap { prediction in
            signature.task == .regression
                ? [prediction[ModelOutput.prediction.name]?.double ?? .nan]
                : signature.classes.map { prediction[ModelOutput.probabilities.name]?[$0]?.double ?? .nan }
        }
    }

    /// What the server answers to an inference request.
    ///
    /// - Throws: `Failure` if the answer is not of the protocol's form.
    init(inference json: JSON) throws {
        guard let outputs = json["outputs"]?.array else { throw Self.strange(json) }
        labels = []
        numbers = []
        for output in outputs {
            switch output["name"]?.string.flatMap({ ModelOutput(rawValue: $0) }) {
            case .label: labels = output["data"]?.array?.compactMap(\.string) ?? []
            case .probabilities, .prediction: numbers = output["data"]?.array?.map { $0.double ?? .nan } ?? []
            case nil: break
            }
        }
    }

    private static func strange(_ json: JSON) -> Failure {
        Failure("the server's answer is not of the documented form", notes: [String(json.compact.prefix(500))])
    }
}
