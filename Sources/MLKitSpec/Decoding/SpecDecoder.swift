internal import MLKitCore
internal import MLKitYAML

extension ProjectSpec {
    /// Reads a spec.
    ///
    /// - Parameters:
    ///   - kinds: the kinds of stages that there are.
    ///   - file: the name for diagnostics.
    ///   - overrides: values in place of those under `params`.
    ///   - leavesTest: whether stages that measure on the test split are to leave it alone, whatever they say.
    /// - Throws: `Failure` with everything that is wrong with it, in the order of the file.
    public init(
        parsing bytes: [UInt8], kinds: StageKinds, file: String = ProjectSpec.fileName,
        overriding overrides: [ParameterOverride] = [], leavingTest leavesTest: Bool = false
    ) throws {
        let root = try YAMLDocument.parse(bytes, file: file)
        try root.refuseNewerFormat(SpecHead.formatName, than: ProjectSpec.format, file: file)
        let table = overrides.isEmpty ? nil : ParameterTable(root[SpecSchema.parameters])
        var decoder = SpecDecoder(root: try root.overriding(overrides), kinds: kinds, inFile: table, leavesTest: leavesTest)
        self = try decoder.decode()
    }
}

/// Turns a checked document into a spec; all problems are collected before any is thrown.
private struct SpecDecoder {
    let root: Node
    private let kinds: StageKinds
    private let head: SpecHead
    private let layout: Layout
    private let table: ParameterTable
    /// The parameters as they stand in the file, where others stand in for them.
    private let inFile: ParameterTable?
    private let leavesTest: Bool
    var problems: [Diagnostic] = []

    init(root: Node, kinds: StageKinds, inFile: ParameterTable?, leavesTest: Bool) {
        self.leavesTest = leavesTest
        self.root = root
        self.kinds = kinds
        self.inFile = inFile
        head = SpecHead.keys(stages: []).read(root)
        layout = Layout(root[SpecSchema.layout], project: head.project.name)
        table = ParameterTable(root[SpecSchema.parameters])
    }

    mutating func decode() throws -> ProjectSpec {
        guard root.mapping != nil else {
            throw Failure(
                "`mlkit.yaml` must be a mapping, not \(root.kindName)", at: root.location,
                hint: "it begins with `mlkit: 1`, and needs a `project` with a `name`")
        }
        var drafting = StageDrafting(kinds: kinds, parameters: table, inFile: inFile, leavesTest: leavesTest)
        for entry in stageEntries { try drafting.add(entry) }
        let drafts = drafting.drafts
        problems += drafting.problems
        checkSchema(drafts)
        problems += LayoutRules.problems(root[SpecSchema.layout], layout)
        let own = drafts.flatMap { Self.problems($0, capacities: head.resources) }
        // Where a kind says itself what is wrong with a value, it says more than that there is no such value.
        let told = Set(own.map(\.location)).subtracting(drafts.map(\.outline.location))
        problems = problems.filter { !told.contains($0.location) } + own
        let stages = try resolve(drafts, isComplete: !drafting.isIncomplete)
        problems += stages.compactMap(Self.readsOverridden)
        let (sorted, cycles) = GraphRules.sorted(stages)
        problems += cycles
        let sweeps = sweeps(of: sorted)
        var seen = Set<Diagnostic>()
        let unique = problems.filter { seen.insert($0).inserted }
        guard problems.isEmpty else { throw Failure(Array(unique.inFileOrder.prefix(Diagnostic.limit))) }
        return ProjectSpec(head, kinds: kinds, layout: layout, stages: sorted, sweeps: sweeps)
    }

    private var stageEntries: [Node.Entry] { root[SpecSchema.stages]?.mapping ?? [] }

    /// What is wrong with one stage that a schema cannot say.
    private static func problems(_ draft: StageDraft, capacities: [String: Int]) -> [Diagnostic] {
        return nameProblems(draft) + (draft.settings?.problems(of: draft.outline, in: draft.node) ?? [])
            + StagePolicy.problems(draft, capacities: capacities)
    }

    private static func nameProblems(_ draft: StageDraft) -> [Diagnostic] {
        let group = draft.outline.group
        guard TextPattern.identifier.accepts(group) else {
            return [
                .error(
                    "`\(group.shortened)` cannot name a stage", at: draft.outline.location,
                    hint: "use \(TextPattern.identifier.summary)")
            ]
        }
        return NameLength.problem("stage", draft.name, at: draft.outline.location).map { [$0] } ?? []
    }

