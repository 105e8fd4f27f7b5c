internal import MLKitCore
package import MLKitONNX
package import MLKitSignature

/// The output in which a classifier names a class for each row: what a served model answers, whatever is most probable.
package struct LabelOutput: Sendable {
    /// Whether it has texts, and not whole numbers.
    package let isText: Bool
    private let classes: [String]

    /// - Returns: `nil` for a model without one.
    /// - Throws: `Failure` for one that is neither of texts nor of whole numbers.
    package init?(_ session: Session, _ signature: ModelSignature) throws {
        let name = ModelOutput.label.name
        guard signature.outputs.contains(.label), let label = session.outputs.first(where: { $0.name == name }) else { return nil }
        guard label.type == .string || label.type == .int64 || label.type == .int32 else {
            throw Failure(
                "the model's output `\(name)` is \(label)", hint: "export it as texts [N], or as whole numbers [N] that stand for classes")
        }
        isText = label.type == .string
        classes = signature.classes
    }

    /// How whole numbers name classes.
    ///
    /// - Parameters:
    ///   - numbers: one a row.
    ///   - probabilities: [rows, classes], in the order of the model's classes.
    /// - Throws: `Failure` for numbers that name none.
    package func form(_ numbers: [Int], _ probabilities: [Double]) throws -> LabelForm {
        if let form = LabelForm.telling(numbers, probabilities: probabilities, classes: classes) { return form }
        let shown = Set(numbers).sorted().prefix(5).map(String.init).joined(separator: ", ")
        throw Failure(
            "the model's output `\(ModelOutput.label.name)` has numbers that stand for no class",
            notes: ["it gives \(shown), and the classes are \(Suggestion.list(classes))"],
            hint: "export places of classes, from 0, or the classes themselves")
    }

    /// The labels of some rows as texts.
    ///
    /// - Parameters:
    ///   - tensors: of the output, of some rows each.
    ///   - probabilities: [rows, classes], in the order of the model's classes.
    /// - Throws: `Failure` for whole numbers that name no class.
    func texts(_ tensors: [Tensor], _ probabilities: [Double]) throws -> [String] {
        if isText { return tensors.flatMap { $0.strings ?? [] } }
        let numbers = tensors.flatMap { $0.wholes ?? [] }
        let form = try form(numbers, probabilities)
        return numbers.map { form.label($0, among: classes) ?? "\($0)" }
    }
}
