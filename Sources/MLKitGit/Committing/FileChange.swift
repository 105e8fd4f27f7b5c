internal import Glibc
internal import MLKitCore
internal import SystemPackage

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

extension FileChange.Content {
    /// What stands at a path of the working tree: a file, or a link, which is not followed.
    init(of file: FilePath) throws {
        var status = stat()
        guard lstat(file.string, &status) == 0 else { throw IndexLock.failure("read", file) }
        if status.st_mode & S_IFMT == S_IFLNK {
            self = .link(try Self.target(of: file))
        } else {
            self = .bytes(try LocalFileSystem().read(file), isExecutable: status.st_mode & S_IXUSR != 0)
        }
    }

    private static func target(of link: FilePath) throws -> String {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(link.string, &target, target.count)
        guard count >= 0 else { throw IndexLock.failure("read", link) }
        return String(decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
