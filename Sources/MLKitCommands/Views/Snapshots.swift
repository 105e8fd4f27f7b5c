internal import ArgumentParser
internal import MLKitCore
internal import MLKitRunning
internal import MLKitSnapshots
internal import MLKitSpec
internal import SystemPackage

/// The states of a project that a command was asked for.
struct Snapshots {
    private let pipeline: Pipeline
    private let surroundings: Surroundings

    init(_ project: ProjectOption, _ surroundings: Surroundings) throws {
        pipeline = try Pipeline.forCommand(project, surroundings)
        self.surroundings = surroundings
    }

    /// Tells what could not be shown, after all that could.
    ///
    /// - Throws: `ExitCode` if there is an error among it.
    static func tell(_ problems: [Diagnostic]) throws {
        let renderer = DiagnosticRenderer(colour: Console.standard.errorIsColoured)
        Console.standard.error(problems.prefix(Diagnostic.limit).map(renderer.render).joined(separator: "\n"))
        if problems.contains(where: { $0.severity == .error }) { throw ExitCode(1) }
    }

    func current() throws -> ProjectSnapshot { try pipeline.snapshot() }

    func history() throws -> ProjectHistory {
        try ProjectHistory(of: pipeline, environment: surroundings.git())
    }

    /// The working tree, or the revisions and branches that were named instead. Branches without a project are left
    /// out.
    func metrics(_ revisions: [String], allBranches: Bool) throws -> [ProjectSnapshot] {
        guard allBranches || !revisions.isEmpty else { return [try current()] }
        let history = try history()
        let named = try revisions.map { try history.snapshot(at: $0) }
        guard allBranches else { return named }
        let others = try history.branches().filter { !revisions.contains($0) }
        return named + others.compactMap { try? history.snapshot(at: $0) }
    }

    /// The figures of stages that are in at least one of the states.
    ///
    /// - Parameter problems: takes what is wrong with files of metrics, which are left out.
    /// - Throws: `Failure` for a name that no stage has in any of them.
    static func metrics(
        of stages: [String], in snapshots: [ProjectSnapshot], problems: inout [Diagnostic]
    ) throws -> [StageMetrics] {
        let known = snapshots.map { Set($0.spec.stages.flatMap { [$0.group, $0.name] }) }
        for stage in stages where !known.contains(where: { $0.contains(stage) }) {
            let names = Set(known.joined()).sorted()
            throw Failure("unknown stage `\(stage.shortened)`", hint: Suggestion.hint(for: stage, among: names))
        }
        return try zip(snapshots, known).flatMap { snapshot, known -> [StageMetrics] in
            let own = stages.filter(known.contains)
            return stages.isEmpty || !own.isEmpty ? try snapshot.metrics(own, problems: &problems) : []
        }
    }
}
