internal import CLibZ
internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// The bytes of a file from its beginning, unpacked where it is gzipped.
final class ByteStream {
    private let file: gzFile
    private let name: String

    /// - Parameter name: what messages call the file.
    init(_ path: FilePath, name: String) throws {
        guard let file = gzopen(path.string, "rb") else {
            throw Failure("cannot read `\(name)`", notes: [String(cString: strerror(errno))])
        }
        gzbuffer(file, 1 << 18)
        self.file = file
        self.name = name
    }

    deinit { gzclose(file) }

    /// Reads up to `count` bytes.
    ///
    /// - Returns: how many; 0 at the end.
    /// - Throws: `Failure` for a file that is damaged, or breaks off.
    func read(_ buffer: UnsafeMutablePointer<UInt8>, _ count: Int) throws -> Int {
        let taken = gzread(file, buffer, UInt32(count))
        var code: Int32 = 0
        guard taken < 0 || taken < count, let words = gzerror(file, &code), code != Z_OK, code != Z_STREAM_END else {
            return max(Int(taken), 0)
        }
        // zlib begins with the path, which is ours.
        let reason = String(cString: words).split(separator: ": ").last.map(String.init) ?? "it cannot be unpacked"
        throw Failure("`\(name)` is damaged", notes: [reason])
    }
}
