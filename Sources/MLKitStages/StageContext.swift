public import MLKitCore
public import MLKitEngines

/// What every built-in stage is given besides its configuration and paths.
public struct StageContext: Sendable {
    public var files: any FileSystem
    public var engines: EngineLocator
    /// The most threads the stage may use.
    public var threads: Int
    /// Takes one line for the stage's log.
    public var log: @Sendable (String) -> Void

    public init(
        files: any FileSystem = LocalFileSystem(), engines: EngineLocator, threads: Int = 1,
        log: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.files = files
        self.engines = engines
        self.threads = threads
        self.log = log
    }
}
