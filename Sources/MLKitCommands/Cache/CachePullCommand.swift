internal import ArgumentParser
internal import MLKitCache
internal import MLKitChecklist
internal import MLKitCore
internal import MLKitRunning

/// `mlkit cache pull`: outputs that somebody else has made.
struct CachePullCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull", abstract: "Fetch outputs of stages from a remote, and put them in place.",
        discussion: """
            For each stage that is not up to date: the outputs that its lock file names, where it fits or they are \
            missing, or those of a run like the one that would be made now; and what answers of the checklist rest on, where it \
            is missing and git does not have it, also what a folder lacks. What stands otherwise in its place is left, and \
            fetched for `mlkit check evidence ITEM -o FOLDER`. Every file is checked by its hash, and none \
            is written outside of the project. Exits with 1 if something that a lock file names is not to be had, or evidence \
            cannot be put in its place.
            """)

    @Argument(help: "Stages to fetch; all if none is named.", completion: .names(.stages))
    var stages: [String] = []

    @OptionGroup var remote: CacheRemoteOption
    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func run() async throws {
        let surroundings = try Surroundings()
        let pipeline = try Pipeline.forCommand(project, surroundings)
        let pull = try await pipeline.pullCache(
            stages, from: remote.remote, git: surroundings.git(), command: Surroundings.commandLine
        ) { Console.standard.error(RunWording.waiting($0)) }
        let evidence = stages.isEmpty ? try pipeline.pullEvidence(wanted(), from: remote.remote, git: surroundings.git()) : EvidencePull()
        switch format.format {
        case .text: Console.standard.say(text(pull, evidence))
        case .json: Console.standard.output(json(pull, evidence).pretty)
        }
        let renderer = DiagnosticRenderer(colour: Console.standard.errorIsColoured)
        for problem in evidence.problems { Console.standard.error(renderer.render(problem)) }
        if pull.hasFailed || !evidence.problems.isEmpty || !pull.traffic.damaged.isEmpty { throw ExitCode(1) }
    }

    /// What answers rest on, by the records that are here.
    private func wanted() throws -> ByteTable<ContentHash> {
        let pieces = try LoadedChecklist(project).checklist.reports.compactMap(\.record).filter { $0.status == .done }.flatMap(\.evidence)
        return ByteTable(pieces.compactMap { piece in piece.path.flatMap { path in piece.hash.map { (path, $0) } } }) { first, _ in first }
    }

    private func text(_ pull: CachePull, _ evidence: EvidencePull) -> String {
        var table = TextTable()
        for stage in pull.stages where stage.outcome != .upToDate {
            table.add(stage.outcome.rawValue, stage.name, stage.reason ?? "")
        }
        for (path, isHere) in evidence.paths { table.add(isHere ? "restored" : "missing", path, "evidence of the checklist") }
        for path in pull.traffic.damaged { table.add("damaged", path, "at the remote; not taken") }
        let advice = pull.traffic.damaged.isEmpty
            ? "" : "`mlkit cache push --verify`, where the outputs are, mends what is damaged at the remote\n"
        let current = pull.stages.filter { $0.outcome == .upToDate }.count
        let fetched = "fetched \(pull.traffic.summary)"
        return table.text() + advice + "\(fetched); \(plural(current, "stage")) up to date before\n"
    }

    /// `{"files", "bytes", "damaged": [path], "stages": [{"stage", "outcome", "reason": text or null}], "evidence": [{"path",
    /// "restored"}], "refused": [text]}`; the outcome is
    /// `up to date`, `restored`, `unknown`, `missing` or `failed`.
    private func json(_ pull: CachePull, _ evidence: EvidencePull) -> JSON {
        let stages = pull.stages.map { stage -> JSON in
            [
                "stage": .string(stage.name), "outcome": .string(stage.outcome.rawValue),
                "reason": stage.reason.map { .string($0) } ?? .null,
            ]
        }
        return [
            "files": .int(pull.traffic.files), "bytes": .int(pull.traffic.bytes),
            "damaged": .array(pull.traffic.damaged.map { .string($0) }), "stages": .array(stages),
            "evidence": .array(evidence.paths.map { ["path": .string($0.path), "restored": .bool($0.isHere)] }),
            "refused": .array(evidence.problems.map { .string($0.message) }),
        ]
    }
}
