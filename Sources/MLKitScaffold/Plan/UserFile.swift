/// A file of the project as the user has it.
public struct UserFile: Hashable, Sendable {
    /// The bytes on disk.
    public var raw: [UInt8]
    /// The same in git's form.
    public var content: [UInt8]
    public var isExecutable: Bool

    public init(raw: [UInt8], content: [UInt8]? = nil, isExecutable: Bool = false) {
        self.raw = raw
        self.content = content ?? raw
        self.isExecutable = isExecutable
    }
}

/// What stands at a path of the project.
public enum UserEntry: Hashable, Sendable {
    case nothing
    case file(UserFile)
    case folder
    case link
    /// What the path would pass through is a file or a symbolic link.
    case blocked(by: String)
}
