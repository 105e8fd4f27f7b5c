internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore
internal import MLKitRunning
internal import MLKitSpec
internal import SystemPackage

/// `mlkit run`: bring the stages up to date.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", _superCommandName: RootCommand.name,
        abstract: "Run every stage whose inputs, parameters or outputs changed.",
        discussion: "Stages that do not depend on each other run at the same time. Each writes a log under logs/.")

    @Argument(help: "Stages to run, with all they need; all if none is named.", completion: .names(.stages))
    var stages: [String] = []

    @Flag(help: "Run the named stages alone, not what they need.")
    var only = false

    @Option(
        help: ArgumentHelp("Run this stage and those that need it, no others.", valueName: "stage"),
        completion: .names(.stages))
    var from: [String] = []

    @Option(
        help: ArgumentHelp("Run as far as this stage: the same as naming it.", valueName: "stage"),
        completion: .names(.stages))
    var until: [String] = []

    @Option(name: [.customShort("j", allowingJoined: true), .long], help: "Cores to use at once; all if left out.")
    var jobs: Int?

    @Flag(help: "Run the stages even if nothing changed, or the cache has what they made.")
    var force = false

    @Flag(name: [.short, .long], help: "After a failure, go on with all that does not need the failed stage.")
    var keepGoing = false

    @Flag(help: "Say what would run or come from the cache, and why; run nothing.")
    var dryRun = false

    @Flag(help: "Run commands in a folder that holds their inputs alone.")
    var sandbox = false

    @Flag(help: "Then wait, and run again whenever mlkit.yaml or an input changes; --force is for the first run.")
    var watch = false

    @Flag(help: "Take the outputs of the named stages as they are, as what these would make; run nothing.")
    var accept = false

    @Flag(help: "Ask the remote of the cache for what is not here, before a stage runs.")
    var pull = false

    @Flag(help: "Show what stages write while they run.")
    var verbose = false

    @Flag(inversion: .prefixedNo, help: "Show moving progress on a terminal.")
    var progress = true

    @Flag(help: "Run stages whose gate is not met; needs --because.")
    var overrideGate = false

    @Option(help: ArgumentHelp("Why gates are overridden; kept in the stages' locks.", valueName: "text"))
    var because: String?

    @OptionGroup var parameters: ParameterOption
    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func validate() throws {
        if only, stages.isEmpty { throw ValidationError("--only needs the name of a stage") }
        if accept, stages.isEmpty { throw ValidationError("--accept needs the name of a stage") }
        let others = [
            ("--only", only), ("--force", force), ("--dry-run", dryRun), ("--watch", watch), ("--from", !from.isEmpty),
            ("--until", !until.isEmpty), ("--sandbox", sandbox), ("--pull", pull), ("--keep-going", keepGoing),
        ]
        if accept, let other = others.first(where: { $0.1 })?.0 {
            throw ValidationError("--accept does not go with \(other)")
        }
        if watch, dryRun { throw ValidationError("--watch does not go with --dry-run") }
        if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1") }
        let hasReason = because.map { !$0.trimmed.isEmpty } ?? false
        if overrideGate, !hasReason { throw ValidationError("--override-gate needs a reason: --because TEXT") }
        if !overrideGate, because != nil { throw ValidationError("--because goes with --override-gate") }
    }

    func run() async throws {
        let surroundings = try Surroundings()
        let overrides = try parameters.overrides()
        if watch { return try await keepRunning(surroundings, overrides) }
        let root = try project.root(surroundings)
        if isAboutAll, reportUpToDate(root, surroundings) { return }
        let files = LookRecorder(LocalFileSystem(), project: root, now: Surroundings.now())
        let spec = try ProjectOption.spec(root, overriding: overrides, files: files)
        let pipeline = Pipeline.forProject(root, spec, surroundings, files: files)
        if dryRun {
            let view = StatusView(try pipeline.status(of: selection, force: force))
            Console.standard.say(view.text(as: format.format), as: format.format)
            return try view.reportProblems()
        }
        if accept {
            let reporter = reporter(for: stages)
            return try await pipeline.accept(stages, command: Surroundings.commandLine) { reporter.report($0) }
        }
        let control = RunControl()
        let summary = try await Interruption.cancelling(suspend: control.suspend, resume: control.resume) {
            try await run(pipeline, force: force, control)
        }
        if let code = Interruption.exitCode { throw code }
        if summary.failed > 0 { throw ExitCode(1) }
        // Read through what notes looks, so that a version which is promoted is seen.
        let served = try ServedVersion(otherThanOf: spec) { path in
            let file = root.pushing(FilePath(path))
            return try files.exists(file) ? files.readText(file) : nil
        }
        if let served { Console.standard.error("note: \(served.words); \(served.advice)\n") }
        if isAboutAll, summary.skipped == spec.stages.count, served == nil {
            pipeline.noteUpToDate(files, engines: EngineVersionCache.names(for:))
        }
    }

    private var selection: StageSelection { StageSelection(names: stages + until, isExact: only, from: from) }

    private func run(_ pipeline: Pipeline, force: Bool, _ control: RunControl) async throws -> Pipeline.Summary {
        let git = try pull ? Surroundings().git() : nil
        let options = Pipeline.Options(
            selection: selection, jobs: jobs ?? Surroundings.cores, memory: Surroundings.memory, force: force,
            keepsGoing: keepGoing, isSandboxed: sandbox,
            gate: .checklist(of: project, overriddenBecause: because?.trimmed),
            pull: git, command: Surroundings.commandLine, control: control)
        let reporter = reporter(for: pipeline.spec.stages.map(\.name), of: pipeline)
        let clock = ContinuousClock()
        let start = clock.now
        let summary = try await pipeline.run(options) { reporter.report($0) }
        reporter.conclude(summary, seconds: (clock.now - start) / .seconds(1))
        return summary
    }

    /// `--watch`: ends when it is told to.
    private func keepRunning(_ surroundings: Surroundings, _ overrides: [ParameterOverride]) async throws {
        let root = try project.root(surroundings)
        let control = RunControl()
        try await Interruption.cancelling(suspend: control.suspend, resume: control.resume) {
            let watch = RunWatch(
                root: root, git: surroundings.git(), selection: selection, overrides: overrides,
                reporter: WatchReporter(console: .standard, format: format.format),
                pipeline: { Pipeline.forProject(root, $0, surroundings) },
                run: { _ = try await run($0, force: force && $1, control) })
            try await watch()
        }
    }

    private func reporter(for stages: [String], of pipeline: Pipeline) -> any RunReporter {
        let logs = pipeline.project.pushing(FilePath(pipeline.spec.layout.logs))
        guard verbose, format.format == .text else { return reporter(for: stages, logs: logs) }
        let console = Console.standard
        let wording = RunWording(isColoured: console.errorIsColoured, stages: stages)
        let base = PlainRunReporter(console: console, wording: wording)
        return VerboseRunReporter(base, console: console, logs: logs)
    }

    func reporter(for stages: [String], logs: FilePath? = nil) -> any RunReporter {
        let console = Console.standard
        let wording = RunWording(isColoured: console.errorIsColoured, stages: stages)
        switch format.format {
        case .json: return JSONRunReporter(console: console)
        case .text where progress && console.isDrawable:
            return LiveRunReporter(console: console, wording: wording, total: stages.count, logs: logs)
        case .text: return PlainRunReporter(console: console, wording: wording)
        }
    }
}

