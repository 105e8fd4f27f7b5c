public import SystemPackage

/// How a session is set up.
public struct SessionOptions: Hashable, Sendable {
    /// How far the runtime may rewrite the graph before running it.
    public enum Optimization: Int, Sendable {
        case none = 0
        case basic = 1
        case extended = 2
        case all = 99
    }

    /// Threads that share the work of one operator; with 1 everything runs on the caller's thread.
    public var threads: Int
    public var optimization: Optimization
    /// Where the graph as the runtime runs it is to be written, to see what it made of it.
    public var optimizedModel: FilePath?
    /// Whether the session keeps what its runs needed for those to come: as much as the largest of them took, and a plan for each
    /// number of rows that there was.
    public var keepsMemory: Bool

    public init(
        threads: Int = 1, optimization: Optimization = .all, optimizedModel: FilePath? = nil, keepsMemory: Bool = true
    ) {
        self.threads = threads
        self.optimization = optimization
        self.optimizedModel = optimizedModel
        self.keepsMemory = keepsMemory
    }
}
