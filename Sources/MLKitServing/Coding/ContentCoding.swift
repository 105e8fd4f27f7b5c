internal import CLibZ
internal import MLKitCore

/// The codings in which bodies are packed (RFC 9110, section 8.4.1), by zlib.
enum ContentCoding: String {
    case gzip
    case deflate

    /// - Parameter name: in small letters.
    init?(name: some StringProtocol) {
        switch name {
        case "gzip", "x-gzip": self = .gzip
        case "deflate": self = .deflate
        default: return nil
        }
    }

    /// zlib's window bits: with 16 more it speaks gzip.
    private var window: Int32 { self == .gzip ? 15 + 16 : 15 }

    /// Unpacks a body. A `deflate` without zlib's frame is taken, too: some clients send it.
    ///
    /// - Throws: `Refusal` for what is not packed so, for more than `limit` bytes, and for more than `cancellation` has room for.
    func unpacked(_ bytes: [UInt8], limit: Int, _ cancellation: Cancellation) throws -> [UInt8] {
        func unpacked(_ frame: Inflater.Frame) throws -> [UInt8] {
            var count = 0
            return try Inflater(frame).unpacked(bytes) { more in
                try cancellation.charge(more)
                count += more
                if count > limit { throw Refusal(.contentTooLarge, "the unpacked body is larger than \(plural(limit, "byte"))") }
            }
        }
        do {
            return try unpacked(self == .gzip ? .gzip : .zlib)
        } catch is BrokenPacking {
            if self == .deflate, let raw = try? unpacked(.none) { return raw }
            throw Refusal(.badRequest, "the body is not packed as \(rawValue)")
        }
    }

    func packed(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        // Level 1: the higher ones take several times as long for a tenth less.
        guard deflateInit2_(&stream, 1, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(bytes.count))) + 32
        var input = bytes
        return input.withUnsafeMutableBufferPointer { input in
            var isDone = false
            let packed = [UInt8](unsafeUninitializedCapacity: bound) { output, count in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(bound)
                isDone = CLibZ.deflate(&stream, Z_FINISH) == Z_STREAM_END
                count = bound - Int(stream.avail_out)
            }
            return isDone ? packed : nil
        }
    }

    /// The coding that an `Accept-Encoding` field prefers of ours; `nil` for none (RFC 9110, section 12.5.3). One that weighs
    /// as much as none at all is preferred to it.
    static func preferred(_ fields: HeaderFields) -> ContentCoding? {
        var best: (coding: ContentCoding, weight: Double)?
        var plain = 0.0
        for member in fields.list(.acceptEncoding) {
            let parts = member.split(separator: ";").map(\.trimmingSpaces)
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            if parts.first == "identity" { plain = weight }
            guard let coding = parts.first.flatMap({ ContentCoding(name: $0) }) else { continue }
            if weight > best?.weight ?? 0 { best = (coding, weight) }
        }
        return best.flatMap { $0.weight >= plain ? $0.coding : nil }
    }
}
