internal import MLKitCore
internal import MLKitYAML

// What other stages may take of a command: it names its outputs, and its output `model` is a model, its outputs
// `train`, `valid`, `test` and `schema` together are data.

extension StageResolver {
    /// What a command names if it is to stand in for a stage of kind `data`.
    static let dataRoles = ["train", "valid", "test", "schema"]

    /// Whether a stage makes data, by its kind or by its outputs' names; reports if it does not.
    mutating func isData(_ draft: StageDraft, _ reference: Reference) -> Bool {
        if draft.kind == "data" { return true }
        guard draft.kind == "command" else {
            report(reference, "`\(draft.name)` is a stage of kind `\(draft.kind)`, not of kind `data`")
            return false
        }
        let roles = outputs(of: draft).map(\.role)
        let missing = Self.dataRoles.filter { !roles.contains($0) }
        guard !missing.isEmpty else { return true }
        report(
            reference, "the command `\(draft.name)` names no output \(Suggestion.list(missing))",
            hint: "it can be used as data if `outputs` is a mapping with \(Suggestion.list(Self.dataRoles))")
        return false
    }

    /// The model that a command writes: the output that the reference names, `model` if it names none.
    mutating func made(_ reference: Reference, _ draft: StageDraft, _ product: String?) -> [ModelProduct] {
        let role = product ?? "model"
        let outputs = outputs(of: draft)
        guard let output = outputs.first(where: { $0.role == role }) else {
            let roles = outputs.map(\.role).filter { !$0.isEmpty }
            report(
                reference, "the command `\(draft.name)` names no output `\(role)`",
                hint: Suggestion.hint(for: role, among: roles)
                    ?? "name it in `\(draft.group)`: `outputs: {\(role): PATH}`")
            return []
        }
        return [
            ModelProduct(name: Self.modelName(output.path), path: output.path, producer: draft.name, command: draft)
        ]
    }

    /// The name of the folder in `models/NAME/model.onnx`, of the file in any other path.
    private static func modelName(_ path: String) -> String {
        let parts = path.split(separator: "/").map(String.init)
        let stem = parts.last?.split(separator: ".").first.map(String.init) ?? "model"
        return stem == "model" && parts.count > 1 ? parts[parts.count - 2] : stem
    }

    /// The stage that made the data behind a model.
    mutating func data(behind model: ModelProduct) -> StageDraft? {
        var seen: Set<String> = []
        return model.data ?? model.command.flatMap { dataBehind($0, &seen) }
    }

    /// The first stage that makes data among those that a command reads from, be it through others.
    private mutating func dataBehind(_ draft: StageDraft, _ seen: inout Set<String>) -> StageDraft? {
        guard seen.insert(draft.name).inserted else { return nil }
        for producer in commandInputs(draft).flatMap({ [$0.producer].compactMap { $0 } + $0.others }) {
            guard let other = self.draft(producer) else { continue }
            if other.kind == "data" { return other }
            guard other.kind == "command" else { continue }
            let roles = outputs(of: other).map(\.role)
            if Self.dataRoles.allSatisfy(roles.contains) { return other }
            if let data = dataBehind(other, &seen) { return data }
        }
        return nil
    }

    /// A deployed model is tried out on the test split of the data that it was made from. Where something else is
    /// wrong, the data may be unknown for that reason.
    mutating func reportNoData(behind model: ModelProduct, _ draft: StageDraft) {
        guard problems.isEmpty, let node = draft.node["model"], let reference = Reference(node) else { return }
        report(
            reference, "`\(draft.group)` cannot tell from which data `\(model.producer)` made its model",
            hint: "let it read, in its `inputs`, what a stage of kind `data` writes")
    }
}
