/// What a commit does to one file.
public struct FileChange: Sendable {
    public enum Content: Sendable {
        /// The bytes as they stand in the working tree. The mode stays what it was; a new file is a plain one
        /// unless it is said to be executable.
        case bytes([UInt8], isExecutable: Bool? = nil)
        /// A symbolic link to this.
        case link(String)
        case deleted
    }

    /// Relative to the repository's root.
    public var path: String
    public var content: Content
    /// The bytes as git stores them, where that is known already: else they go through the filters of the path.
    public var stored: [UInt8]?

    public init(_ path: String, _ content: Content, stored: [UInt8]? = nil) {
        self.path = path
        self.content = content
        self.stored = stored
    }
}
