public import SystemPackage

/// A file that mlkit keeps for itself in `.mlkit/cache`: the mark of `CacheSeal` on all that follows, a number for the form,
/// and the content. One of another machine or in another form is none. Losing it costs time only.
public struct SealedFile {
    public let path: FilePath
    private let files: any FileSystem
    /// `nil` for no file: it could be somebody else's.
    private let seal: CacheSeal?
    /// Raised when the content is written otherwise, or comes from elsewhere.
    private let form: Int

    /// Larger ones are none of ours.
    private static let sizeLimit = 1 << 28

    /// - Parameter name: in `.mlkit/cache`.
    public init(_ name: String, project: FilePath, files: any FileSystem, seal: CacheSeal?, form: Int) {
        path = project.pushing(".mlkit/cache").appending(name)
        self.files = files
        self.seal = seal
        self.form = form
    }

    /// The content; `nil` if there is none.
    public func read() -> ByteReader? {
        guard let seal, (try? files.exists(path)) == true, let bytes = try? files.read(path, limit: Self.sizeLimit),
            bytes.starts(with: Self.mark(on: bytes, seal).bytes)
        else { return nil }
        var reader = ByteReader(bytes, from: ContentHash.byteCount)
        return (try? reader.int()) == form ? reader : nil
    }

    /// Where it cannot be written, nothing is said.
    public func write(_ content: (inout ByteWriter) -> Void) {
        guard let seal else { return }
        var writer = ByteWriter()
        writer.append(repeatElement(0, count: ContentHash.byteCount))
        writer.write(form)
        content(&writer)
        var bytes = writer.bytes
        bytes.replaceSubrange(..<ContentHash.byteCount, with: Self.mark(on: bytes, seal).bytes)
        try? files.makeIgnoredDirectory(path.removingLastComponent())
        try? files.write(bytes, to: path)
    }

    private static func mark(on bytes: [UInt8], _ seal: CacheSeal) -> ContentHash {
        seal.mark(of: Array(bytes.dropFirst(ContentHash.byteCount)))
    }
}
