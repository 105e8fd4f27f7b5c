internal import MLKitCore
internal import MLKitYAML

// Which stages a reference means: an entry of `stages` may stand for several, and is then followed by the name of one.

extension StageResolver {
    /// The stages that a reference names, and the part of what they make.
    struct Target {
        var drafts: [StageDraft]
        var product: String?
    }

    /// All that a reference names; reports it if that is nothing.
    mutating func target(_ reference: Reference) -> Target? {
        guard let group = groups[reference.stage], let first = group.first else {
            reportUnknown(reference)
            return nil
        }
        guard first.variant != nil else {
            guard reference.parts.count < 2 else {
                report(reference, "`\(reference.stage)` is one stage: `\(reference.parts[0])` has no parts")
                return nil
            }
            return Target(drafts: [first], product: reference.parts.first)
        }
        guard let label = reference.parts.first else { return Target(drafts: group) }
        if let draft = draft("\(reference.stage).\(label)") {
            return Target(drafts: [draft], product: reference.parts.dropFirst().first)
        }
        if label == "model", reference.parts.count == 1, first.kind == "train" {
            return Target(drafts: group, product: label)
        }
        report(
            reference,
            "`\(reference.stage)` has no \(first.variant?.namesModel == true ? "model" : "stage") `\(label)`",
            hint: Suggestion.hint(for: label, among: group.prefix(500).compactMap(\.variant?.label)))
        return nil
    }

    /// The one stage that a reference names, where several cannot be meant.
    mutating func single(_ reference: Reference) -> Target? {
        guard let target = target(reference) else { return nil }
        guard target.drafts.count > 1 else { return target }
        report(
            reference, "one stage is wanted here, but `\(reference.stage)` stands for \(target.drafts.count)",
            hint: "write `${stages.\(target.drafts[0].name)}`")
        return nil
    }

    /// All files that a reference stands for, as a command reads them.
    mutating func outputs(of reference: Reference) -> [StageInput] {
        guard let target = target(reference) else { return [] }
        return target.drafts.flatMap { draft -> [StageInput] in
            let outputs = outputs(of: draft)
            let named = target.product.map { product in outputs.filter { $0.role == product } } ?? outputs
            if named.isEmpty { reportNoOutput(reference, draft, target.product) }
            return named.map { StageInput(role: "", path: $0.path, producer: draft.name) }
        }
    }

    private mutating func reportNoOutput(_ reference: Reference, _ draft: StageDraft, _ product: String?) {
        guard let product else {
            return report(reference, "the stage `\(draft.name)` writes nothing", hint: "give it `outputs`")
        }
        let roles = outputs(of: draft).map(\.role).filter { !$0.isEmpty }
        report(
            reference, "the stage `\(draft.name)` names no output `\(product)`",
            hint: Suggestion.hint(for: product, among: roles) ?? "name it: `outputs: {\(product): PATH}`")
    }

    private mutating func reportUnknown(_ reference: Reference) {
        guard problems.count < Diagnostic.limit else { return }
        var names = [String]()
        for draft in drafts where names.last != draft.group && names.count < 500 { names.append(draft.group) }
        report(
            reference, "unknown stage `\(reference.stage)`",
            hint: Suggestion.hint(for: reference.stage, among: names))
    }
}
