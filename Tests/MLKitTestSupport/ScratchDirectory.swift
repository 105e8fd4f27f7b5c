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

    public func read(_ name: String) throws -> String {
        try LocalFileSystem().readText(path.pushing(FilePath(name)))
    }

    public func exists(_ name: String) throws -> Bool {
        try LocalFileSystem().exists(path.pushing(FilePath(name)))
    }
}
