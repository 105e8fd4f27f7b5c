internal import MLKitCore
internal import MLKitSpec

/// What a project's other tools declare, translated.
public struct RecognisedStages: Sendable {
    public internal(set) var stages: [ProposedStage] = []
    /// Values that commands refer to as `${params.NAME}`, by dotted name, in the order of their use.
    var parameters: [(name: String, value: JSON)] = []
    /// Scripts that look like stages: shown as comments.
    public internal(set) var suggestions: [ProposedStage] = []
    public internal(set) var leftOut: [LeftOut] = []
    /// Facts worth knowing before the first run.
    public internal(set) var notes: [String] = []

    /// What stages that were left out would write, as a path or a pattern of paths, and their names.
    private var unmade: [(path: String, stage: String)] = []

    public init() {}

    /// Looks for stages of DVC, Make and Snakemake, and for scripts that look like one.
    public init(in tree: ProjectTree) {
        DVCStages(tree: tree).recognise(into: &self)
        MakefileStages(tree: tree).recognise(into: &self)
        SnakemakeStages(tree: tree).recognise(into: &self)
        suggestions = ScriptStages(tree: tree).suggestions(besides: stages)
        for index in stages.indices { CodeInputs(tree: tree).spellOut(&stages[index]) }
        markUnmade()
    }

    /// Takes a stage, under a name that no other has; one whose output another writes already is left out.
    mutating func add(_ stage: ProposedStage) {
        for other in stages {
            let shared = stage.outputs.first { path in other.outputs.contains { Self.overlap($0, path) } }
            guard let path = shared else { continue }
            return leaveOut(stage, "the stage `\(other.name)` (\(other.origin)) already writes `\(path)`")
        }
        var stage = stage
        stage.name = freeName(stage.name)
        let own = stage.inputs.filter { path in stage.outputs.contains { Self.overlap($0, path) } }
        stage.inputs.removeAll { own.contains($0) }
        stage.reviews += own.map { "it reads `\($0)`, which it writes itself: that is not listed as an input" }
        stages.append(stage)
    }

    /// - Parameter paths: what it would write, with `*` for what is not known of it; its outputs if left out.
    mutating func leaveOut(_ stage: ProposedStage, _ why: String, writing paths: [String]? = nil) {
        let what = "`\(stage.name)` (\(stage.origin))"
        leftOut.append(LeftOut(what: what, why: why))
        unmade += (paths ?? stage.outputs).map { ($0, what) }
    }

    /// Leaves out all stages, as others are taken in their place.
    mutating func giveWay(_ why: String) {
        for stage in stages { leaveOut(stage, why) }
        stages = []
        parameters = []
    }

    /// Marks the stages that need what only one that was left out would write.
    mutating func markUnmade() {
        let made = stages.flatMap(\.outputs)
        for index in stages.indices {
            for input in stages[index].inputs where !made.contains(where: { Self.overlap($0, input) }) {
                let named = unmade.first { Self.overlap($0.path, input) }
                guard let maker = named ?? unmade.first(where: { Glob($0.path).matches(input) }) else { continue }
                let review = "it needs `\(input)` of \(maker.stage), which is not taken over: `mlkit run` does not make it"
                if !stages[index].reviews.contains(review) { stages[index].reviews.append(review) }
            }
        }
    }

    /// Whether one path is the other, or lies in it.
    static func overlap(_ one: String, _ other: String) -> Bool {
        one == other || one.hasPrefix(other + "/") || other.hasPrefix(one + "/")
    }

    private func freeName(_ name: String) -> String {
        let name = Self.identifier(name)
        let taken = Set(stages.map(\.name))
        guard taken.contains(name) else { return name }
        return (2...).lazy.map { "\(name)-\($0)" }.first { !taken.contains($0) } ?? name
    }

    /// A name with what a stage cannot be called replaced.
    static func identifier(_ name: String) -> String {
        let allowed = name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "-" }
        let parts = String(allowed).split(separator: "-")
        return parts.isEmpty ? "stage" : parts.joined(separator: "-")
    }

    /// Makes a value a parameter.
    ///
    /// - Returns: the reference to it; `nil` if it cannot be one, or another value has its name.
    mutating func parameter(_ name: String, _ value: JSON) -> String? {
        guard Self.canBeParameter(name, value) else { return nil }
        if let known = parameters.first(where: { $0.name == name }) {
            return known.value == value ? Self.reference(name, value) : nil
        }
        let isInside = parameters.contains { $0.name.hasPrefix(name + ".") || name.hasPrefix($0.name + ".") }
        guard !isInside else { return nil }
        parameters.append((name, value))
        return Self.reference(name, value)
    }

    /// What others put into a command goes in as it is: what is not one word by itself says so.
    private static func reference(_ name: String, _ value: JSON) -> String {
        let isWord = value.string.map { $0.isShellWord } ?? true
        return "${params.\(name)\(isWord ? "" : "|raw")}"
    }

    private static func canBeParameter(_ name: String, _ value: JSON) -> Bool {
        switch value {
        case .string(let text): if text.contains("${") || text.isEmpty { return false }
        case .int, .double, .bool: break
        default: return false
        }
        return name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }
        }
    }

    /// The parameters as the mapping that they are parts of.
    var parameterMapping: JSON {
        var mapping = JSON.object([])
        for (name, value) in parameters { mapping = mapping.setting(name.split(separator: ".")[...], to: value) }
        return mapping
    }
}

extension JSON {
    /// The mapping with a value put at a path of keys.
    fileprivate func setting(_ path: ArraySlice<Substring>, to value: JSON) -> JSON {
        guard let key = path.first.map(String.init) else { return value }
        var members: [Member] = []
        if case .object(let own) = self { members = own }
        let inner = (self[key] ?? .object([])).setting(path.dropFirst(), to: value)
        if let index = members.firstIndex(where: { $0.name == key }) {
            members[index] = Member(key, inner)
        } else {
            members.append(Member(key, inner))
        }
        return .object(members)
    }
}
