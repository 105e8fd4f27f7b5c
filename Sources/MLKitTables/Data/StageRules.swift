internal import MLKitCore
internal import MLKitYAML

/// What is wrong with the settings of a data stage that its keys cannot say each for itself.
struct StageRules {
    let configuration: DataConfiguration
    /// The stage's mapping.
    let node: Node

    var problems: [Diagnostic] {
        targetProblems + labelProblems + shareProblems + fixedProblems + keyProblems + sampleProblems + sourceProblems + personalProblems
    }

    private var labelProblems: [Diagnostic] { LabelRules(configuration: configuration, node: node).problems }

    private var sourceProblems: [Diagnostic] {
        DistantSourceRules(configuration: configuration, node: node[DataKind.Role.source]).problems
    }

    private var targetProblems: [Diagnostic] {
        let target = node[DataConfiguration.targetName]
        guard configuration.task == .absent else {
            guard target == nil else { return [] }
            return [
                .error("a stage of kind `data` needs the key `target`", at: node.location, hint: "`target`: the column to predict")
            ]
        }
        let others = [
            (DataConfiguration.positiveName, node[DataConfiguration.positiveName]),
            (DataConfiguration.balanceName, node[DataConfiguration.balanceName]),
            (DataConfiguration.Clean.labelsName, node[DataConfiguration.cleanName]?[DataConfiguration.Clean.labelsName]),
        ]
        return ([(DataConfiguration.targetName, target)] + others).compactMap { name, place in
            place.map {
                .error(
                    "with `task: none` there is no `\(name)`", at: $0.location,
                    hint: name == DataConfiguration.targetName ? "leave out one of the two" : "it is for a target")
            }
        }
    }

    private var shareProblems: [Diagnostic] {
        let split = configuration.split
        let shares = split.shares
        let sum = shares.reduce(0) { $0 + $1.1 }
        // A share that is not there is complained about by itself.
        guard let place = node[DataConfiguration.splitName], place.mapping != nil,
            shares.allSatisfy({ place[$0.0] != nil })
        else { return [] }
        let none = shares.filter { !($0.1 > 0) }.map { name, _ in
            Diagnostic.error("`split` leaves no rows to `\(name)`", at: place[name]?.location, hint: Self.need[name])
        }
        return !none.isEmpty || abs(sum - 1) <= 1e-9 ? none : [
            .error(
                "the shares of `split` add up to \((sum * 1e6).rounded() / 1e6), not to 1", at: place.location,
                hint: "for example 0.7, 0.15 and 0.15")
        ]
    }

    /// What each split is there for.
    private static let need = [
        Part.train.rawValue: "models learn from it",
        Part.valid.rawValue: "it says when training stops, and which model is selected; where rows are few, 0.1 will do, and "
            + "`cross_validation` in a train stage measures on parts of the training rows as well",
        Part.test.rawValue: "it says what the selected model does on rows that nothing was chosen by; where rows are few, 0.1 will do",
    ]

    private var fixedProblems: [Diagnostic] {
        guard configuration.split.isFixed, let place = node[DataConfiguration.splitName] else { return [] }
        return [DataConfiguration.Split.stratifyName, DataConfiguration.Split.timeName].compactMap { name in
            place[name].map { other in
                .error(
                    "a split is `\(DataConfiguration.Split.fixedName)`, or goes by `\(name)`, not both", at: other.location,
                    hint: "by `\(name)`, a row's part depends on the other rows")
            }
        }
    }

    private var keyProblems: [Diagnostic] {
        guard let clean = node[DataConfiguration.cleanName] else { return [] }
        if case .key(let names) = configuration.clean.dropDuplicates {
            guard names.isEmpty else { return [] }
            return [
                .error(
                    "`drop_duplicates` names no column", at: clean[DataConfiguration.Clean.duplicatesName]?.location,
                    hint: "`true` compares whole rows")
            ]
        }
        guard let keep = clean[DataConfiguration.Clean.keepName], configuration.clean.keep == .last else { return [] }
        return [
            .error(
                "`keep` says which of several rows of one key stays, and `drop_duplicates` names no key", at: keep.location,
                hint: "`drop_duplicates: [id]` does, for example")
        ]
    }

    private var personalProblems: [Diagnostic] {
        guard let clean = node[DataConfiguration.cleanName] else { return [] }
        let (personal, salt) = (clean[DataConfiguration.Clean.personalName], clean[DataConfiguration.Clean.saltName])
        let isHashed = !configuration.clean.treated(.hash).isEmpty
        var problems = [Diagnostic]()
        if isHashed, salt == nil {
            problems.append(
                .error(
                    "`hash` needs a `salt`: the name of a variable of the environment that has it", at: personal?.location,
                    hint: "`clean: {salt: MLKIT_SALT, …}`; kept out of git, so that nobody else can try out whose code it is"))
        }
        if let salt, !isHashed {
            problems.append(.error("`salt` is for columns that `personal` has hashed", at: salt.location, hint: "take it out"))
        }
        return problems + configuration.targets.compactMap { name in
            personal?[name].map { .error("the target `\(name)` cannot be personal data: it would be another one", at: $0.location) }
        }
    }

    private var sampleProblems: [Diagnostic] {
        guard let sample = configuration.sample, let place = node[DataConfiguration.sampleName] else { return [] }
        switch (sample.fraction, sample.rows) {
        case (nil, nil): return [.error("`sample` needs `fraction` or `rows`", at: place.location)]
        case (_?, _?): return [.error("`sample` has `fraction` or `rows`, not both", at: place.location)]
        case (let share?, nil) where !(share > 0): return [
            .error("a sample of no rows", at: place.location, hint: "its share is above 0, as 0.1"),
        ]
        default: return []
        }
    }
}
