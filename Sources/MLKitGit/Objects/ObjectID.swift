internal import CLibCrypto
internal import CLibGit2
internal import MLKitCore

/// The name of an object in git: the SHA-1 of its kind, size and content, 20 bytes.
///
/// The bytes are in the value itself: tables of histories have very many of them.
public struct ObjectID: Sendable {
    private let first: UInt64
    private let second: UInt64
    private let third: UInt32

    /// In bytes.
    public static let size = 20

    /// - Parameter bytes: at least 20.
    init(_ bytes: UnsafeRawPointer) {
        first = bytes.loadUnaligned(as: UInt64.self)
        second = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        third = bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
    }

    /// - Parameter start: from where on there are 20 bytes.
    init(_ bytes: UnsafeRawBufferPointer, at start: Int) {
        first = bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)
        second = bytes.loadUnaligned(fromByteOffset: start + 8, as: UInt64.self)
        third = bytes.loadUnaligned(fromByteOffset: start + 16, as: UInt32.self)
    }

    init(_ id: git_oid) {
        self = withUnsafeBytes(of: id.id) { ObjectID($0, at: 0) }
    }

    /// Reads 40 hexadecimal digits; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        var digits = Substring(text)
        guard let id = digits.withUTF8({ ObjectID(hex: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = id
    }

    /// Reads 40 hexadecimal digits; `nil` for anything else.
    init?(hex: UnsafeRawBufferPointer) {
        guard hex.count == 2 * Self.size else { return nil }
        var id = git_oid()
        let isValid = withUnsafeMutableBytes(of: &id.id) { bytes in
            for index in 0..<Self.size {
                guard let high = Self.value(of: hex[2 * index]), let low = Self.value(of: hex[2 * index + 1]) else {
                    return false
                }
                bytes[index] = high << 4 | low
            }
            return true
        }
        guard isValid else { return nil }
        self.init(id)
    }

    /// The id that git gives a blob of these bytes (`git hash-object`, without filters).
    public init(blobOf content: [UInt8]) throws {
        var context = SHA_CTX()
        let header = Array("blob \(content.count)\0".utf8)
        var raw = [UInt8](repeating: 0, count: Self.size)
        guard SHA1_Init(&context) == 1, SHA1_Update(&context, header, header.count) == 1,
            SHA1_Update(&context, content, content.count) == 1, SHA1_Final(&raw, &context) == 1,
            let id = ObjectID(raw: raw)
        else { throw Failure("cannot hash a blob") }
        self = id
    }

    /// Takes 20 bytes; `nil` for another number of them.
    public init?(raw: some Sequence<UInt8>) {
        let raw = Array(raw)
        guard raw.count == Self.size else { return nil }
        self = raw.withUnsafeBytes { ObjectID($0, at: 0) }
    }

    /// The 20 bytes themselves.
    public var raw: [UInt8] { withUnsafeBytes(of: oid.id) { Array($0) } }

    /// 40 lower-case hexadecimal digits.
    public var hex: String { digits(2 * Self.size) }

    /// The first seven digits: how people quote it.
    public var short: String { digits(7) }

    /// The id for libgit2.
    var oid: git_oid {
        var id = git_oid()
        withUnsafeMutableBytes(of: &id.id) { bytes in
            bytes.storeBytes(of: first, as: UInt64.self)
            bytes.storeBytes(of: second, toByteOffset: 8, as: UInt64.self)
            bytes.storeBytes(of: third, toByteOffset: 16, as: UInt32.self)
        }
        return id
    }

    /// The byte that comes first.
    var firstByte: UInt8 { UInt8(first.bigEndian >> 56) }

    /// What stands for "no object" where git compares values of references.
    static let zero = ObjectID(git_oid())

    private func digits(_ count: Int) -> String {
        withUnsafeBytes(of: oid.id) { bytes in
            String(unsafeUninitializedCapacity: count) { text in
                for index in 0..<count {
                    let byte = bytes[index / 2]
                    text[index] = Self.digit(index.isMultiple(of: 2) ? byte >> 4 : byte & 15)
                }
                return count
            }
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x61 + value - 10 }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x41 + 10
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }
}

extension ObjectID: Hashable {
    /// The hash of a hash is any part of it.
    public func hash(into hasher: inout Hasher) { hasher.combine(first) }
}

extension ObjectID: Comparable {
    /// In the order of the bytes, as git sorts ids.
    public static func < (one: ObjectID, other: ObjectID) -> Bool {
        let (a, b) = (one.first.bigEndian, other.first.bigEndian)
        guard a == b else { return a < b }
        let (c, d) = (one.second.bigEndian, other.second.bigEndian)
        return c == d ? one.third.bigEndian < other.third.bigEndian : c < d
    }
}

extension ObjectID: CustomStringConvertible {
    public var description: String { hex }
}
