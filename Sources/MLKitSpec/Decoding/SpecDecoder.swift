internal import MLKitCore
internal import MLKitYAML

extension ProjectSpec {
    /// Reads a spec.
    ///
    /// - Parameter file: the name for diagnostics.
    /// - Throws: `Failure` with everything that is wrong with it, in the order of the file.
    public init(parsing bytes: [UInt8], file: String = ProjectSpec.fileName) throws {
        let root = try YAMLDocument.parse(bytes, file: file)
        var decoder = SpecDecoder(root: root)
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
        let drafts = try drafts()
        checkSchema()
        problems += LayoutRules.problems(root["layout"], layout)
        let resources = resources
        for draft in drafts {
            SpecRules.all.forEach { problems += $0(draft) }
            problems += StageResources.problems(draft, capacities: resources)
        }
        let stages = resolve(drafts)
        let (sorted, cycles) = GraphRules.sorted(stages)
        problems += cycles
        var seen = Set<Diagnostic>()
        let unique = problems.filter { seen.insert($0).inserted }
        guard problems.isEmpty else { throw Failure(Array(unique.inFileOrder.prefix(Diagnostic.limit))) }
        return ProjectSpec(
            project: project(), layout: layout, checklists: checklists(), parameters: parameters(),
            stages: sorted, serving: serving(), resources: resources)
    }

    /// Every stage with its parameters put in. A candidate knows only the parameters that it uses itself.
    ///
    /// - Throws: `Failure` if parameters and candidates multiply to more than can be handled.
    private mutating func drafts() throws -> [StageDraft] {
        var drafts = [StageDraft]()
        var size = 0
        for entry in root["stages"]?.mapping ?? [] {
            var substitution = ParameterSubstitution(
                parameters: table, size: size, problemLimit: Diagnostic.limit - problems.count)
            let node = substitution.apply(entry.value)
            substitution.useNamed(in: node)
            problems += substitution.problems
            size += (substitution.size - size + entry.value.weight) * StageDraft.count(node)
            guard size <= ParameterSubstitution.sizeLimit else {
                throw Failure(
                    "the stages unfold to more than \(ParameterSubstitution.sizeLimit) values", at: entry.key.location,
                    hint: "use smaller parameters, or fewer candidates")
            }
            drafts += StageDraft.expand(entry, node, parameters: parameters(usedIn:))
        }
        return drafts
    }

    private func parameters(usedIn node: Node) -> [String: JSON] {
        var substitution = ParameterSubstitution(parameters: table)
        substitution.useNamed(in: substitution.apply(node))
        return substitution.used
    }

    /// Checks the document as it stands, but the stages with their parameters put in.
    private mutating func checkSchema() {
        var validator = SchemaValidator()
        let entries = (root.mapping ?? []).filter { $0.name != "stages" || $0.value.mapping == nil }
        validator.check(root.replacingContent(.mapping(entries)), .object(SpecSchema.file), as: "mlkit.yaml")
        let misplaced = ReferenceRules.misplaced(in: root)
        // A reference that is wrong is told of once, not also as a value that does not fit.
        let places = Set((misplaced + problems).map(\.location))
        problems += validator.problems.filter { !places.contains($0.location) } + misplaced
        validator = SchemaValidator(allowsParameters: true)
        for entry in root["stages"]?.mapping ?? [] {
            var substitution = ParameterSubstitution(parameters: table)
            validator.check(substitution.apply(entry.value), .variant(StageSchema.all), as: entry.name)
        }
        problems += validator.problems.filter { !places.contains($0.location) }
    }

    private mutating func resolve(_ drafts: [StageDraft]) -> [StageSpec] {
        var resolver = StageResolver(drafts: drafts, layout: layout)
        let stages = drafts.map { draft in
            StageSpec(
                name: draft.name, group: draft.group, settings: StageSettings(draft.node),
                configuration: configuration(draft), inputs: resolver.inputs(of: draft),
                outputs: resolver.outputs(of: draft), parameters: draft.parameters,
                environment: draft.node["env"]?.sequence?.compactMap(\.text) ?? [],
                about: draft.kind == "deploy" ? about() : .null,
                gate: draft.node["gate"]?.text.flatMap { Maturity(rawValue: $0) },
                resources: StageResources(draft.node["resources"]),
                mutexes: draft.node["mutex"]?.sequence?.compactMap(\.text) ?? [],
                retries: draft.node["retries"]?.scalar?.value.int ?? 0, location: draft.location)
        }
        // What a model is written to depends on references.
        problems += resolver.problems.isEmpty ? GraphRules.outputConflicts(stages) : resolver.problems
        return stages
    }

    /// The stage's keys, but for those that decide when and how it runs, not what comes of it.
    private func configuration(_ draft: StageDraft) -> JSON {
        guard case .object(let members) = draft.node.json else { return draft.node.json.sorted }
        return JSON.object(StageResources.decisive(members)).sorted
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
