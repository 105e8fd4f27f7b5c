internal import Glibc
internal import MLKitCore
internal import SystemPackage

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
