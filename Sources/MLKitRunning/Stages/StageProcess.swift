internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitProcesses
public import MLKitSpec
internal import SystemPackage

/// Runs one stage as a process of its own and puts its outputs in place.
///
/// A built-in stage writes into a folder under `.mlkit/tmp`, as a command in a sandbox does; what it wrote is moved into
/// place only when it has succeeded, so that a killed stage leaves nothing that could be taken for whole. Any other
/// command writes where its outputs are to be, and what stood there was moved aside before (`OutputRoom`).
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
    /// The folder for how far its work is; `nil` for none.
    var checkpoints: FilePath?
    /// The places of its outputs.
    let room: OutputRoom

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
        /// Its outputs are in place. The room that was made for them is to be settled when they are recorded.
        case succeeded(StageResult, OutputRoom)
        case failed(StageFailure)
        /// The run was told to stop before the stage was done.
        case interrupted
    }

    /// Runs the process to its end. When the enclosing task is cancelled, the process and all it has started are
    /// told to end, and ended if they do not. What keeps it from starting, or its outputs from being put in place,
    /// is the stage's failure too.
    public func run() async -> (Outcome, StageMeasurement) {
        var measured = StageMeasurement()
        var room = room
        do {
            if Task.isCancelled { return (.interrupted, measured) }
            let outcome = try await attempt(&measured, &room)
            return (try putBack(&room, after: outcome), measured)
        } catch {
            var diagnostics = (error as? Failure)?.diagnostics ?? [.error("\(error)", at: stage.location)]
            do {
                _ = try room.putBack()
            } catch {
                diagnostics += (error as? Failure)?.diagnostics ?? []
            }
            if Task.isCancelled { return (.interrupted, measured) }
            let hasLog = (try? files.exists(logPath)) ?? false
            return (.failed(StageFailure(diagnostics: diagnostics, logTail: [], log: hasLog ? log : nil)), measured)
        }
    }

    /// Where a stage has not succeeded, its outputs are as they were.
    private func putBack(_ room: inout OutputRoom, after outcome: Outcome) throws -> Outcome {
        if case .succeeded = outcome { return outcome }
        let left = try room.putBack()
        guard case .failed(var failure) = outcome, let left, !failure.diagnostics.isEmpty else { return outcome }
        failure.diagnostics[0].notes.append("what it had written is in `\(left)`")
        return .failed(failure)
    }

    private func attempt(_ measured: inout StageMeasurement, _ room: inout OutputRoom) async throws -> Outcome {
        if usesScratch { try files.remove(scratch) }
        if stage.settings.isCommand, !isSandboxed { try room.clear() }
        let ending = try await launch()
        measured = StageMeasurement(ending)
        if Task.isCancelled || ending.cause == .cancelled { return .interrupted }
        if case .notStarted(let reason) = ending.status {
            throw Failure("cannot start `\(program)`", at: stage.location, notes: [reason])
        }
        guard ending.status == .exited(0), ending.cause == nil else { return .failed(try failure(ending)) }
        switch try stage.settings.isCommand ? collectCommand(&room) : .success(collect(&room)) {
        case .failure(let problem): return .failed(problem)
        case .success(var result):
            if usesScratch { try files.remove(scratch) }
            if ending.leftProcesses { result.warnings.append("it left processes running, which were ended") }
            return .succeeded(result, room)
        }
    }

    private var program: String {
        stage.settings.command?.first ?? worker.string
    }

    private func launch() async throws -> StageEnding {
        try files.makeDirectory(logPath.removingLastComponent())
        guard let command = stage.settings.command else {
            try files.makeDirectory(scratch)
            try files.unsynchronised.write(try job().json.pretty, to: jobFile)
            return try await launch([worker.string, "stage-worker", jobFile.string], in: project)
        }
        guard let folder = try sandbox?.fill() else {
            for output in stage.outputs where output.isKept {
                try OutputPlace(output.path, in: project, files: files).makeParent()
            }
            return try await launchCommand(command, in: project)
        }
        for output in stage.outputs { try OutputPlace(output.path, in: folder, files: files).makeParent() }
        return try await launchCommand(command, in: folder)
    }

    private func launchCommand(_ command: [String], in folder: FilePath) async throws -> StageEnding {
        return try await launch(
            try surroundings.arguments(command), in: try surroundings.directory(in: folder),
            variables: try surroundings.variables(handing: scratch.appending("params.json")))
    }

    private var surroundings: CommandSurroundings {
        CommandSurroundings(
            stage: stage, project: project, files: files, environment: environment, makesDirectory: isSandboxed || label != nil)
    }

    private func launch(
        _ arguments: [String], in folder: FilePath, variables: [String: String] = [:]
    ) async throws -> StageEnding {
        try await launcher.run(
            StageLaunch(
                stage: label ?? stage.name, arguments: arguments, directory: folder.string, log: logPath.string,
                variables: variables, truncatesLog: isFirst, timeLimit: stage.policy.resources.time,
                memoryLimit: stage.policy.resources.memory))
    }

    private func job() throws -> StageJob {
        var inputs = stage.inputs.map { ($0.role, project.pushing(FilePath($0.path))) }
        inputs += stage.outputs.filter(\.isKept).map { (StageJob.keptRole($0.role), project.pushing(FilePath($0.path))) }
        let outputs = stagedOutputs.map { ($0.role, staged($0)) }
        let folders = stage.outputs.filter(\.isManaged).map {
            ($0.role, project.pushing(FilePath($0.path)))
        }
        let earlier = try StageLock.read(stage.name, in: project, files: files)?.fingerprint
        var job = StageJob(
            stage: stage.name, kind: stage.kind, settings: stage.settings.json, about: stage.about, project: project,
            inputs: Dictionary(inputs) { $1 }, outputs: Dictionary(outputs) { $1 },
            folders: Dictionary(folders) { $1 }, threads: stage.policy.resources.cpus,
            earlierVersion: earlier?.kind == stage.kind ? earlier?.version : nil, result: resultFile,
            failure: failureFile)
        job.checkpoints = checkpoints
        job.variables = try surroundings.variables(handing: scratch.appending("params.json"))
        return job
    }

    /// The outputs that are written aside first: all but a folder that the stage keeps in order itself.
    private var stagedOutputs: [StageOutput] { stage.outputs.filter { !$0.isManaged } }

    private func staged(_ output: StageOutput) -> FilePath {
        scratch.appending("out").pushing(FilePath(output.path))
    }

    private func collect(_ room: inout OutputRoom) throws -> StageResult {
        var result = StageResult(try JSON(parsing: files.read(resultFile), file: resultFile.string))
        let written = try stagedOutputs.filter { try files.exists(staged($0)) }
        try checkPlaces(of: written.filter(\.isKept))
        try room.clear()
        for output in written { try files.move(staged(output), to: project.pushing(FilePath(output.path))) }
        let present = try stagedOutputs.filter { try files.exists(project.pushing(FilePath($0.path))) }
        result.products += present.map(\.path)
        return result
    }

    private func collectCommand(_ room: inout OutputRoom) throws -> Result<StageResult, StageFailure> {
        let folder = sandbox?.folder ?? project
        let missing = try stage.outputs.filter { try !files.exists(folder.pushing(FilePath($0.path))) }
        guard missing.isEmpty else { return .failure(try missingOutputs(missing)) }
        let warnings = try sandbox?.empty(into: &room) ?? []
        return .success(StageResult(summary: "", products: stage.outputs.map(\.path), warnings: warnings))
    }

    /// A kept output is read again, and so not moved away; a file cannot replace a folder.
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
        let undeclared = try sandbox?.undeclared(in: String(decoding: tail, as: UTF8.self)) ?? []
        let lines = tail.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).suffix(21)
            .map { String(decoding: $0, as: UTF8.self).asLogLine }.reversed().drop { $0.isEmpty }.reversed()
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
