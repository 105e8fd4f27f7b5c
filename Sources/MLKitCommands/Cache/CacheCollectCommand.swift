internal import ArgumentParser
internal import MLKitCache
internal import MLKitCore
internal import MLKitRunning

/// `mlkit cache gc`: drop what nothing needs.
struct CacheCollectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gc", abstract: "Drop from the cache what nothing needs any more.",
        discussion: """
            Kept is what the lock files need, those of the working tree and those of every branch, tag, stash and \
            worktree in git, and what recorded runs need: those of the last 30 days, unless an option says otherwise. \
            Nothing is dropped while a project that shares the cache is not to be found.
            """)

    @Flag(help: "Say what would be dropped, and drop nothing.")
    var dryRun = false

    @Option(help: ArgumentHelp("Keep the newest runs of each stage, so many, and no others.", valueName: "n"))
    var keepRuns: Int?

    @Option(help: ArgumentHelp("Drop runs older than this: 12h, 30d, 8w.", valueName: "time"))
    var olderThan: String?

    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func validate() throws {
        if keepRuns != nil, olderThan != nil { throw ValidationError("use either --keep-runs or --older-than") }
        if let keepRuns, keepRuns < 0 { throw ValidationError("--keep-runs must not be negative") }
        if let olderThan, Self.seconds(olderThan) == nil {
            throw ValidationError("--older-than takes a number with h, d or w, as `30d`, not `\(olderThan)`")
        }
    }

    func run() async throws {
        let surroundings = try Surroundings()
        let pipeline = try Pipeline.forCommand(project, surroundings)
        let dropped = try await pipeline.collectCache(
            window, git: surroundings.git(), now: Surroundings.now(), isDry: dryRun,
            command: Surroundings.commandLine
        ) { Console.standard.error(RunWording.waiting($0)) }
        switch format.format {
        case .text: Console.standard.say("\(dryRun ? "would drop" : "dropped") \(dropped.unused)\n")
        case .json: Console.standard.output(json(dropped).pretty)
        }
        dropped.tellAbsent()
    }

    private var window: CacheWindow {
        if let keepRuns { return .newest(keepRuns) }
        return olderThan.flatMap { Self.seconds($0) }.map { .younger(than: $0) } ?? .standard
    }

    /// The seconds in "12h", "30d" or "8w".
    private static func seconds(_ text: String) -> Int? {
        let units: [Character: Int] = ["h": 3600, "d": 86_400, "w": 604_800]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()), 0...100_000 ~= count else {
            return nil
        }
        return count * unit
    }

    /// `{"dry_run", "dropped": {"runs", "objects", "bytes"}, "absent": [path]}`.
    private func json(_ dropped: CacheStatus) -> JSON {
        ["dry_run": .bool(dryRun), "dropped": dropped.unusedJSON, "absent": dropped.absentJSON]
    }
}
