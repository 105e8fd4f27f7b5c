internal import MLKitCore
internal import MLKitONNX

/// A model's answers for some rows, from wherever they come.
struct Answers {
    /// One a row; empty for regression.
    var labels: [String]
    /// Probabilities [rows, classes], or predicted numbers [rows].
    var numbers: [Double]

    /// What ONNX Runtime computes in this process.
    init(_ session: Session, _ inputs: [String: Tensor], _ manifest: BundleManifest) throws {
        let names = manifest.task == .regression ? ["prediction"] : ["label", "probabilities"]
        let outputs = try session.run(inputs, outputs: names)
        labels = outputs["label"]?.strings ?? []
        numbers = names.last.flatMap { outputs[$0] }?.reals ?? []
    }

    /// What the server answers at `/predict`.
    ///
    /// - Throws: `Failure` if the answer is not of the documented form.
    init(predict json: JSON, _ manifest: BundleManifest) throws {
        guard let predictions = json["predictions"]?.array else { throw Self.strange(json) }
        labels = predictions.compactMap { $0["label"]?.string }
        numbers = predictions.flatMap { prediction in
            manifest.task == .regression
                ? [prediction["prediction"]?.double ?? .nan]
                : manifest.classes.map { prediction["probabilities"]?[$0]?.double ?? .nan }
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
            switch output["name"]?.string {
            case "label": labels = output["data"]?.array?.compactMap(\.string) ?? []
            case "probabilities", "prediction": numbers = output["data"]?.array?.map { $0.double ?? .nan } ?? []
            default: break
            }
        }
    }

    private static func strange(_ json: JSON) -> Failure {
        Failure("the server's answer is not of the documented form", notes: [String(json.compact.prefix(500))])
    }
}
