internal import MLKitCore
public import MLKitSpec

/// Which stages of a project a command is about.
public struct StageSelection: Sendable {
    /// Names of stages, or of groups of them; all for none.
    public var names: [String]
    /// Whether it is about the named ones alone, without all they need.
    public var isExact: Bool
    /// Only stages that need one of these, and these themselves; all for none.
    public var from: [String]

    public init(names: [String] = [], isExact: Bool = false, from: [String] = []) {
        self.names = names
        self.isExact = isExact
        self.from = from
    }

    /// The stages, in the order of the spec.
    ///
    /// - Throws: `Failure` for a name that no stage has.
    public func stages(of spec: ProjectSpec) throws -> [StageSpec] {
        var wanted = try names.isEmpty ? Set(spec.stages.map(\.name)) : Self.matching(names, spec)
        if !isExact {
            for stage in spec.stages.reversed() where wanted.contains(stage.name) { wanted.formUnion(stage.producers) }
        }
        guard !from.isEmpty else { return spec.stages.filter { wanted.contains($0.name) } }
        var following = try Self.matching(from, spec)
        for stage in spec.stages where stage.producers.contains(where: following.contains) {
            following.insert(stage.name)
        }
        let chosen = spec.stages.filter { wanted.contains($0.name) && following.contains($0.name) }
        guard chosen.isEmpty, !names.isEmpty else { return chosen }
        throw Failure(
            "\(Suggestion.list(names)) needs nothing that comes of \(Suggestion.list(from))",
            hint: "`mlkit graph` shows what needs what")
    }

    private static func matching(_ names: [String], _ spec: ProjectSpec) throws -> Set<String> {
        Set(try spec.stages(named: names).map(\.name))
    }
}

extension ProjectSpec {
    /// The stages that have one of the names, or belong to an entry that has, in the order of running.
    ///
    /// - Throws: `Failure` for a name that no stage has.
    public func stages(named names: [String]) throws -> [StageSpec] {
        let known = Set(stages.flatMap { [$0.group, $0.name] })
        for name in names where !known.contains(name) {
            throw Failure("unknown stage `\(name.shortened)`", hint: Suggestion.hint(for: name, among: known.sorted()))
        }
        let wanted = Set(names)
        return stages.filter { wanted.contains($0.name) || wanted.contains($0.group) }
    }
}
