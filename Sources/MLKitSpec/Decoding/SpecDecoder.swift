internal import MLKitCore
internal import MLKitYAML

extension ProjectSpec {
    /// Reads a spec.
    ///
    /// - Parameters:
    ///   - file: the name for diagnostics.
    ///   - overrides: values in place of those under `params`.
    /// - Throws: `Failure` with everything that is wrong with it, in the order of the file.
    public init(
        parsing bytes: [UInt8], file: String = ProjectSpec.fileName, overriding overrides: [ParameterOverride] = []
    ) throws {
        let root = try YAMLDocument.parse(bytes, file: file)
        try root.refuseNewerFormat("mlkit", than: ProjectSpec.format, file: file)
        var decoder = SpecDecoder(root: try root.overriding(overrides))
        self = try decoder.decode()
    }
}

/// Turns a checked document into a spec; all problems are collected before any is thrown.
private struct SpecDecoder {
    let root: Node
    private let table: ParameterTable
    var problems: [Diagnostic] = []

    init(root: Node) {
        self.root = root
        table = ParameterTable(root["params"])
    }

    mutating func decode() throws -> ProjectSpec {
        guard root.mapping != nil else {
            throw Failure(
                "`mlkit.yaml` must be a mapping, not \(root.kindName)", at: root.location,
                hint: "it begins with `mlkit: 1`, and needs a `project` with a `name`")
        }
        var drafting = StageDrafting(parameters: table)
        for entry in root["stages"]?.mapping ?? [] { try drafting.add(entry) }
        let drafts = drafting.drafts
        problems += drafting.problems
        checkSchema(drafts)
        problems += LayoutRules.problems(root["layout"], layout)
        let resources = resources
        for draft in drafts {
            SpecRules.all.forEach { problems += $0(draft) }
            problems += StageResources.problems(draft, capacities: resources)
        }
        let stages = try resolve(drafts, isComplete: !drafting.isIncomplete)
        let (sorted, cycles) = GraphRules.sorted(stages)
        problems += cycles
        let sweeps = sweeps(of: sorted)
        var seen = Set<Diagnostic>()
        let unique = problems.filter { seen.insert($0).inserted }
        guard problems.isEmpty else { throw Failure(Array(unique.inFileOrder.prefix(Diagnostic.limit))) }
        return ProjectSpec(
            project: project(), layout: layout, checklists: checklists(), parameters: parameters(),
            stages: sorted, serving: serving(), resources: resources, cache: cache(), sweeps: sweeps)
    }

    /// The sweeps, as far as they can be read; what is wrong with them is noted.
    private mutating func sweeps(of stages: [StageSpec]) -> [SweepSpec] {
        let names = Set(stages.map(\.name))
        return (root["sweeps"]?.mapping ?? []).compactMap { entry in
            guard let sweep = SweepSpec(entry, stages: names) else { return nil }
            problems += SweepRules.problems(of: sweep, stages: stages, parameters: root["params"]?.json ?? .null)
            return sweep
        }
    }

    /// Checks the document as it stands, but the stages with their values put in.
    private mutating func checkSchema(_ drafts: [StageDraft]) {
        var validator = SchemaValidator()
        let entries = (root.mapping ?? []).filter { $0.name != "stages" || $0.value.mapping == nil }
        validator.check(root.replacingContent(.mapping(entries)), .object(SpecSchema.file), as: "mlkit.yaml")
        let misplaced = ReferenceRules.misplaced(in: root)
        // A reference that is wrong is told of once, not also as a value that does not fit.
        var places = Set((misplaced + problems).map(\.location))
        problems += validator.problems.filter { !places.contains($0.location) } + misplaced
        let unfolding = checkUnfolding().filter { !places.contains($0.location) }
        problems += unfolding
        places.formUnion(unfolding.map(\.location))
        validator = SchemaValidator(allowsParameters: true)
        for draft in drafts { validator.check(draft.node, .variant(StageSchema.all), as: draft.group) }
        problems += validator.problems.filter { !places.contains($0.location) }
    }

    /// What is wrong with entries that stand for several stages, whatever is put into them.
    private func checkUnfolding() -> [Diagnostic] {
        var validator = SchemaValidator(allowsReferences: true)
        for entry in root["stages"]?.mapping ?? [] where StageUnfolding.unfolds(entry) {
            validator.check(entry.value, .variant(StageSchema.all), as: entry.name)
        }
        return validator.problems
    }

