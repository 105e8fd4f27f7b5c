internal import ArgumentParser
internal import MLKitCore
internal import MLKitProcesses
internal import MLKitSpec
internal import MLKitStages
internal import SystemPackage

/// `mlkit stage-worker JOB`: the process of one built-in stage. Started by the runner, not by people.
struct StageWorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stage-worker", _superCommandName: RootCommand.name,
        abstract: "Do the work of one built-in stage.", shouldDisplay: false)

    @Argument(help: "The job file that the runner wrote.")
    var job: String

    func run() async throws {
        ParentWatch.start()
        let surroundings = try Surroundings()
        let files = LocalFileSystem()
        let path = surroundings.directory.pushing(FilePath(job))
        let job = try StageJob(JSON(parsing: files.read(path), file: path.string))
        do {
            let result = try await result(of: job, surroundings, files)
            try files.write(result.json.pretty, to: job.result)
        } catch let failure as Failure {
            // For the runner; the words for the log are written where all errors are.
            try files.write(JSON.array(failure.diagnostics.map(\.json)).pretty, to: job.failure)
            throw failure
        }
    }

    private func result(
        of job: StageJob, _ surroundings: Surroundings, _ files: LocalFileSystem
    ) async throws -> StageResult {
        let start = ContinuousClock.now
        let checkpoints = job.checkpoints.map { folder in
            Checkpoints(in: folder, files: files) { (ContinuousClock.now - start) / .seconds(1) }
        }
        let context = StageContext(
            files: files, engines: surroundings.engines(), threads: job.threads, checkpoints: checkpoints,
            seal: { [environment = surroundings.environment] in UserSeal(environment: environment).seal },
            log: { Console.standard.output($0 + "\n") })
        let server = try surroundings.installation().executables.appending("mlkit-server")
        return try await StageWork(job: job, server: server, context: context).run(.builtIn)
    }
}

/// `mlkit stage-guard`: the process that looks after the stages of a run. Started by the runner, not by people.
struct StageGuardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stage-guard", _superCommandName: RootCommand.name,
        abstract: "Look after the stages of a run.", shouldDisplay: false)

    func run() { GuardLoop.run() }
}
