internal import Glibc
internal import MLKitCore
public import SystemPackage

/// A fresh folder of the test's own under the system's temporary folder, removed with its owner.
public final class ScratchDirectory: Sendable {
    public let path: FilePath

    /// - Parameter folder: where to make it, in place of the temporary folder.
    public init(in folder: FilePath? = nil) throws {
        let base = folder ?? FilePath(getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp")
        path = base.appending("mlkit-test-\(UInt64.random(in: 0 ... .max))")
        try LocalFileSystem().makeDirectory(path)
    }

    deinit { try? LocalFileSystem().remove(path) }

    /// Writes a file below the folder and returns its path.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> FilePath {
        let file = path.pushing(FilePath(name))
        try LocalFileSystem().write(text, to: file)
        return file
    }

    /// Writes a file into a folder, with a name that is not UTF-8.
    public func writeUnreadableName(in folder: String) throws {
        try LocalFileSystem().makeDirectory(path.pushing(FilePath(folder)))
        let name = "\(path)/\(folder)/caf".utf8.map { CChar(bitPattern: $0) } + [CChar(bitPattern: 0xE9), 0]
        let descriptor = open(name, O_WRONLY | O_CREAT, 0o644)
        guard descriptor >= 0 else { throw Failure("cannot write a name that is not UTF-8") }
        close(descriptor)
    }

    public func read(_ name: String) throws -> String {
        try LocalFileSystem().readText(path.pushing(FilePath(name)))
    }

    public func exists(_ name: String) throws -> Bool {
        try LocalFileSystem().exists(path.pushing(FilePath(name)))
    }
}
