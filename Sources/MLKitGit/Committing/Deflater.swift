internal import CLibZ
internal import MLKitCore

/// Compresses one text after the other (RFC 1950) with the same quarter of a megabyte of working memory.
final class Deflater {
    /// zlib keeps its address.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

    init() throws {
        stream.initialize(to: z_stream())
        let size = Int32(MemoryLayout<z_stream>.size)
        try Self.check(deflateInit_(stream, Z_BEST_SPEED, ZLIB_VERSION, size), Z_OK)
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// What is compressed already, as an archive or a picture, is put down as it is: looking for repetitions in it takes
    /// ten times as long as all else.
    func deflated(_ content: [UInt8]) throws -> [UInt8] {
        guard try isDense(content) else { return try deflated(content[...]) }
        try Self.check(deflateParams(stream, Z_NO_COMPRESSION, Z_DEFAULT_STRATEGY), Z_OK)
        let result = try deflated(content[...])
        try Self.check(deflateParams(stream, Z_BEST_SPEED, Z_DEFAULT_STRATEGY), Z_OK)
        return result
    }

    /// Bytes of a sample, and from which size on one is taken.
    private static let (sample, least) = (4096, 1 << 16)

    /// Whether two samples become hardly smaller.
    private func isDense(_ content: [UInt8]) throws -> Bool {
        guard content.count >= Self.least else { return false }
        return try [content.count / 3, content.count * 2 / 3].allSatisfy { start in
            try deflated(content[start..<(start + Self.sample)]).count > Self.sample - Self.sample / 32
        }
    }

    private func deflated(_ content: ArraySlice<UInt8>) throws -> [UInt8] {
        let room = Int(deflateBound(stream, uLong(content.count)))
        let result = try [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            try content.withUnsafeBufferPointer { input in
                // zlib does not write to its input; its type is older than `const`.
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = buffer.baseAddress
                stream.pointee.avail_out = UInt32(room)
                try Self.check(deflate(stream, Z_FINISH), Z_STREAM_END)
            }
            count = room - Int(stream.pointee.avail_out)
        }
        try Self.check(deflateReset(stream), Z_OK)
        return result
    }

    private static func check(_ code: Int32, _ expected: Int32) throws {
        guard code == expected else { throw Failure("cannot compress an object for git: code \(code)") }
    }
}

/// Contents made smaller as git makes its objects smaller (RFC 1950).
public enum Compression {
    public static func compressed(_ contents: [[UInt8]]) throws -> [[UInt8]] {
        let deflater = try Deflater()
        return try contents.map { try deflater.deflated($0) }
    }

    /// What was compressed.
    ///
    /// - Parameter size: its bytes.
    /// - Returns: `nil` if it is something else.
    public static func expanded(_ bytes: [UInt8], size: Int) -> [UInt8]? {
        // Nothing becomes smaller than that: whoever wrote the size asks for no more memory.
        guard size >= 0, size <= 1032 * bytes.count else { return nil }
        var written = uLong(size)
        var code = Z_OK
        let content = [UInt8](unsafeUninitializedCapacity: max(size, 1)) { buffer, count in
            code = uncompress(buffer.baseAddress, &written, bytes, uLong(bytes.count))
            count = code == Z_OK ? Int(written) : 0
        }
        return code == Z_OK && content.count == size ? content : nil
    }
}