    /// What is wrong with a stage that is to have another value than stands in a file that it reads.
    private static func readsOverridden(_ stage: StageSpec) -> Diagnostic? {
        let file = ProjectSpec.fileName
        guard let name = stage.overridden.first, stage.inputs.contains(where: { Glob($0.path).matches(file) }) else { return nil }
        return .error(
            "the stage `\(stage.name)` reads `\(file)`, in which `\(name)` has another value than it is to have",
            at: stage.location,
            hint: "let it take the value from the file that `\(StageParameters.fileVariable)` names, and say so in its command, "
                + "or put `${params.\(name)}` there")
    }

    /// The sweeps, as far as they can be read; what is wrong with them is noted.
    private mutating func sweeps(of stages: [StageSpec]) -> [SweepSpec] {
        let names = Set(stages.map(\.name))
        return (root[SpecSchema.sweeps]?.mapping ?? []).compactMap { entry in
            guard let sweep = SweepSpec(entry, stages: names) else { return nil }
            problems += SweepRules.problems(of: sweep, stages: stages, parameters: head.parameters)
            return sweep
        }
    }

    /// Checks the document as it stands, but the stages with their values put in.
    private mutating func checkSchema(_ drafts: [StageDraft]) {
        var validator = SchemaValidator()
        let entries = (root.mapping ?? []).filter { $0.name != SpecSchema.stages || $0.value.mapping == nil }
        validator.check(root.replacingContent(.mapping(entries)), .object(kinds.file), as: "mlkit.yaml")
        let misplaced = ReferenceRules.misplaced(in: root)
        // A reference that is wrong is told of once, not also as a value that does not fit.
        var places = Set((misplaced + problems).map(\.location))
        problems += validator.problems.filter { !places.contains($0.location) } + misplaced
        let unfolding = checkUnfolding().filter { !places.contains($0.location) }
        problems += unfolding
        places.formUnion(unfolding.map(\.location))
        validator = SchemaValidator(allowsParameters: true)
        for draft in drafts { validator.check(draft.node, .variant(kinds.stages), as: draft.outline.group) }
        problems += validator.problems.filter { !places.contains($0.location) }
    }

    /// What is wrong with entries that stand for several stages, whatever is put into them.
    private func checkUnfolding() -> [Diagnostic] {
        var validator = SchemaValidator(allowsReferences: true)
        for entry in stageEntries where StageUnfolding.unfolds(entry) {
            validator.check(entry.value, .variant(kinds.stages), as: entry.name)
        }
        return validator.problems
    }

    private mutating func resolve(_ drafts: [StageDraft], isComplete: Bool) throws -> [StageSpec] {
        var wiring = Wiring(drafts: drafts, layout: layout)
        var edges = 0
        // A stage of an unknown kind has been reported as such.
        let stages = try drafts.compactMap { draft -> StageSpec? in
            guard let settings = draft.settings?.settled(&wiring) else { return nil }
            let inputs = wiring.inputs(of: draft)
            edges += inputs.reduce(inputs.count) { $0 + $1.others.count }
            guard edges <= Self.edgeLimit else { throw Self.tooManyEdges(draft) }
            let model = settings.isCommand ? nil : settings.products(of: draft.outline, &wiring).compactMap(\.model).first
            let configuration = Self.decisive(draft.node, settings)
            return StageSpec(
                name: draft.name, group: draft.outline.group, settings: settings, configuration: configuration,
                written: draft.isAsWritten ? configuration : Self.decisive(draft.written, settings),
                inputs: inputs, outputs: wiring.outputs(of: draft), modelRole: model?.role,
                parameters: draft.parameters, overridden: draft.overridden, about: settings.showsProject ? head.shown : .null,
                policy: StagePolicy.keys.read(draft.node), location: draft.outline.location)
        }
        // References to entries that could not be unfolded lead nowhere, and are not wrong for that.
        guard isComplete else { return stages }
        // What a model is written to depends on references.
        problems += wiring.problems.isEmpty
            ? GraphRules.outputConflicts(stages) + GraphRules.ownInputs(stages) + OutputRules.reserved(stages, layout)
            : wiring.problems
        return stages
    }

    /// The most inputs that all stages may have: each of many stages can refer to all that as many others write.
    private static let edgeLimit = 1_000_000

    private static func tooManyEdges(_ draft: StageDraft) -> Failure {
        Failure(
            "the stages read more than \(edgeLimit) files", at: draft.outline.location,
            hint: "let fewer of them read what all of the others write")
    }

    /// The stage's keys, but for those that decide when and how it runs or how its outputs are shown, not what comes
    /// of it.
    private static func decisive(_ stage: Node, _ settings: any StageSettings) -> JSON {
        guard case .object(let members) = stage.identity else { return stage.identity }
        let own = settings.decisive(StagePolicy.without(members))
        return JSON.object(own + StagePolicy.decisive(members)).sorted
    }
}
