/// What a file holds in git's form: line endings as in the repository, and whether it is a program.
public struct FileContent: Hashable, Sendable {
    public var bytes: [UInt8]
    public var isExecutable: Bool

    public init(bytes: [UInt8], isExecutable: Bool) {
        self.bytes = bytes
        self.isExecutable = isExecutable
    }
}
