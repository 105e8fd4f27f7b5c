public import MLKitCore
public import MLKitEngines
public import SystemPackage

/// What a stage of mlkit's own is given to work with, in its process: its work order, and the means.
public struct StageWork: Sendable {
    public let job: StageJob
    /// The `mlkit-server` executable, which deployed models are packed with and tried out by.
    public let server: FilePath
    public let context: StageContext

    public init(job: StageJob, server: FilePath, context: StageContext) {
        self.job = job
        self.server = server
        self.context = context
    }

    /// Does the work.
    ///
    /// - Throws: `Failure` with the stage's own words, files named as the user knows them; also for a kind that there is
    ///   not.
    public func run(_ kinds: StageKinds) async throws -> StageResult {
        guard let kind = kinds.kind(named: job.kind) else {
            throw Failure("there is no kind of stage `\(job.kind)`, of which `\(job.stage)` is")
        }
        do {
            return try await kind.settings(job.settings).run(self)
        } catch let failure as Failure {
            throw failure.naming(filesOf: job.project)
        }
    }

    /// The path of an input.
    public func input(_ role: String) throws -> FilePath {
        guard let path = job.inputs[role] else { throw missing("input", role) }
        return path
    }

    /// The path of an output, in a folder that exists.
    public func output(_ role: String) throws -> FilePath {
        guard let path = job.outputs[role] else { throw missing("output", role) }
        try context.files.makeDirectory(path.removingLastComponent())
        return path
    }

    /// The path of a folder that the stage keeps in order itself.
    public func folder(_ role: String) throws -> FilePath {
        guard let path = job.folders[role] else { throw missing("folder", role) }
        return path
    }

    /// The path of an output as it was before, where the stage reads it back; `nil` if it is not there.
    public func kept(_ role: String) throws -> FilePath? {
        let path = try input(StageJob.keptRole(role))
        return try context.files.exists(path) ? path : nil
    }

    private func missing(_ what: String, _ role: String) -> Failure {
        Failure("the job of `\(job.stage)` has no \(what) `\(role)`")
    }
}

extension StageJob {
    /// The input by which a stage reads an output of its own back.
    public static func keptRole(_ role: String) -> String { "kept.\(role)" }
}

/// The means of every built-in stage.
public struct StageContext: Sendable {
    public var files: any FileSystem
    public var engines: EngineLocator
    /// The most threads the stage may use.
    public var threads: Int
    /// Where long work keeps how far it is; `nil` where it does not.
    public var checkpoints: Checkpoints?
    /// What marks files that mlkit keeps for itself; `nil` on a machine that can keep none.
    public var seal: @Sendable () -> CacheSeal?
    /// Takes one line for the stage's log.
    public var log: @Sendable (String) -> Void

    public init(
        files: any FileSystem = LocalFileSystem(), engines: EngineLocator, threads: Int = 1,
        checkpoints: Checkpoints? = nil, seal: @escaping @Sendable () -> CacheSeal? = { nil }, log: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.files = files
        self.engines = engines
        self.threads = threads
        self.checkpoints = checkpoints
        self.seal = seal
        self.log = log
    }
}
