internal import MLKitCore
internal import MLKitONNX
internal import MLKitSignature

/// Turns a model's outputs into one prediction per row.
///
/// A classifier gives `label`, texts or indices of classes [N], and `probabilities` [N, classes]; a regression
/// gives `prediction` [N] or [N, 1].
struct PredictionWriter {
    private let classes: [String]
    /// The outputs the model is asked for.
    let outputs: [String]

    /// - Throws: `Failure` for a model that does not have the outputs of the task.
    init(_ signature: ModelSignature, outputs: [ValueDescription]) throws {
        classes = signature.classes
        self.outputs = signature.outputs.map(\.name)
        for name in self.outputs where !outputs.contains(where: { $0.name == name }) {
            throw Failure("the model has no output `\(name)`, which a \(signature.task.rawValue) model gives")
        }
    }

    /// - Parameter tensors: one for each of `outputs`.
    func predictions(_ tensors: [Tensor], rows: Int) throws -> [JSON] {
        guard outputs.count == 2 else { return try regressions(tensors, rows) }
        guard let labels = labels(tensors[0]), let shares = tensors[1].reals, labels.count == rows,
            shares.count == rows * classes.count
        else { throw Failure("the outputs of the model are not those of \(plural(rows, "row"))") }
        return labels.enumerated().map { row, label in
            let start = row * classes.count
            let members = classes.enumerated().map { JSON.Member($1, .double(shares[start + $0])) }
            return .object([
                JSON.Member(ModelOutput.label.name, .string(label)),
                JSON.Member(ModelOutput.probabilities.name, .object(members)),
            ])
        }
    }

    private func regressions(_ tensors: [Tensor], _ rows: Int) throws -> [JSON] {
        guard let values = tensors[0].reals, values.count == rows else {
            throw Failure("the outputs of the model are not those of \(plural(rows, "row"))")
        }
        return values.map { .object([JSON.Member(ModelOutput.prediction.name, .double($0))]) }
    }

    private func labels(_ tensor: Tensor) -> [String]? {
        if let texts = tensor.strings { return texts }
        return tensor.int64s?.map { classes.indices.contains(Int($0)) ? classes[Int($0)] : "\($0)" }
    }
}
