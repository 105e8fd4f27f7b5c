internal import MLKitCore
internal import MLKitYAML

/// What a schema cannot say of one stage: each rule takes a draft and returns what is wrong with it.
enum SpecRules {
    static let all: [@Sendable (StageDraft) -> [Diagnostic]] = [
        stageName, modelIsNamed, shares, oneDirection, commandDoesSomething,
    ]

    private static let stageName: @Sendable (StageDraft) -> [Diagnostic] = { draft in
        guard !TextPattern.identifier.accepts(draft.group) else { return [] }
        return [
            .error(
                "`\(draft.group)` cannot name a stage", at: draft.location,
                hint: "use \(TextPattern.identifier.summary)")
        ]
    }

    private static let modelIsNamed: @Sendable (StageDraft) -> [Diagnostic] = { draft in
        guard draft.kind == "train", draft.node["model"] == nil, draft.node["matrix"] == nil else { return [] }
        return [
            .error(
                "the train stage `\(draft.group)` names no model", at: draft.location,
                hint: "give it a `model`, or a `matrix` with several")
        ]
    }

    private static let shares: @Sendable (StageDraft) -> [Diagnostic] = { draft in
        guard draft.kind == "data", let split = draft.node["split"] else { return [] }
        let parts = ["train", "valid", "test"].compactMap { split[$0]?.scalar?.value.double }
        let sum = parts.reduce(0, +)
        guard parts.count == 3, !(abs(sum - 1) <= 1e-9) else { return [] }
        return [
            .error(
                "the shares of `split` add up to \((sum * 1e6).rounded() / 1e6), not to 1", at: split.location,
                hint: "for example 0.7, 0.15 and 0.15")
        ]
    }

    private static let oneDirection: @Sendable (StageDraft) -> [Diagnostic] = { draft in
        guard draft.kind == "evaluate", let select = draft.node["select"], select.mapping != nil else { return [] }
        guard select["maximize"] == nil, select["minimize"] == nil else { return [] }
        return [
            .error(
                "`select` needs either `maximize` or `minimize`", at: select.location,
                hint: "name one metric, for example `maximize: roc_auc`")
        ]
    }

    private static let commandDoesSomething: @Sendable (StageDraft) -> [Diagnostic] = { draft in
        guard draft.kind == "command", let run = draft.node["run"] else { return [] }
        guard run.text?.allSatisfy(\.isWhitespace) ?? (run.sequence?.isEmpty == true) else { return [] }
        return [.error("the command of stage `\(draft.group)` is empty", at: run.location)]
    }
}
