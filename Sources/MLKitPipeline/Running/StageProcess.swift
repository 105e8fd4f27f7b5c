internal import MLKitCore
internal import MLKitSpec
internal import Subprocess
internal import SystemPackage

/// Runs one stage as a process of its own and puts its outputs in place.
///
/// A built-in stage writes into a folder under `.mlkit/tmp`; what it wrote is renamed into place only when it
/// has succeeded, so that a killed stage leaves nothing that could be taken for whole.
struct StageProcess {
    let stage: StageSpec
    let project: FilePath
    let layout: Layout
    /// The executable that implements the built-in stages.
    let worker: FilePath
    let files: any FileSystem

    private var scratch: FilePath { project.pushing(".mlkit/tmp").appending(stage.name) }
    private var jobFile: FilePath { scratch.appending("job.json") }
    private var resultFile: FilePath { scratch.appending("result.json") }
    private var failureFile: FilePath { scratch.appending("failure.json") }

    /// The stage's log, relative to the project.
    var log: String { "\(layout.logs)/\(stage.name).log" }

    enum Outcome {
        case succeeded(StageResult)
        case failed(StageFailure)
        /// The run was told to stop before the stage was done.
        case interrupted
    }

    /// Runs the process to its end. When the enclosing task is cancelled, the process and all it has started are
    /// told to end, and ended if they do not. What keeps it from starting, or its outputs from being put in place,
    /// is the stage's failure too.
    func run() async -> Outcome {
        do {
            return try await attempt()
        } catch {
            if Task.isCancelled { return .interrupted }
            let diagnostics = (error as? Failure)?.diagnostics ?? [.error("\(error)", at: stage.location)]
            let hasLog = (try? files.exists(project.pushing(FilePath(log)))) ?? false
            return .failed(StageFailure(diagnostics: diagnostics, logTail: [], log: hasLog ? log : nil))
        }
    }

    private func attempt() async throws -> Outcome {
        try files.remove(scratch)
        try files.makeDirectory(scratch)
        let status = try await launch()
        if Task.isCancelled { return .interrupted }
        guard status == .exited(0) else { return .failed(try failure(status)) }
        let result = try await collect()
        if case .succeeded = result { try files.remove(scratch) }
        return result
    }

    private func launch() async throws -> TerminationStatus {
        if case .command(let command) = stage.settings {
            for output in stage.outputs {
                try files.makeDirectory(project.pushing(FilePath(output.path)).removingLastComponent())
            }
            return try await execute(command.arguments, in: project)
        }
        try files.write(job().json.pretty, to: jobFile)
        return try await execute([worker.string, "stage-worker", jobFile.string], in: project)
    }

    private func execute(_ arguments: [String], in directory: FilePath) async throws -> TerminationStatus {
        let logPath = project.pushing(FilePath(log))
        try files.makeDirectory(logPath.removingLastComponent())
        let descriptor = try open(logPath)
        let program: Executable =
            arguments[0].contains("/") ? .path(FilePath(arguments[0])) : .name(arguments[0])
        do {
            return try await Subprocess.run(
                program, arguments: Arguments(Array(arguments.dropFirst())), workingDirectory: directory,
                platformOptions: Self.ownGroup, input: .none,
                output: .fileDescriptor(descriptor, closeAfterSpawningProcess: true), error: .combinedWithOutput
            ).terminationStatus
        } catch let error as SubprocessError {
            throw Failure("cannot start `\(arguments[0])`", at: stage.location, notes: ["\(error)"])
        }
    }

    /// A process group per stage, so that what a stage has started ends with it. A cancelled stage gets what
    /// Ctrl-C would send, then SIGTERM, then SIGKILL.
    private static var ownGroup: PlatformOptions {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .send(signal: .interrupt, toProcessGroup: true, allowedDurationToNextStep: .seconds(3)),
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(1)),
        ]
        return options
    }

    private func open(_ log: FilePath) throws -> FileDescriptor {
        do {
            return try FileDescriptor.open(
                log, .writeOnly, options: [.create, .truncate, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
        } catch let error as Errno {
            throw Failure("cannot write `\(log)`: \(error)")
        }
    }

    private func job() -> StageJob {
        var inputs = stage.inputs.map { ($0.role, project.pushing(FilePath($0.path))) }
        inputs += stage.outputs.filter(\.isKept).map { ("kept.\($0.role)", project.pushing(FilePath($0.path))) }
        let outputs = stagedOutputs.map { ($0.role, staged($0)) }
        let folders = stage.outputs.filter { $0.role == "bundles" }.map {
            ($0.role, project.pushing(FilePath($0.path)))
        }
        return StageJob(
            stage: stage.name, configuration: stage.configuration, about: stage.about, project: project,
            inputs: Dictionary(inputs) { $1 }, outputs: Dictionary(outputs) { $1 },
            folders: Dictionary(folders) { $1 }, threads: stage.cpus, result: resultFile, failure: failureFile)
    }

    /// The outputs that are written aside first: all but a folder that the stage keeps in order itself.
    private var stagedOutputs: [StageOutput] { stage.outputs.filter { $0.role != "bundles" } }

    private func staged(_ output: StageOutput) -> FilePath {
        scratch.appending("out").pushing(FilePath(output.path))
    }

    private func collect() async throws -> Outcome {
        if case .command = stage.settings {
            let missing = try stage.outputs.filter { try !files.exists(project.pushing(FilePath($0.path))) }
            guard missing.isEmpty else { return .failed(try missingOutputs(missing)) }
            return .succeeded(StageResult(summary: "", products: stage.outputs.map(\.path)))
        }
        var result = StageResult(try JSON(parsing: files.read(resultFile), file: resultFile.string))
        let written = try stagedOutputs.filter { try files.exists(staged($0)) }
        try checkPlaces(of: written)
        for output in written {
            try files.rename(staged(output), to: project.pushing(FilePath(output.path)))
        }
        let standing = try stagedOutputs.filter { try files.exists(project.pushing(FilePath($0.path))) }
        result.products += standing.map(\.path)
        return .succeeded(result)
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
        StageFailure(
            diagnostics: missing.map {
                .error("the stage `\(stage.name)` did not write its output `\($0.path)`", at: stage.location)
            }, logTail: try logTail(), log: log)
    }

    /// A stage that says itself why it failed needs no log to be shown; one that cannot is known by its end.
    private func failure(_ status: TerminationStatus) throws -> StageFailure {
        let reported = try reportedDiagnostics()
        guard reported.isEmpty else { return StageFailure(diagnostics: reported, logTail: [], log: log) }
        let subject = if case .command = stage.settings { "the command of stage" } else { "stage" }
        let diagnostic = Diagnostic.error("\(subject) `\(stage.name)` \(status.words)", at: stage.location)
        return StageFailure(diagnostics: [diagnostic], logTail: try logTail(), log: log)
    }

    private func reportedDiagnostics() throws -> [Diagnostic] {
        guard try files.exists(failureFile) else { return [] }
        let json = try JSON(parsing: files.read(failureFile), file: failureFile.string)
        return (json.array ?? []).compactMap { Diagnostic($0) }
    }

    private func logTail() throws -> [String] {
        let path = project.pushing(FilePath(log))
        guard try files.exists(path) else { return [] }
        let text = String(decoding: try files.read(path).suffix(64 << 10), as: UTF8.self)
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).suffix(21)
            .reversed().drop { $0.isEmpty }.reversed()
    }
}

extension TerminationStatus {
    fileprivate var words: String {
        switch self {
        case .exited(let code): "ended with exit code \(code)"
        case .signaled(let signal): "was ended by signal \(signal)"
        }
    }
}
