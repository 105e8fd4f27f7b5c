internal import MLKitCore
internal import MLKitProcesses
public import MLKitSpec
internal import SystemPackage

/// Runs one stage as a process of its own and puts its outputs in place.
///
/// A built-in stage writes into a folder under `.mlkit/tmp`, as a command in a sandbox does; what it wrote is renamed
/// into place only when it has succeeded, so that a killed stage leaves nothing that could be taken for whole. What
/// any other command leaves half-written is no stage's recorded output, so that the next run makes it again.
public struct StageProcess: Sendable {
    let stage: StageSpec
    let project: FilePath
    let layout: Layout
    /// The executable that implements the built-in stages.
    let worker: FilePath
    let files: any FileSystem
    let launcher: any StageLauncher
    /// Whether this is the first attempt of the run; others go on in its log.
    public var isFirst: Bool
    /// Whether a command runs in a folder that holds its inputs alone.
    let isSandboxed: Bool
    /// The variables of the runner.
    let environment: [String: String]
    /// What its processes are told by; the stage's name if `nil`. Stages of one name that run at once need their own.
    var label: String?
    /// The stage stands by until fewer than so many run; `nil` to start at once.
    var below: Int?

    private var scratch: FilePath { project.pushing(".mlkit/tmp").appending(stage.name) }
    private var jobFile: FilePath { scratch.appending("job.json") }
    private var resultFile: FilePath { scratch.appending("result.json") }
    private var failureFile: FilePath { scratch.appending("failure.json") }
    private var logPath: FilePath { project.pushing(FilePath(log)) }

    /// The stage's log, relative to the project.
    private var log: String { "\(layout.logs)/\(stage.name).log" }

    /// Whether anything is put under `scratch`.
    private var usesScratch: Bool {
        stage.settings.isCommand ? isSandboxed || !stage.parameters.isEmpty : true
    }

    private var sandbox: Sandbox? {
        guard isSandboxed, stage.settings.isCommand else { return nil }
        return Sandbox(stage: stage, project: project, scratch: scratch, files: files)
    }

    public enum Outcome: Sendable {
        case succeeded(StageResult)
        case failed(StageFailure)
        /// The run was told to stop before the stage was done.
        case interrupted
        /// It stood by, and its turn did not come.
        case passedOver
    }

    /// Runs the process to its end. When the enclosing task is cancelled, the process and all it has started are
    /// told to end, and ended if they do not. What keeps it from starting, or its outputs from being put in place,
    /// is the stage's failure too.
    public func run() async -> (Outcome, StageMeasurement) {
        var measured = StageMeasurement()
        do {
            if Task.isCancelled { return (.interrupted, measured) }
            return (try await attempt(&measured), measured)
        } catch {
            if Task.isCancelled { return (.interrupted, measured) }
            let diagnostics = (error as? Failure)?.diagnostics ?? [.error("\(error)", at: stage.location)]
            let hasLog = (try? files.exists(logPath)) ?? false
            return (.failed(StageFailure(diagnostics: diagnostics, logTail: [], log: hasLog ? log : nil)), measured)
        }
    }

    private func attempt(_ measured: inout StageMeasurement) async throws -> Outcome {
        if usesScratch { try files.remove(scratch) }
        let ending = try await launch()
        if ending.status == .passedOver { return .passedOver }
        measured = StageMeasurement(ending)
        if Task.isCancelled || ending.cause == .cancelled { return .interrupted }
        if case .notStarted(let reason) = ending.status {
            throw Failure("cannot start `\(program)`", at: stage.location, notes: [reason])
        }
        guard ending.status == .exited(0), ending.cause == nil else { return .failed(try failure(ending)) }
        var outcome = try collect()
        if case .succeeded(var result) = outcome {
            if usesScratch { try files.remove(scratch) }
            if ending.leftProcesses { result.warnings.append("it left processes running, which were ended") }
            outcome = .succeeded(result)
        }
        return outcome
    }

    private var program: String {
        stage.settings.command?.first ?? worker.string
    }

    private func launch() async throws -> StageEnding {
        try files.makeDirectory(logPath.removingLastComponent())
        guard let command = stage.settings.command else {
            try files.makeDirectory(scratch)
            try files.unsynchronised.write(job().json.pretty, to: jobFile)
            return try await launch([worker.string, "stage-worker", jobFile.string], in: project)
        }
        let folder = try sandbox?.fill() ?? project
        for output in stage.outputs {
            try files.makeDirectory(folder.pushing(FilePath(output.path)).removingLastComponent())
        }
        let surroundings = CommandSurroundings(
            stage: stage, project: project, files: files, environment: environment,
            makesDirectory: isSandboxed || label != nil)
        return try await launch(
            try surroundings.arguments(command), in: try surroundings.directory(in: folder),
            variables: try surroundings.variables(handing: scratch.appending("params.json")))
    }