    private mutating func resolve(_ drafts: [StageDraft], isComplete: Bool) throws -> [StageSpec] {
        var resolver = StageResolver(drafts: drafts, layout: layout)
        var edges = 0
        let stages = try drafts.map { draft in
            let inputs = resolver.inputs(of: draft)
            edges += inputs.reduce(inputs.count) { $0 + $1.others.count }
            guard edges <= Self.edgeLimit else { throw Self.tooManyEdges(draft) }
            return StageSpec(
                name: draft.name, group: draft.group, settings: StageSettings(draft.node),
                configuration: configuration(draft), inputs: inputs,
                outputs: resolver.outputs(of: draft), metricFiles: StageViews.metrics(draft),
                plots: StageViews.plots(draft), parameters: draft.parameters,
                environment: draft.node["env"]?.sequence?.compactMap(\.text) ?? [],
                about: draft.kind == "deploy" ? about() : .null,
                gate: draft.node["gate"]?.text.flatMap { Maturity(rawValue: $0) },
                resources: StageResources(draft.node["resources"]),
                mutexes: draft.node["mutex"]?.sequence?.compactMap(\.text) ?? [],
                retries: draft.node["retries"]?.scalar?.value.int ?? 0,
                isCached: draft.node["cache"]?.scalar?.value.bool ?? true, location: draft.location)
        }
        // References to entries that could not be unfolded lead nowhere, and are not wrong for that.
        guard isComplete else { return stages }
        // What a model is written to depends on references.
        problems += resolver.problems.isEmpty ? GraphRules.outputConflicts(stages) : resolver.problems
        return stages
    }

    /// The most inputs that all stages may have: each of many stages can refer to all that as many others write.
    private static let edgeLimit = 1_000_000

    private static func tooManyEdges(_ draft: StageDraft) -> Failure {
        Failure(
            "the stages read more than \(edgeLimit) files", at: draft.location,
            hint: "let fewer of them read what all of the others write")
    }

    /// The stage's keys, but for those that decide when and how it runs or how its outputs are shown, not what comes
    /// of it.
    private func configuration(_ draft: StageDraft) -> JSON {
        guard case .object(let members) = draft.node.json else { return draft.node.json.sorted }
        let keys = StageOutputs.decisive(StageViews.decisive(members, of: draft), of: draft)
        return JSON.object(StageResources.decisive(keys)).sorted
    }

    private var layout: Layout { Layout(root["layout"], project: root["project"]?["name"]?.text ?? "") }

    private func project() -> ProjectSpec.Project {
        let node = root["project"]
        return ProjectSpec.Project(
            name: node?["name"]?.text ?? "", title: node?["title"]?.text, summary: node?["description"]?.text,
            owner: node?["owner"]?.text, license: node?["license"]?.text,
            maturity: node?["maturity"]?.text.flatMap { Maturity(rawValue: $0) } ?? .poc,
            approach: node?["approach"]?.text, inference: node?["inference"]?.text,
            tags: node?["tags"]?.sequence?.compactMap(\.text) ?? [])
    }

    private func serving() -> ProjectSpec.Serving {
        root["serving"]?["port"]?.scalar?.value.int.map { ProjectSpec.Serving(port: $0) } ?? ProjectSpec.Serving()
    }

    private var resources: [String: Int] {
        let entries = root["resources"]?.mapping ?? []
        return Dictionary(entries.map { ($0.name, $0.value.scalar?.value.int ?? 0) }) { $1 }
    }

    private func cache() -> CacheSettings {
        let node = root["cache"]
        let names = node?["link"].map { ($0.sequence ?? [$0]).compactMap(\.text) }
        let links = names?.compactMap { CacheLink(rawValue: $0) }
        return CacheSettings(remote: node?["remote"]?.text, links: links ?? CacheSettings().links)
    }

    private func about() -> JSON {
        let shown = ["description", "license", "owner", "title"]
        return .object(shown.compactMap { key in root["project"]?[key].map { JSON.Member(key, $0.json) } })
    }

    private func checklists() -> [String] {
        root["checklists"]?.sequence?.compactMap(\.text) ?? ["end-to-end"]
    }

    private func parameters() -> JSON {
        root["params"]?.json ?? .object([])
    }
}
