internal import ArgumentParser
internal import MLKitCache
internal import MLKitCore
internal import MLKitRunning

/// `mlkit cache pull`: outputs that somebody else has made.
struct CachePullCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull", abstract: "Fetch outputs of stages from a remote, and put them in place.",
        discussion: """
            For each stage that is not up to date: the outputs that its lock file names, where it fits or they are \
            missing, or those of a run like the one that would be made now. Every file is checked by its hash, and none \
            is written outside of the project. Exits with 1 if something that a lock file names is not to be had.
            """)

    @Argument(help: "Stages to fetch; all if none is named.")
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
        switch format.format {
        case .text: Console.standard.output(text(pull))
        case .json: Console.standard.output(json(pull).pretty)
        }
        if pull.hasFailed || !pull.traffic.damaged.isEmpty { throw ExitCode(1) }
    }

    private func text(_ pull: CachePull) -> String {
        var table = TextTable()
        for stage in pull.stages where stage.outcome != .upToDate {
            table.add(stage.outcome.rawValue, stage.name, stage.reason ?? "")
        }
        for path in pull.traffic.damaged { table.add("damaged", path, "at the remote; not taken") }
        let advice = pull.traffic.damaged.isEmpty
            ? "" : "`mlkit cache push --verify`, where the outputs are, mends what is damaged at the remote\n"
        let current = pull.stages.filter { $0.outcome == .upToDate }.count
        let fetched = "fetched \(pull.traffic.summary)"
        return table.text() + advice + "\(fetched); \(plural(current, "stage")) up to date before\n"
    }

    /// `{"files", "bytes", "damaged": [path], "stages": [{"stage", "outcome", "reason": text or null}]}`; the outcome is
    /// `up to date`, `restored`, `unknown`, `missing` or `failed`.
    private func json(_ pull: CachePull) -> JSON {
        let stages = pull.stages.map { stage -> JSON in
            [
                "stage": .string(stage.name), "outcome": .string(stage.outcome.rawValue),
                "reason": stage.reason.map { .string($0) } ?? .null,
            ]
        }
        return [
            "files": .int(pull.traffic.files), "bytes": .int(pull.traffic.bytes),
            "damaged": .array(pull.traffic.damaged.map { .string($0) }), "stages": .array(stages),
        ]
    }
}
