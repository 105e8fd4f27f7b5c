internal import MLKitCore

// The models that references stand for.

extension Wiring {
    /// The models that references stand for, each with all its candidates.
    public mutating func models(_ references: [StageReference]) -> [MadeModel] {
        references.flatMap { models($0, single: false) }
    }

    /// The one model that a reference stands for; `nil` if it is none, which is reported.
    public mutating func model(_ reference: StageReference?) -> MadeModel? {
        reference.flatMap { models($0, single: true).first }
    }

    private mutating func models(_ reference: StageReference, single: Bool) -> [MadeModel] {
        guard let target = target(reference) else { return [] }
        if single, target.drafts.count > 1 {
            let group = target.drafts[0].outline.group
            let name = target.drafts.last?.outline.label ?? "NAME"
            report(
                reference, "one model is wanted here, but `\(group)` makes \(target.drafts.count)",
                hint: "write `${stages.\(group).\(name)}`")
            return []
        }
        return target.drafts.flatMap { models(reference, of: $0, target.product) }
    }

    private mutating func models(
        _ reference: StageReference, of draft: StageDraft, _ part: String?
    ) -> [MadeModel] {
        guard let settings = draft.settings else { return [] }
        guard !settings.isCommand else { return made(reference, draft, part) }
        guard settings.makes.contains(.model) else {
            report(reference, "`\(draft.name)` is a stage of kind `\(settings.kind)`: it does not make a model")
            return []
        }
        guard enter(draft) else { return [] }
        defer { leave() }
        let models = settings.products(of: draft.outline, &self).compactMap(\.model)
        let named = part.map { part in models.filter { $0.role == part || $0.part == part } } ?? models
        if let part, named.isEmpty, !models.isEmpty {
            report(
                reference, "`\(draft.name)` has no model `\(part)`",
                hint: Suggestion.hint(for: part, among: models.map { $0.part ?? $0.role }))
        }
        return named.map { made($0, draft) }
    }

    private mutating func made(_ model: ModelProduct, _ draft: StageDraft) -> MadeModel {
        let origin: MadeModel.Origin =
            switch model.origin {
            case .data(let reference): .data(wholeData(reference)?.name)
            case .model(let model): model.origin
            }
        let base: StageInput? = if case .model(let base) = model.origin { base.evaluation } else { nil }
        let evaluation = model.evaluation.map { role in
            StageInput(role: "evaluation", path: path(draft, role), producer: draft.name)
        }
        let quantization = model.quantization.map { role in
            StageInput(role: "quantization", path: path(draft, role), producer: draft.name)
        }
        return MadeModel(
            name: model.name, path: path(draft, model.role), producer: draft.name, evaluation: evaluation ?? base,
            quantization: quantization, folds: model.folds.map { path(draft, $0) }, origin: origin)
    }

    /// The model that a command writes: the output that the reference names, `model` if it names none.
    private mutating func made(_ reference: StageReference, _ draft: StageDraft, _ part: String?) -> [MadeModel] {
        let role = part ?? "model"
        let outputs = outputs(of: draft)
        guard let output = outputs.first(where: { $0.role == role }) else {
            let roles = outputs.map(\.role).filter { !$0.isEmpty }
            report(
                reference, "the command `\(draft.name)` names no output `\(role)`",
                hint: Suggestion.hint(for: role, among: roles)
                    ?? "name it in `\(draft.outline.group)`: `outputs: {\(role): PATH}`")
            return []
        }
        return [
            MadeModel(
                name: Self.modelName(output.path), path: output.path, producer: draft.name, evaluation: nil, quantization: nil, folds: nil,
                origin: .command(draft.name))
        ]
    }

    /// The name of the folder in `models/NAME/model.onnx`, of the file in any other path.
    private static func modelName(_ path: String) -> String {
        let parts = path.split(separator: "/").map(String.init)
        let stem = parts.last?.split(separator: ".").first.map(String.init) ?? "model"
        return stem == "model" && parts.count > 1 ? parts[parts.count - 2] : stem
    }
}