extension Pipeline {
    /// The running executable, which is also the worker of built-in stages.
    static let ownExecutable: FilePath = "/proc/self/exe"

    /// The pipeline of a command's project; the running executable is also its worker.
    static func forCommand(
        _ project: ProjectOption, _ surroundings: Surroundings, overriding overrides: [ParameterOverride] = []
    ) throws -> Pipeline {
        let (root, spec) = try project.load(surroundings, overriding: overrides)
        return Pipeline.forProject(root, spec, surroundings)
    }

    static func forProject(
        _ root: FilePath, _ spec: ProjectSpec, _ surroundings: Surroundings,
        files: any FileSystem = LocalFileSystem()
    ) -> Pipeline {
        let engines = EngineVersionCache(project: root, surroundings: surroundings)
        return Pipeline(
            spec: spec, project: root, worker: ownExecutable, files: files, environment: surroundings.environment,
            engines: engines.versions(for:), now: Surroundings.now)
    }
}

extension StageGate {
    /// Asks the checklist, as it stands when the stage would start.
    static func checklist(of project: ProjectOption, overriddenBecause reason: String? = nil) -> StageGate {
        StageGate(override: reason) { stage in
            let loaded = try LoadedChecklist(project)
            let gate = try await loaded.gate(.stage(stage, in: loaded.spec), allowsCommands: false)
            return gate.blocking.map { "\($0.word) \($0.item.id): \($0.item.title)" }
        }
    }
}
