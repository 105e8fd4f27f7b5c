internal import MLKitCache
internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitSpec
public import SystemPackage

extension Pipeline {
    /// Brings the stages up to date: each runs as soon as what it reads is ready, several at once as far as
    /// the machine goes. After a failure nothing new starts, unless the run keeps going; what runs is let finish.
    /// When the enclosing task is cancelled, what runs is ended.
    ///
    /// - Parameter report: is told what happens, from one task at a time.
    /// - Throws: `Failure` if the run could not be made at all; a stage that fails is an event, not an error.
    public func run(_ options: Options, report: @escaping (RunEvent) -> Void) async throws -> Summary {
        let stages = try options.selection.stages(of: spec)
        return try await withProcesses(options, waiting: { report(.waiting($0)) }) { processes in
            processes.recovered.report(to: report)
            return try await run(stages, options, processes, report)
        }
    }

    /// The same as a part of something larger, which has the project already.
    public func run(
        _ options: Options, on processes: RunProcesses, report: @escaping (RunEvent) -> Void
    ) async throws -> Summary {
        try await run(options.selection.stages(of: spec), options, processes, report)
    }

    private func run(
        _ stages: [StageSpec], _ options: Options, _ processes: RunProcesses, _ report: @escaping (RunEvent) -> Void
    ) async throws -> Summary {
        var run = try Run(pipeline: self, stages: stages, options: options, processes: processes, report: report)
        return try await run.execute()
    }

    /// Takes the project, and lends what starts processes of its stages. In the end all of them are ended, and what is
    /// known of files is saved.
    ///
    /// - Parameter waiting: is told, once and for whom, if another command has to end first.
    public func withProcesses<Result>(
        _ options: Options, waiting: (ProjectHolder?) -> Void, _ body: (RunProcesses) async throws -> Result
    ) async throws -> Result {
        let holder = ProjectHold.holder(command: options.command, since: now())
        // Where processes are only played, nobody else can be at work.
        let hold = try await launcher == nil
            ? ProjectHold.acquire(
                project, files: files, as: holder, stage: environment["MLKIT_STAGE"], waiting: waiting) : nil
        let shared = try await launcher == nil ? holdSharedCache(isAlone: false) { waiting(nil) } : nil
        defer { withExtendedLifetime((hold, shared)) {} }
        let processes = RunProcesses(pipeline: self, hold: hold, holder: holder, control: options.control)
        processes.recovered = try unfinished.recover(since: hold?.lastUse, now: now())
        tidy()
        defer {
            hashes.save()
            processes.finish()
            _ = try? unfinished.recover()
        }
        return try await body(processes)
    }

    /// Whether a run, or another command that changes what runs work with, is at work on a project.
    public static func isHeld(_ project: FilePath) -> Bool { ProjectHold.isTaken(project) }

    /// Removes what a run that was killed has left. What cannot be removed is told by the stage it is in the way of.
    private func tidy() {
        let folder = project.pushing(".mlkit/tmp")
        for name in (try? files.list(folder)) ?? []
        where !Self.lasting.contains(name) && LocalFileSystem.isBeingWritten(draft: name) != true {
            try? files.remove(folder.appending(name))
        }
        try? cache.tidy(now: now())
        stopped.tidy(now: now())
    }

    /// What stages that were stopped had got to.
    var stopped: StoppedStages { StoppedStages(project: project, files: files) }

    /// The stages that are replacing their outputs, or were when they were killed.
    var unfinished: UnfinishedStages {
        let copies = OutputCopies(project: project, files: files, store: cache.store) { try fingerprinter.hash($0.string) }
        return UnfinishedStages(project: project, files: files, log: unfinishedLog, copies: copies)
    }

    /// The room for what a stage writes.
    func room(for stage: StageSpec) -> OutputRoom {
        OutputRoom(stage, in: project, files: files, edits: edits(of: stage), journal: unfinished)
    }

    private func holdSharedCache(isAlone: Bool, waiting: () -> Void) async throws -> SharedCacheHold? {
        guard let sharedCache else { return nil }
        try checkSharedCache()
        return try await SharedCacheHold.take(sharedCache, files: files, isAlone: isAlone, waiting: waiting)
    }

    /// What is in `.mlkit/tmp` besides: what the project is held by, and an update of it that waits to be finished.
    private static let lasting: Set = [".gitignore", "run.lock", "apply", StoppedStages.name]

    /// Takes the project for a command that does not run stages, but changes what runs work with.
    ///
    /// - Parameter collects: whether it drops what is in the cache.
    func hold(
        for command: String, collects: Bool = false, waiting: (ProjectHolder?) -> Void
    ) async throws -> (project: ProjectHold, cache: SharedCacheHold?, recovered: [RecoveredStage]) {
        let holder = ProjectHold.holder(command: command, since: now())
        let hold = try await ProjectHold.acquire(
            project, files: files, as: holder, stage: environment["MLKIT_STAGE"], waiting: waiting)
        let shared = try await holdSharedCache(isAlone: collects) { waiting(nil) }
        return (hold, shared, try unfinished.recover(since: hold.lastUse, now: now()))
    }
}
