internal import ArgumentParser
internal import MLKitCore
internal import MLKitRunning
internal import MLKitSpec
internal import MLKitStages
internal import MLKitSweeps
internal import SystemPackage

/// `mlkit sweep`: find the values of parameters with which a metric is best.
struct SweepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep", _superCommandName: RootCommand.name,
        abstract: "Try values of parameters, and say which make a metric best.",
        discussion: """
            Sweeps stand under `sweeps` in mlkit.yaml: see `mlkit schema --reference`. Trials run beside the project, \
            several at once; what they make is in the cache, so that the best values, once set, need no run. A sweep \
            that was interrupted goes on. Its picture is NAME.svg in the folder `sweeps` of that of reports. A sweep \
            chooses by the validation split: trials leave the test split alone, and a metric of it is refused.
            """)

    @Argument(help: "The sweep; the only one if left out.", completion: .names(.sweeps))
    var name: String?

    @Flag(help: "Show what was tried; run nothing.")
    var show = false

    @Flag(help: "Write the best values to mlkit.yaml.")
    var apply = false

    @Flag(help: "Make trials again that failed.")
    var retryFailed = false

    @Flag(help: "Choose by a metric of the test split all the same; that is recorded in the project.")
    var onTest = false

    @OptionGroup var choice: SweepChoice

    @Option(name: [.customShort("j", allowingJoined: true), .long], help: "Cores to use at once; all if left out.")
    var jobs: Int?

    @OptionGroup var parameters: ParameterOption
    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1") }
        if apply, !parameters.settings.isEmpty {
            throw ValidationError("--apply cannot go with --set: the best values would be those of another project")
        }
    }

    func run() async throws {
        let surroundings = try Surroundings()
        let overrides = try parameters.overrides()
        let (root, spec) = try project.load(surroundings, overriding: overrides)
        let file = root.appending(ProjectSpec.fileName)
        let bytes = try LocalFileSystem().read(file, limit: ProjectSpec.sizeLimit)
        let leavesTest = !onTest
        let sweep = Sweep(
            try choice.sweep(name, in: spec), of: Pipeline.forProject(root, spec, surroundings)
        ) { try ProjectSpec(parsing: bytes, kinds: .builtIn, overriding: overrides + $0, leavingTest: leavesTest) }
        if apply, !onTest { try sweep.refuseTest() }
        let results = show ? try sweep.results() : try await results(of: sweep)
        let picture = try draw(results, root, spec, surroundings)
        let view = SweepView(sweep: sweep, results: results, picture: picture)
        Console.standard.say(format.format == .json ? view.json.pretty : view.text, as: format.format)
        if let code = Interruption.exitCode { throw code }
        if apply { try write(results, of: sweep, to: file) }
        if !show, results.best == nil { throw ExitCode(1) }
    }

    private func results(of sweep: Sweep) async throws -> SweepResults {
        let control = RunControl()
        let options = Pipeline.Options(
            jobs: jobs ?? Surroundings.cores, memory: Surroundings.memory, gate: .checklist(of: project),
            command: Surroundings.commandLine, control: control)
        let reporter = SweepReporter(console: .standard, sweep: sweep)
        let (retriesFailed, onTest) = (retryFailed, onTest)
        return try await Interruption.cancelling(suspend: control.suspend, resume: control.resume) {
            try await sweep.run(options, retriesFailed: retriesFailed, onTest: onTest) { reporter.report($0) }
        }
    }

    /// Draws the picture.
    ///
    /// - Returns: its path in the project; `nil` if there is nothing to draw.
    private func draw(_ results: SweepResults, _ root: FilePath, _ spec: ProjectSpec, _ surroundings: Surroundings) throws -> String? {
        guard let picture = results.picture else { return nil }
        let path = "\(spec.layout.reports)/sweeps/\(results.sweep.name).svg"
        let place = root.pushing(FilePath(path))
        try OwnFolders.check(writingIn: FilePath(path).removingLastComponent(), of: root, git: Surroundings().git())
        let files = LocalFileSystem()
        try OwnFolders.check(writing: place, in: root, git: surroundings.git)
        // One that is as it was stays, with its time.
        if (try? files.readText(place)) != picture { try files.write(picture, to: place) }
        return path
    }

    private func write(_ results: SweepResults, of sweep: Sweep, to file: FilePath) throws {
        guard let best = results.best else {
            throw Failure("no trial is done, so that there are no best values to write")
        }
        let tied = results.tied
        guard tied.count == 1 else {
            guard !tied.contains(where: sweep.isApplied) else {
                return Console.standard.error("mlkit.yaml stays as it is: none of the other values is better\n")
            }
            throw Failure(
                "\(plural(tied.count, "trial")) are equally good, and nothing was written: the metric cannot say which of them to take",
                hint: results.isFlat
                    ? "choose by a metric that depends on \(Suggestion.list(sweep.names))"
                    : "set the values of one of them in mlkit.yaml, or choose by a finer metric")
        }
        let files = LocalFileSystem()
        let old = try files.read(file, limit: ProjectSpec.sizeLimit)
        let new = try sweep.applying(best, to: old)
        guard new != old else { return Console.standard.error("mlkit.yaml has the best values already\n") }
        try Uninterrupted.run { try files.write(new, to: file) }
        let settings = SweepView.settings(sweep.settings(best))
        Console.standard.error("mlkit.yaml: \(settings); `mlkit run` has from the cache what the trial made\n")
    }
}
