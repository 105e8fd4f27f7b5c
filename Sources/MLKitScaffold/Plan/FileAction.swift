internal import MLKitCore

/// What an update does to one file of the project.
public struct FileAction: Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case create
        case update
        case merge
        case rename
        case delete
        case keep
        case conflict
    }

    /// What happens on disk.
    public enum Effect: Sendable {
        /// Nothing: the file stays as it is.
        case none
        /// The path gets this content.
        case write(FileContent)
        /// The user's bytes go to the path as they are.
        case carry(isExecutable: Bool)
        case remove
    }

    /// What git's index holds of an unmerged file, in git's form.
    public struct Stages: Sendable {
        public var base: [UInt8]?
        public var yours: [UInt8]?
        public var theirs: [UInt8]?
        public var isExecutable = false
        /// Whether yours is a symbolic link, whose content is where it leads.
        public var hasLink = false
        /// Why it is unmerged, where nothing else says it.
        var reason: String?
    }

    public var kind: Kind
    /// Where the file is afterwards; for one that goes, where it was.
    public var path: String
    /// Where the file is now, if elsewhere.
    public var from: String?
    /// Why, where the kind does not say it.
    public var reason: String?
    public var effect = Effect.none
    /// The file as it is now.
    public var before: UserFile?
    /// For a conflict: what becomes unmerged at `path`.
    public var stages: Stages?
    /// The template cannot go on here at all: nothing is applied before the user has made room.
    public var isObstacle = false
    /// Whether git does not know the file, and is not meant to: it is in no commit, and is not staged either.
    public var isUnknown = false

    init(
        _ kind: Kind, _ path: String, from: String? = nil, reason: String? = nil, effect: Effect = .none,
        before: UserFile? = nil, stages: Stages? = nil, isObstacle: Bool = false
    ) {
        self.kind = kind
        self.path = path
        self.from = from.flatMap { $0.hasSameBytes(as: path) ? nil : $0 }
        self.reason = reason
        self.effect = effect
        self.before = before
        self.stages = stages
        self.isObstacle = isObstacle
    }
}

extension FileAction {
    /// The file's content afterwards, in git's form; `nil` if there is none.
    public var after: FileContent? {
        switch effect {
        case .write(let content): content
        case .carry(let isExecutable): before.map { FileContent(bytes: $0.content, isExecutable: isExecutable) }
        case .remove: nil
        case .none: before.map { FileContent(bytes: $0.content, isExecutable: $0.isExecutable) }
        }
    }
}

/// What a file holds in git's form: line endings as in the repository, and whether it is a program.
public struct FileContent: Hashable, Sendable {
    public var bytes: [UInt8]
    public var isExecutable: Bool

    public init(bytes: [UInt8], isExecutable: Bool) {
        self.bytes = bytes
        self.isExecutable = isExecutable
    }
}
