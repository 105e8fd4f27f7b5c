internal import MLKitCore
internal import MLKitYAML

// Which stages a reference means: an entry of `stages` may stand for several, and is then followed by the name of one.

extension Wiring {
    /// The stages that a reference names, and the part of what they make.
    struct Target {
        var drafts: [StageDraft]
        var product: String?
    }

    /// All that a reference names; reports it if that is nothing.
    mutating func target(_ reference: StageReference) -> Target? {
        guard let parsed = parsed(reference) else { return nil }
        guard let group = groups[parsed.stage], let first = group.first else {
            reportUnknown(parsed.stage, reference)
            return nil
        }
        guard first.outline.label != nil else {
            guard parsed.parts.count < 2 else {
                report(reference, "`\(parsed.stage)` is one stage: `\(parsed.parts[0])` has no parts")
                return nil
            }
            return Target(drafts: [first], product: parsed.parts.first)
        }
        guard let part = parsed.parts.first else { return Target(drafts: group) }
        if let draft = draft("\(parsed.stage).\(part)") {
            return Target(drafts: [draft], product: parsed.parts.dropFirst().first)
        }
        // `${stages.train.model}`: that of each candidate.
        if parsed.parts.count == 1, let settings = first.settings, !settings.isCommand, settings.makes.contains(.model),
            outputs(of: first).contains(where: { $0.role == part })
        {
            return Target(drafts: group, product: part)
        }
        report(
            reference,
            "`\(parsed.stage)` has no \(first.outline.isCandidate ? "model" : "stage") `\(part)`",
            hint: Suggestion.hint(for: part, among: group.prefix(500).compactMap(\.outline.label)))
        return nil
    }

    /// The reference in a key's value, if it has the form of one; otherwise reports it. One in which a parameter could
    /// not be put has been reported as such.
    private mutating func parsed(_ reference: StageReference) -> Reference? {
        guard reference.text.hasPrefix("${") else { return nil }
        if let parsed = Reference(reference.text) { return parsed }
        if !reference.text.hasPrefix("${params.") {
            report(
                reference, "`\(reference.text)` is not a reference to a stage",
                hint: "write `${stages.NAME}` or `${stages.NAME.PRODUCT}`")
        }
        return nil
    }

    /// The one stage that a reference names, where several cannot be meant.
    mutating func single(_ reference: StageReference) -> Target? {
        guard let target = target(reference) else { return nil }
        guard target.drafts.count > 1 else { return target }
        report(
            reference,
            "one stage is wanted here, but `\(target.drafts[0].outline.group)` stands for \(target.drafts.count)",
            hint: "write `${stages.\(target.drafts[0].name)}`")
        return nil
    }

    /// All files that a reference stands for, as a command reads them.
    public mutating func outputs(of reference: StageReference) -> [StageInput] {
        guard let target = target(reference) else { return [] }
        return target.drafts.flatMap { draft -> [StageInput] in
            let outputs = outputs(of: draft)
            let named = target.product.map { product in outputs.filter { $0.role == product } } ?? outputs
            if named.isEmpty, draft.settings != nil { reportNoOutput(reference, draft, target.product) }
            return named.map {
                StageInput(role: "", path: $0.path, producer: draft.name, at: reference.location)
            }
        }
    }

    private mutating func reportNoOutput(_ reference: StageReference, _ draft: StageDraft, _ product: String?) {
        guard let product else {
            return report(reference, "the stage `\(draft.name)` writes nothing", hint: "give it `outputs`")
        }
        let roles = outputs(of: draft).map(\.role).filter { !$0.isEmpty }
        report(
            reference, "the stage `\(draft.name)` names no output `\(product)`",
            hint: Suggestion.hint(for: product, among: roles) ?? "name it: `outputs: {\(product): PATH}`")
    }

    private mutating func reportUnknown(_ stage: String, _ reference: StageReference) {
        guard problems.count < Diagnostic.limit else { return }
        var names = [String]()
        for draft in drafts where names.last != draft.outline.group && names.count < 500 {
            names.append(draft.outline.group)
        }
        report(reference, "unknown stage `\(stage.shortened)`", hint: Suggestion.hint(for: stage, among: names))
    }
}