    private func launch(
        _ arguments: [String], in folder: FilePath, variables: [String: String] = [:]
    ) async throws -> StageEnding {
        try await launcher.run(
            StageLaunch(
                stage: label ?? stage.name, arguments: arguments, directory: folder.string, log: logPath.string,
                variables: variables, truncatesLog: isFirst, timeLimit: stage.policy.resources.time,
                memoryLimit: stage.policy.resources.memory, below: below))
    }

    private func job() -> StageJob {
        var inputs = stage.inputs.map { ($0.role, project.pushing(FilePath($0.path))) }
        inputs += stage.outputs.filter(\.isKept).map { (StageJob.keptRole($0.role), project.pushing(FilePath($0.path))) }
        let outputs = stagedOutputs.map { ($0.role, staged($0)) }
        let folders = stage.outputs.filter(\.isManaged).map {
            ($0.role, project.pushing(FilePath($0.path)))
        }
        return StageJob(
            stage: stage.name, kind: stage.kind, settings: stage.settings.json, about: stage.about, project: project,
            inputs: Dictionary(inputs) { $1 }, outputs: Dictionary(outputs) { $1 },
            folders: Dictionary(folders) { $1 }, threads: stage.policy.resources.cpus, result: resultFile,
            failure: failureFile)
    }

    /// The outputs that are written aside first: all but a folder that the stage keeps in order itself.
    private var stagedOutputs: [StageOutput] { stage.outputs.filter { !$0.isManaged } }

    private func staged(_ output: StageOutput) -> FilePath {
        scratch.appending("out").pushing(FilePath(output.path))
    }

    private func collect() throws -> Outcome {
        if stage.settings.isCommand { return try collectCommand() }
        var result = StageResult(try JSON(parsing: files.read(resultFile), file: resultFile.string))
        let written = try stagedOutputs.filter { try files.exists(staged($0)) }
        try checkPlaces(of: written)
        for output in written {
            try files.rename(staged(output), to: project.pushing(FilePath(output.path)))
        }
        let present = try stagedOutputs.filter { try files.exists(project.pushing(FilePath($0.path))) }
        result.products += present.map(\.path)
        return .succeeded(result)
    }

    private func collectCommand() throws -> Outcome {
        let folder = sandbox?.folder ?? project
        let missing = try stage.outputs.filter { try !files.exists(folder.pushing(FilePath($0.path))) }
        guard missing.isEmpty else { return .failed(try missingOutputs(missing)) }
        let warnings = try sandbox?.empty() ?? []
        return .succeeded(StageResult(summary: "", products: stage.outputs.map(\.path), warnings: warnings))
    }

    /// A file cannot replace a folder; known before the first is moved, so that all are moved or none.
    private func checkPlaces(of outputs: [StageOutput]) throws {
        let taken = try outputs.filter {
            try files.information(at: project.pushing(FilePath($0.path)))?.kind == .directory
        }
        guard taken.isEmpty else {
            throw Failure(
                taken.map { .error("the output `\($0.path)` cannot be written: a folder of that name is in the way") })
        }
    }

    private func missingOutputs(_ missing: [StageOutput]) throws -> StageFailure {
        let diagnostics = missing.map {
            Diagnostic.error("the stage `\(stage.name)` did not write its output `\($0.path)`", at: stage.location)
        }
        return try withLog(diagnostics)
    }

    /// A stage that says itself why it failed needs no log to be shown; one that cannot is known by its end.
    private func failure(_ ending: StageEnding) throws -> StageFailure {
        let reported = try reportedDiagnostics()
        guard reported.isEmpty else { return StageFailure(diagnostics: reported, logTail: [], log: log) }
        let subject = stage.settings.isCommand ? "the command of stage" : "stage"
        let message = "\(subject) `\(stage.name)` \(ending.words(stage.policy.resources))"
        return try withLog([.error(message, at: stage.location, hint: ending.hint)])
    }

    /// The end of the log, and what it tells of inputs that the stage did not declare.
    private func withLog(_ diagnostics: [Diagnostic]) throws -> StageFailure {
        let tail = try files.exists(logPath) ? files.readEnd(logPath, limit: 64 << 10) : []
        let text = String(decoding: tail, as: UTF8.self)
        let undeclared = try sandbox?.undeclared(in: text) ?? []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).suffix(21)
            .reversed().drop { $0.isEmpty }.reversed()
        return StageFailure(diagnostics: diagnostics + fullDisk + undeclared, logTail: Array(lines), log: log)
    }

    /// A command on a full disk often cannot even write why it failed.
    private var fullDisk: [Diagnostic] {
        guard DiskSpace.isFull(at: project) else { return [] }
        return [.error("there is no space left on the disk of `\(project)`", hint: DiskSpace.hint)]
    }

    private func reportedDiagnostics() throws -> [Diagnostic] {
        guard try files.exists(failureFile) else { return [] }
        let json = try JSON(parsing: files.read(failureFile), file: failureFile.string)
        return (json.array ?? []).compactMap { Diagnostic($0) }
    }
}
