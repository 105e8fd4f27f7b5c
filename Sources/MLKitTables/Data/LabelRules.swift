internal import MLKitCore
internal import MLKitYAML

/// What is wrong with a target of several columns, as far as the settings tell.
struct LabelRules {
    let configuration: DataConfiguration
    /// The stage's mapping.
    let node: Node

    var problems: [Diagnostic] { countProblems + taskProblems + nameProblems + otherProblems + strataProblems }

    private var target: Node? { node[DataConfiguration.targetName] }
    private var isOfLabels: Bool { configuration.task == .multilabel }

    private var countProblems: [Diagnostic] {
        guard let target else { return [] }
        if let items = target.sequence, items.isEmpty { return [.error("`target` names no column", at: target.location)] }
        guard isOfLabels, configuration.labels.isEmpty else { return [] }
        return [
            .error(
                "with `task: multilabel` there are two targets or more", at: target.location,
                hint: "`target: [urgent, billing]`, a column of two values for each label; of one column `task: binary` or `multiclass`")
        ]
    }

    private var taskProblems: [Diagnostic] {
        guard !configuration.labels.isEmpty, !isOfLabels, let target else { return [] }
        let place = node[DataConfiguration.taskName]?.location ?? target.location
        switch configuration.task {
        case .absent: return []
        case .regression:
            return [
                .error(
                    "several numbers are not predicted by one model", at: place,
                    hint: "a stage for each, by `foreach`, each with one `target` and the others in `clean.drop`")
            ]
        default:
            return [
                .error(
                    "several targets are predicted together with `task: multilabel` alone", at: place,
                    hint: "`task: multilabel` where each is a column of two values; a stage for each, by `foreach`, otherwise")
            ]
        }
    }

    private var nameProblems: [Diagnostic] {
        (target?.sequence ?? []).enumerated().compactMap { place, item in
            guard let name = item.text, configuration.labels.prefix(place).map({ $0 }).contains(bytesOf: name) else { return nil }
            return .error("the target `\(name)` stands here twice", at: item.location)
        }
    }

    /// What is for one target.
    private var otherProblems: [Diagnostic] {
        guard isOfLabels else { return [] }
        let balance = node[DataConfiguration.balanceName].map {
            Diagnostic.error(
                "with `task: multilabel` there is no `balance`: a row has several labels", at: $0.location,
                hint: "`class_weight: balanced` in a train stage weighs the rows of each label")
        }
        let labels = node[DataConfiguration.cleanName]?[DataConfiguration.Clean.labelsName].map {
            Diagnostic.error("with `task: multilabel` there is no `labels`: they are corrected for one target", at: $0.location,
                hint: "take it out")
        }
        return [balance, labels].compactMap { $0 }
    }

    private var strataProblems: [Diagnostic] {
        guard let items = node[DataConfiguration.splitName]?[DataConfiguration.Split.stratifyName]?.sequence else { return [] }
        return items.enumerated().compactMap { place, item in
            guard let name = item.text, configuration.split.combination.prefix(place).map({ $0 }).contains(bytesOf: name)
            else { return nil }
            return .error("`stratify` names `\(name)` twice", at: item.location)
        }
    }
}
