internal import MLKitCore

/// What must hold between stages.
enum GraphRules {
    /// Two stages that write one path.
    static func outputConflicts(_ stages: [StageSpec]) -> [Diagnostic] {
        var problems = [Diagnostic]()
        var writers = PathIndex()
        for (index, stage) in stages.enumerated() {
            for output in stage.outputs {
                if let other = writers.first(overlapping: output.path) {
                    problems.append(
                        other == index ? twice(stage, output.path) : conflict(stage, stages[other], output.path))
                }
                writers.add(output.path, index)
            }
        }
        return problems
    }

    /// Stages that write into what they read, or read out of what they write: they would never be up to date, and the
    /// cache would put back what they made in place of what they read.
    static func ownInputs(_ stages: [StageSpec]) -> [Diagnostic] {
        stages.flatMap { stage in
            stage.inputs.compactMap { input -> Diagnostic? in
                // What refers to the stage's own outputs is told as a cycle.
                guard input.producer != stage.name, let output = stage.outputs.first(where: { meets(input, $0) })
                else { return nil }
                let hint = "let it write elsewhere, or name only the files that it reads"
                return .error(
                    input.path.hasSameBytes(as: output.path)
                        ? "the stage `\(stage.name)` writes its own input `\(input.path)`"
                        : "the output `\(output.path)` of stage `\(stage.name)` and its own input `\(input.path)` overlap",
                    at: input.location ?? stage.location, hint: hint)
            }
        }
    }

    private static func meets(_ input: StageInput, _ output: StageOutput) -> Bool {
        if input.path.hasSameBytes(as: output.path) { return true }
        if Glob.isPattern(input.path) { return Glob(input.path).overlaps(output.path) }
        return lies(input.path, in: output.path) || lies(output.path, in: input.path)
    }

    private static func lies(_ path: String, in folder: String) -> Bool { path.utf8.starts(with: "\(folder)/".utf8) }

    private static func twice(_ stage: StageSpec, _ path: String) -> Diagnostic {
        .error(
            "the stage `\(stage.name)` writes `\(path)` twice", at: stage.location,
            hint: "give each output a path of its own, in the stage or in `layout`")
    }

    private static func conflict(_ stage: StageSpec, _ other: StageSpec, _ path: String) -> Diagnostic {
        let message =
            stage.name == other.name
            ? "the stage `\(stage.name)` stands here twice"
            : "the stages `\(other.name)` and `\(stage.name)` both write `\(path)`"
        return .error(message, at: stage.location, hint: "give each its own name or path")
    }

    /// The stages with producers first, and the cycles that make this impossible.
    ///
    /// A walk in depth with a stack of its own: a chain of stages may be as long as the file.
    static func sorted(_ stages: [StageSpec]) -> (stages: [StageSpec], cycles: [Diagnostic]) {
        let producers = stages.map(\.producers)
        let byName = Dictionary(stages.indices.map { (stages[$0].name, $0) }) { first, _ in first }
        var order = [Int]()
        var cycles = [Diagnostic]()
        var isDone = [Bool](repeating: false, count: stages.count)
        /// For stages on the path: where they stand in it.
        var depths: [Int: Int] = [:]
        for start in stages.indices where !isDone[start] {
            var path = [(stage: start, next: 0)]
            depths[start] = 0
            while let (stage, next) = path.last {
                guard next < producers[stage].count else {
                    path.removeLast()
                    depths[stage] = nil
                    isDone[stage] = true
                    order.append(stage)
                    continue
                }
                path[path.count - 1].next += 1
                guard let producer = byName[producers[stage][next]], !isDone[producer] else { continue }
                if let depth = depths[producer] {
                    cycles.append(cycle(path[depth...].map { stages[$0.stage] }))
                } else {
                    depths[producer] = path.count
                    path.append((producer, 0))
                }
            }
        }
        return (order.map { stages[$0] }, cycles)
    }

    private static func cycle(_ stages: [StageSpec]) -> Diagnostic {
        cycle(stages.map(\.name), at: stages.first?.location)
    }

    /// What to say of stages of which each waits for the next, and the last for the first.
    static func cycle(_ names: [String], at location: SourceLocation?) -> Diagnostic {
        let whole = (names + names.prefix(1)).joined(separator: " -> ")
        guard names.count > 1 else {
            return .error(
                "the stage `\(names.joined())` waits for itself: \(whole)", at: location,
                hint: "let it no longer read what it makes")
        }
        return .error(
            "these stages wait for each other: \(whole)", at: location,
            hint: "let one of them no longer read what another makes")
    }
}
