internal import MLKitCore
internal import MLKitGit
internal import MLKitRunning
internal import MLKitScaffold
internal import MLKitSpec
internal import MLKitStages
internal import SystemPackage

/// Runs the stages, waits until something changes that they read, and runs them again, until it is told to stop. The
/// project is not held while it waits.
///
/// What changes while the stages run leads to another run after this one: nothing is ended half-way, and no change is
/// lost, because what stands on the disk is compared with what stood there before the run.
struct RunWatch {
    let root: FilePath
    let git: GitEnvironment
    let selection: StageSelection
    /// Values of parameters that hold for as long as it watches.
    let overrides: [ParameterOverride]
    let reporter: WatchReporter
    let pipeline: (ProjectSpec) -> Pipeline
    /// Runs the stages and says how; whether it is the first time.
    let run: (Pipeline, Bool) async throws -> Void

    private struct Round {
        let files: WatchedFiles
        /// What the run is about to read.
        let before: WatchedFiles.Contents
        let pipeline: Pipeline?
    }

    /// How often a run may follow because of the same paths that changed while the last one went on.
    private static let mostRepeats = 3

    /// - Throws: `CancellationError` in the end; `Failure` if files cannot be watched.
    func callAsFunction() async throws {
        var isFirst = true
        var repeated: (paths: [String], times: Int) = ([], 0)
        while true {
            let round = try begin()
            if let pipeline = round.pipeline { try await attempt(pipeline, isFirst) }
            isFirst = false
            try Task.checkCancellation()
            var before = round.files.settled(round.before)
            let changes = try round.files.changes(since: before)
            repeated = (changes, changes == repeated.paths ? repeated.times + 1 : 0)
            if !changes.isEmpty, repeated.times < Self.mostRepeats {
                reporter.changed(changes)
                continue
            }
            // A stage that writes what it reads would keep this going for ever.
            if !changes.isEmpty { before = try tell(changes, round.files) }
            repeated = ([], 0)
            reporter.watching(before.count)
            reporter.changed(try await round.files.nextChange(since: before))
        }
    }

    /// Reads `mlkit.yaml` as it is now.
    private func begin() throws -> Round {
        do {
            try ProjectOption.recover(root, git)
            let bytes = try LocalFileSystem().read(
                root.appending(ProjectSpec.fileName), limit: ProjectSpec.sizeLimit)
            return try begin(bytes)
        } catch let failure as Failure {
            reporter.failed(failure)
            let files = WatchedFiles(project: root)
            return Round(files: files, before: try files.contents(), pipeline: nil)
        }
    }

    private func begin(_ bytes: [UInt8]) throws -> Round {
        do {
            let pipeline = pipeline(try ProjectSpec(parsing: bytes, kinds: .builtIn, overriding: overrides))
            let files = try pipeline.watchedFiles(selection)
            return Round(files: files, before: try files.contents(read: bytes), pipeline: pipeline)
        } catch let failure as Failure {
            reporter.failed(failure)
            let files = WatchedFiles(project: root)
            return Round(files: files, before: try files.contents(read: bytes), pipeline: nil)
        }
    }

    /// What keeps a run from being made is told, and may be mended.
    private func attempt(_ pipeline: Pipeline, _ isFirst: Bool) async throws {
        do {
            try await run(pipeline, isFirst)
        } catch let failure as Failure {
            reporter.failed(failure)
        }
    }

    private func tell(_ changes: [String], _ files: WatchedFiles) throws -> WatchedFiles.Contents {
        let names = changes.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
        reporter.failed(
            Failure([
                .warning(
                    "\(names) changed during each of the last \(Self.mostRepeats + 1) runs; "
                        + "the next run waits for another change", hint: "a stage must not write what it reads")
            ]))
        return try files.contents()
    }
}
