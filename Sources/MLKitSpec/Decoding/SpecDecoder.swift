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
    var problems: [Diagnostic] = []

    init(root: Node) {
        self.root = root
    }

    mutating func decode() throws -> ProjectSpec {
        let drafts = drafts()
        checkSchema()
        for draft in drafts { SpecRules.all.forEach { problems += $0(draft) } }
        let stages = resolve(drafts)
        var sorted = stages
        if problems.isEmpty {
            problems += GraphRules.outputConflicts(stages)
            do { sorted = try GraphRules.sorted(stages) } catch let failure as Failure {
                problems += failure.diagnostics
            }
        }
        var seen = Set<Diagnostic>()
        let unique = problems.filter { seen.insert($0).inserted }
        guard problems.isEmpty else { throw Failure(unique.inFileOrder) }
        return ProjectSpec(
            project: project(), layout: layout, checklists: checklists(), parameters: parameters(),
            stages: sorted, serving: ProjectSpec.Serving(port: root["serving"]?["port"]?.scalar?.value.int ?? 8080))
    }

    /// Every stage with its parameters put in. A candidate knows only the parameters that it uses itself.
    private mutating func drafts() -> [StageDraft] {
        var drafts = [StageDraft]()
        for entry in root["stages"]?.mapping ?? [] {
            var substitution = ParameterSubstitution(parameters: root["params"])
            let node = substitution.apply(entry.value)
            substitution.useNamed(in: node)
            problems += substitution.problems
            drafts += StageDraft.expand(entry, node, parameters: parameters(usedIn:))
        }
        return drafts
    }

    private func parameters(usedIn node: Node) -> [String: JSON] {
        var substitution = ParameterSubstitution(parameters: root["params"])
        substitution.useNamed(in: substitution.apply(node))
        return substitution.used
    }

    /// Checks the document as it stands, but the stages with their parameters put in.
    private mutating func checkSchema() {
        var validator = SchemaValidator()
        let entries = (root.mapping ?? []).filter { $0.name != "stages" || $0.value.mapping == nil }
        let rest = root.mapping == nil ? root : root.replacingContent(.mapping(entries))
        validator.check(rest, .object(SpecSchema.file), as: "mlkit.yaml")
        for entry in root["stages"]?.mapping ?? [] {
            var substitution = ParameterSubstitution(parameters: root["params"])
            validator.check(substitution.apply(entry.value), .variant(StageSchema.all), as: entry.name)
        }
        problems += validator.problems
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
                cpus: draft.node["resources"]?["cpus"]?.scalar?.value.int ?? 1, location: draft.location)
        }
        problems += resolver.problems
        return stages
    }

    /// The stage's keys, but for `gate`: it decides when the stage runs, not what comes of it.
    private func configuration(_ draft: StageDraft) -> JSON {
        guard case .object(let members) = draft.node.json else { return draft.node.json.sorted }
        return JSON.object(members.filter { $0.name != "gate" }).sorted
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
