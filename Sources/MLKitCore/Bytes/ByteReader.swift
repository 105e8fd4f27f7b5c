/// Reads what `ByteWriter` wrote, from bytes that may be anything: what does not fit is a `Malformed`, never a crash.
public struct ByteReader {
    /// The bytes are none that were written so.
    public struct Malformed: Error {
        public init() {}
    }

    private let bytes: [UInt8]
    private var position: Int

    public init(_ bytes: [UInt8], from start: Int = 0) {
        self.bytes = bytes
        position = min(start, bytes.count)
    }

    public var isAtEnd: Bool { position == bytes.count }

    public mutating func int() throws -> Int {
        let start = try advance(8)
        return bytes.withUnsafeBytes {
            Int(Int64(littleEndian: $0.loadUnaligned(fromByteOffset: start, as: Int64.self)))
        }
    }

    public mutating func int32() throws -> Int32 {
        let start = try advance(4)
        return bytes.withUnsafeBytes { Int32(littleEndian: $0.loadUnaligned(fromByteOffset: start, as: Int32.self)) }
    }

    /// How many values follow, each of which takes at least some bytes.
    public mutating func count(ofAtLeast size: Int) throws -> Int {
        let count = try int()
        guard count >= 0, count <= (bytes.count - position) / size else { throw Malformed() }
        return count
    }

    public mutating func content() throws -> [UInt8] {
        try bytes(count: count(ofAtLeast: 1)) { Array($0) }
    }

    public mutating func text() throws -> String {
        let count = try count(ofAtLeast: 1)
        let start = try advance(count)
        return String(decoding: bytes[start..<(start + count)], as: UTF8.self)
    }

    public mutating func optionalText() throws -> String? { try int32() == 0 ? nil : text() }

    /// What `body` makes of the next bytes.
    public mutating func bytes<Result>(count: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
        let start = try advance(count)
        return try bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[start..<(start + count)])) }
    }

    /// Goes on by some bytes, and says where they begin.
    private mutating func advance(_ count: Int) throws -> Int {
        guard count >= 0, count <= bytes.count - position else { throw Malformed() }
        defer { position += count }
        return position
    }
}
