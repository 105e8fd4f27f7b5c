internal import MLKitCore
internal import SystemPackage

/// A file that is made of a source and stands in a scratch folder, written piece by piece.
enum ScratchFile {
    private static let pieceSize = 1 << 20

    /// - Parameters:
    ///   - name: what messages call the source.
    ///   - body: hands over the bytes, in order.
    /// - Returns: where it stands.
    /// - Throws: `Failure` where the disk does not take it, and what `body` throws.
    static func write(
        into scratch: FilePath, for name: String, _ body: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws -> FilePath {
        do {
            let path = try place(in: scratch)
            let file = try FileDescriptor.open(
                path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
            defer { try? file.close() }
            var waiting = [UInt8]()
            func flush() throws {
                try waiting.withUnsafeBytes { _ = try file.writeAll($0) }
                waiting.removeAll(keepingCapacity: true)
            }
            try body { bytes in
                waiting.append(contentsOf: bytes)
                if waiting.count >= pieceSize { try flush() }
            }
            try flush()
            return path
        } catch let code as Errno {
            throw Failure("cannot write what is in `\(name)` into `\(scratch)`", notes: ["\(code)"])
        }
    }

    /// The first name that is free: a source may be of many files.
    private static func place(in scratch: FilePath) throws -> FilePath {
        let names = Set(try LocalFileSystem().list(scratch))
        var number = 0
        while names.contains("source-\(number)") { number += 1 }
        return scratch.appending("source-\(number)")
    }
}
