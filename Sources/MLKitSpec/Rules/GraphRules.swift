internal import MLKitCore

/// What must hold between stages.
enum GraphRules {
    /// Two stages that write one path.
    static func outputConflicts(_ stages: [StageSpec]) -> [Diagnostic] {
        var problems = [Diagnostic]()
        var writers: [(path: String, stage: StageSpec)] = []
        for stage in stages {
            for output in stage.outputs {
                if let other = writers.first(where: { StageResolver.overlaps($0.path, output.path) }) {
                    problems.append(conflict(stage, other.stage, output.path))
                }
                writers.append((output.path, stage))
            }
        }
        return problems
    }

    private static func conflict(_ stage: StageSpec, _ other: StageSpec, _ path: String) -> Diagnostic {
        let message =
            stage.name == other.name
            ? "the stage `\(stage.name)` stands here twice"
            : "the stages `\(other.name)` and `\(stage.name)` both write `\(path)`"
        return .error(message, at: stage.location, hint: "give each its own name or path")
    }

    /// The stages with producers first, or the cycle that makes this impossible.
    static func sorted(_ stages: [StageSpec]) throws -> [StageSpec] {
        var sorted = [StageSpec]()
        var done = Set<String>()
        var path = [String]()
        let byName = Dictionary(stages.map { ($0.name, $0) }) { first, _ in first }

        func visit(_ stage: StageSpec) throws {
            guard !done.contains(stage.name) else { return }
            if let start = path.firstIndex(of: stage.name) { throw cycle(Array(path[start...]), byName) }
            path.append(stage.name)
            for producer in stage.producers {
                if let other = byName[producer] { try visit(other) }
            }
            path.removeLast()
            done.insert(stage.name)
            sorted.append(stage)
        }
        for stage in stages { try visit(stage) }
        return sorted
    }

    private static func cycle(_ names: [String], _ stages: [String: StageSpec]) -> Failure {
        let whole = (names + names.prefix(1)).joined(separator: " -> ")
        return Failure(
            "these stages wait for each other: \(whole)", at: names.first.flatMap { stages[$0]?.location },
            hint: "let one of them no longer read what another makes")
    }
}
