internal import Glibc
public import SystemPackage

/// A temporary folder that only this user can look into, removed with its owner.
public final class PrivateFolder {
    public let path: FilePath

    /// - Throws: `Failure` if there is no place for it.
    public init() throws {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var name = Array("\(parent)/mlkit-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else {
            throw Failure(
                "cannot make a folder in `\(parent)`", notes: ["\(Errno(rawValue: errno))"], hint: "name another with TMPDIR")
        }
        path = FilePath(platformString: name)
    }

    deinit { try? LocalFileSystem().remove(path) }

    public func write(_ bytes: [UInt8], to name: String) throws -> FilePath {
        let file = path.appending(name)
        try LocalFileSystem(.whole).write(bytes, to: file)
        return file
    }
}
