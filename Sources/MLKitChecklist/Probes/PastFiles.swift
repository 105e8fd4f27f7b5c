public import MLKitCore

/// What git's history has of the files in a folder, whatever became of them.
public struct PastFiles {
    /// A content that a file had in some commit.
    public struct Version {
        /// In the folder.
        public var name: String
        public var content: [UInt8]

        public init(name: String, content: [UInt8]) {
            self.name = name
            self.content = content
        }
    }

    public var versions: [Version] = []
    /// By the names of files that the last commit on them removed, its short id.
    public var removals: ByteTable<String> = [:]
    /// Whether only a part of the history is in this clone.
    public var isCut = false

    public init() {}
}
