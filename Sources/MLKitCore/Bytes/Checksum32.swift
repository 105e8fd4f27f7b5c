internal import CLibZ

/// The checksum that gzip and zip archives have of their bytes: CRC-32 (RFC 1952, section 8).
public struct Checksum32: Sendable {
    public private(set) var value: UInt32 = 0

    public init() {}

    /// Takes the bytes behind those before.
    public mutating func add(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        value = UInt32(crc32_z(UInt(value), base.assumingMemoryBound(to: UInt8.self), bytes.count))
    }
}
