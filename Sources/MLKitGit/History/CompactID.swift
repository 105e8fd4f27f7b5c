internal import CLibGit2

/// The name of an object in twenty bytes of its own, for tables of very many: an `ObjectID` lives on the heap.
struct CompactID: Hashable {
    private let first: UInt64
    private let second: UInt64
    private let third: UInt32

    static let size = 20

    /// - Parameter raw: at least 20 bytes.
    init(_ raw: UnsafeRawPointer) {
        first = raw.loadUnaligned(as: UInt64.self)
        second = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        third = raw.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
    }

    /// - Parameter start: from where on there are 20 bytes.
    init(_ bytes: UnsafeRawBufferPointer, at start: Int) {
        first = bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)
        second = bytes.loadUnaligned(fromByteOffset: start + 8, as: UInt64.self)
        third = bytes.loadUnaligned(fromByteOffset: start + 16, as: UInt32.self)
    }

    init(_ id: ObjectID) {
        self = id.bytes.withUnsafeBytes { bytes in
            bytes.baseAddress.map { CompactID($0) } ?? CompactID(ObjectID.none)
        }
    }

    /// Forty hexadecimal digits; `nil` for anything else.
    init?(hex: UnsafeRawBufferPointer) {
        guard hex.count == 2 * Self.size else { return nil }
        var id = git_oid()
        let isValid = withUnsafeMutableBytes(of: &id.id) { bytes in
            for index in 0..<Self.size {
                guard let high = Self.digit(hex[2 * index]), let low = Self.digit(hex[2 * index + 1]) else {
                    return false
                }
                bytes[index] = high << 4 | low
            }
            return true
        }
        guard isValid else { return nil }
        self = withUnsafePointer(to: &id.id) { CompactID(UnsafeRawPointer($0)) }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    var oid: git_oid {
        var id = git_oid()
        withUnsafeMutableBytes(of: &id.id) { bytes in
            bytes.storeBytes(of: first, as: UInt64.self)
            bytes.storeBytes(of: second, toByteOffset: 8, as: UInt64.self)
            bytes.storeBytes(of: third, toByteOffset: 16, as: UInt32.self)
        }
        return id
    }

    var objectID: ObjectID { ObjectID(oid) }

    /// The byte that comes first.
    var firstByte: UInt8 { UInt8(first.bigEndian >> 56) }

    /// The hash of a hash is any part of it.
    func hash(into hasher: inout Hasher) { hasher.combine(first) }
}

extension CompactID: Comparable {
    /// In the order of the bytes, as git sorts ids.
    static func < (one: CompactID, other: CompactID) -> Bool {
        let (a, b) = (one.first.bigEndian, other.first.bigEndian)
        guard a == b else { return a < b }
        let (c, d) = (one.second.bigEndian, other.second.bigEndian)
        return c == d ? one.third.bigEndian < other.third.bigEndian : c < d
    }
}
