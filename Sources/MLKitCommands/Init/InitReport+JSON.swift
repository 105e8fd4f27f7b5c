internal import MLKitCore
internal import MLKitScaffold
internal import MLKitSpec
internal import SystemPackage

extension InitReport {
    /// `{"folder", "adopted", "project", "languages", "layout", "data", "software", "stages", "suggestions",
    /// "left_out", "notes", "template", "files", "spec", "written"}`. `spec` is null if the project has one already,
    /// `written` if nothing was.
    func json(written: [String]?) -> JSON {
        let survey = plan.survey
        return [
            "folder": .string(folder.string), "adopted": .bool(written != nil), "project": project,
            "languages": .array(survey.languages.map { ["language": .string($0.language), "files": .int($0.files)] }),
            "layout": layout, "data": .array(survey.data.map(json)), "software": Self.texts(survey.environments),
            "stages": .array((plan.proposal?.stages ?? []).map(json)),
            "suggestions": .array(plan.recognised.suggestions.map(json)),
            "left_out": .array(
                (plan.proposal?.leftOut ?? []).map { ["what": .string($0.what), "why": .string($0.why)] }),
            "notes": Self.texts(survey.tree.notes + plan.recognised.notes),
            "template": [
                "name": .string(plan.rendering.template.name), "version": .string(plan.rendering.template.version),
            ],
            "files": .array(plan.files.map(json)), "spec": plan.proposal.map { .string($0.text) } ?? .null,
            "written": written.map { Self.texts($0) } ?? .null,
        ]
    }

    private static func texts(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }

    /// What is known of the project, and the file that says it.
    private var project: JSON {
        let facts = plan.survey.facts
        let all: [(String, ProjectFact?)] = [
            ("name", facts.name), ("title", facts.title), ("description", facts.summary), ("owner", facts.owner),
            ("license", facts.license),
        ]
        return .object(
            all.compactMap { key, fact in
                fact.map { JSON.Member(key, ["value": .string($0.value), "source": .string($0.source)]) }
            })
    }

    private var layout: JSON {
        let guess = plan.survey.layout
        return [
            "base": .string(guess.base),
            "own": .object(guess.own.map { JSON.Member($0.role.rawValue, .string($0.folder)) }),
        ]
    }

    private func json(_ data: DataFolder) -> JSON {
        [
            "folder": .string(data.path), "files": .int(data.files), "bytes": .int(data.bytes),
            "formats": Self.texts(data.formats),
        ]
    }

    private func json(_ stage: ProposedStage) -> JSON {
        [
            "name": .string(stage.name), "origin": .string(stage.origin), "run": .string(stage.run),
            "inputs": Self.texts(stage.inputs), "outputs": Self.texts(stage.outputs),
            "reviews": Self.texts(stage.reviews),
        ]
    }

    private func json(_ comparison: FileComparison) -> JSON {
        ["path": .string(comparison.file.path), "state": .string(comparison.word), "detail": .string(comparison.detail)]
    }
}
