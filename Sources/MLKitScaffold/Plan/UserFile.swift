/// A file of the project as the user has it.
public struct UserFile: Hashable, Sendable {
    /// The bytes on disk.
    public var raw: [UInt8]
    /// The same in git's form.
    public var content: [UInt8]
    public var isExecutable: Bool
    /// Whether a sparse checkout leaves the file out of the working tree: it stands in git's index alone.
    public var isLeftOut: Bool

    public init(raw: [UInt8], content: [UInt8]? = nil, isExecutable: Bool = false, isLeftOut: Bool = false) {
        self.raw = raw
        self.content = content ?? raw
        self.isExecutable = isExecutable
        self.isLeftOut = isLeftOut
    }
}

/// What stands at a path of the project.
public enum UserEntry: Hashable, Sendable {
    case nothing
    case file(UserFile)
    case folder
    case link(to: String)
    /// No file, or one that cannot be read, in words.
    case unreadable(String)
    /// A file whose name is not UTF-8, so that no text can stand for it.
    case nameless
    /// What the path would pass through is a file or a symbolic link.
    case blocked(by: String)
    /// What the path would pass through is another git repository, such as a submodule.
    case inRepository(String)
}

extension UserEntry {
    /// Whether git could not hold a file at the path beside what is there.
    var isFolderOnTheWay: Bool {
        switch self {
        case .folder, .blocked, .inRepository: true
        default: false
        }
    }
}
