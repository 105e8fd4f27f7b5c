internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// A temporary folder that only this user can look into, removed with its owner.
final class PrivateFolder {
    let path: FilePath

    init() throws {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var name = Array("\(parent)/mlkit-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else { throw IndexLock.failure("make a folder in", FilePath(parent)) }
        path = FilePath(String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    deinit { try? LocalFileSystem().remove(path) }

    func write(_ bytes: [UInt8], to name: String) throws -> FilePath {
        let file = path.appending(name)
        try LocalFileSystem(.whole).write(bytes, to: file)
        return file
    }
}
