internal import MLKitCore
internal import MLKitYAML

/// Makes the stages of a file: `foreach` and `matrix` unfolded, parameters put in.
struct StageDrafting {
    private let kinds: StageKinds
    private let parameters: ParameterTable
    /// The parameters as they stand in the file, where others stand in for them.
    private let inFile: ParameterTable?
    /// Whether stages leave the test split alone, as far as their kinds can.
    private let leavesTest: Bool
    private(set) var drafts: [StageDraft] = []
    private(set) var problems: [Diagnostic] = []
    /// Entries that could not be unfolded, so that references to them may lead nowhere.
    private(set) var isIncomplete = false
    private var reported: Set<Diagnostic> = []
    private var size = 0

    init(kinds: StageKinds, parameters: ParameterTable, inFile: ParameterTable?, leavesTest: Bool) {
        self.leavesTest = leavesTest
        self.kinds = kinds
        self.parameters = parameters
        self.inFile = inFile
    }

    /// Adds the stages of one entry.
    ///
    /// - Throws: `Failure` if parameters and values multiply to more than can be handled.
    mutating func add(_ entry: Node.Entry) throws {
        guard let unfolding = StageUnfolding(entry, kinds, parameters) else {
            size += entry.value.weight
            drafts.append(try draft(entry, entry.value, label: nil, isCandidate: false))
            return
        }
        report(unfolding.problems)
        guard unfolding.problems.isEmpty else {
            isIncomplete = true
            return
        }
        try add(unfolding)
    }

    private mutating func add(_ unfolding: StageUnfolding) throws {
        let entry = unfolding.entry
        let count = unfolding.count(limit: ParameterSubstitution.sizeLimit)
        size += entry.value.weight
        let (more, isTooLarge) = unfolding.weight.multipliedReportingOverflow(by: count)
        size += isTooLarge ? ParameterSubstitution.sizeLimit : more
        try checkSize(entry)
        var labels = Set<String>()
        // One model may use what another does not.
        var used = Set<String>()
        var isSound = true
        for number in 0..<count {
            let variant = StageVariant(number, of: unfolding.axes)
            if !labels.insert(variant.label).inserted, !variant.label.isEmpty {
                report([unfolding.collision(variant)])
                isIncomplete = true
            }
            var substitution = VariantSubstitution(variant, size: size)
            let body = unfolding.body(of: variant)
            let node = substitution.apply(stage: body, command: Self.command(of: body))
            size = substitution.size
            report(substitution.problems)
            used.formUnion(substitution.used)
            isSound = isSound && substitution.problems.isEmpty
            drafts.append(
                try draft(entry, node, label: variant.label, isCandidate: unfolding.hasCandidates))
        }
        if isSound { report(unfolding.unused(used)) }
    }

    /// - Parameter written: the stage's mapping, its parameters not put in.
    private mutating func draft(
        _ entry: Node.Entry, _ written: Node, label: String?, isCandidate: Bool
    ) throws -> StageDraft {
        var substitution = ParameterSubstitution(
            parameters: parameters, size: size, problemLimit: max(Diagnostic.limit - problems.count, 0))
        var node = substitution.apply(stage: written, command: Self.command(of: written))
        var settings = kinds.settings(of: node)
        if leavesTest, let key = settings?.testKey {
            node = node.setting(key, to: false)
            settings = kinds.settings(of: node)
        }
        let inText = Set(substitution.used.keys)
        substitution.use(settings?.uses.parameters ?? [])
        report(substitution.problems)
        size = substitution.size
        try checkSize(entry)
        let outline = StageOutline(
            group: entry.name, label: label, isCandidate: isCandidate, location: entry.key.location)
        return StageDraft(
            outline: outline, node: node, written: written, isAsWritten: !substitution.isChanged && !leavesTest,
            settings: settings, parameters: substitution.used,
            overridden: overridden(node, settings, substitution.used, inText))
    }

    /// The key with the command of a stage, if that is in the language of `sh`. A shell that is a parameter is taken for
    /// one of that language.
    private static func command(of stage: Node) -> String? {
        guard stage[StageKeys.kind] == nil else { return nil }
        let node = stage[CommandConfiguration.shellName]
        let shell = node.flatMap(KeyType<CommandShell>.shell.read) ?? CommandShell()
        let isReference = shell.words.first?.contains("${") ?? false
        return shell.isFamiliar || isReference ? CommandConfiguration.runName : nil
    }

    /// The parameters that a command declares, that have a value other than in the file, and that its text neither has
    /// in it nor says to take from where it is handed: it may read the file.
    private func overridden(
        _ stage: Node, _ settings: (any StageSettings)?, _ used: [String: JSON], _ inText: Set<String>
    ) -> [String] {
        guard let inFile, let settings, let command = settings.command,
            !command.contains(where: { $0.contains(StageParameters.prefix) })
        else { return [] }
        return settings.uses.parameters.map(\.text).filter { name in
            !inText.contains(name) && inFile[name]?.identity != used[name]
        }.sorted()
    }

    private func checkSize(_ entry: Node.Entry) throws {
        guard size > ParameterSubstitution.sizeLimit else { return }
        throw Failure(
            "the stages unfold to more than \(ParameterSubstitution.sizeLimit) values", at: entry.key.location,
            hint: "use smaller parameters, or fewer values in `foreach` and `matrix`")
    }

    /// Stages of one entry have their problems in common.
    private mutating func report(_ more: [Diagnostic]) {
        for problem in more where problems.count < Diagnostic.limit && reported.insert(problem).inserted {
            problems.append(problem)
        }
    }
}

extension Node {
    /// The mapping with another value of a key.
    fileprivate func setting(_ name: String, to value: Bool) -> Node {
        let scalar = { (text: String) in self.replacingContent(.scalar(Scalar(text: text, isPlain: true))) }
        let others = (mapping ?? []).filter { $0.name != name }
        return replacingContent(.mapping(others + [Node.Entry(key: scalar(name), value: scalar(value ? "true" : "false"))]))
    }
}
