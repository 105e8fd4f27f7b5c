/// A file of a working tree that git knows, or would take if asked.
public struct WorkingFile: Hashable, Sendable {
    /// Relative to the repository's root.
    public let path: String
    public let isLink: Bool
    public let isTracked: Bool
}
