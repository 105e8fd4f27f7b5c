/// What a zip archive lists, also of more than 4 GB (PKWARE, "APPNOTE.TXT", version 6.3.10).
///
/// Its list stands at its end. Members are named there with their sizes, so that one can be read from its first byte to its last
/// without what comes before it.
public struct ZipArchive {
    public struct Member: Hashable, Sendable {
        public let name: String
        /// How it is packed: 0 is not at all, 8 is DEFLATE.
        public let method: Int
        public let packedSize: Int
        public let size: Int
        /// CRC-32 of the bytes that were packed.
        public let checksum: UInt32
        public let isEncrypted: Bool
        /// Where the archive has what stands before its bytes.
        fileprivate let place: Int

        public var isFolder: Bool { name.hasSuffix("/") }
    }

    public let members: [Member]
    private let bytes: Bytes

    /// Reads bytes of the archive from a place on; fewer where it ends before.
    public typealias Bytes = (_ start: Int, _ count: Int) throws -> [UInt8]

    /// A list of more bytes is no list.
    private static let largestList = 64 << 20

    /// - Parameter size: the bytes of the whole archive.
    /// - Returns: `nil` for what has no list at its end.
    /// - Throws: `BrokenPacking` for a list that is damaged, and what `bytes` throws.
    public init?(size: Int, _ bytes: @escaping Bytes) throws {
        guard let end = try Self.end(size: size, bytes) else { return nil }
        guard end.length <= Self.largestList else { throw BrokenPacking(reason: "its list is too long") }
        self.bytes = bytes
        members = try Self.members(LittleEndian(bytes: try bytes(end.start, end.length)), count: end.count)
    }

    /// Where the bytes of a member begin.
    ///
    /// - Throws: `BrokenPacking` where none of its name stands there, and what reading throws.
    public func start(of member: Member) throws -> Int {
        let header = LittleEndian(bytes: try bytes(member.place, 30))
        guard header[0, 4] == 0x0403_4B50, let name = header[26, 2], let extra = header[28, 2] else { throw Self.damaged }
        return member.place + 30 + name + extra
    }

    private static let damaged = BrokenPacking(reason: "its list is damaged")

    // MARK: The list

    private static func end(size: Int, _ bytes: Bytes) throws -> (start: Int, length: Int, count: Int)? {
        // A comment of up to 64 KiB may stand behind the end.
        let first = max(size - 22 - 0xFFFF, 0)
        let tail = LittleEndian(bytes: try bytes(first, size - first))
        let places = stride(from: tail.bytes.count - 22, through: 0, by: -1).filter { tail[$0, 4] == 0x0605_4B50 }
        // What looks like an end may stand in the comment, of which the end says how long it is.
        guard let place = places.first(where: { tail[$0 + 20, 2] == tail.bytes.count - $0 - 22 }) ?? places.first,
            let count = tail[place + 10, 2], let length = tail[place + 12, 4], let start = tail[place + 16, 4]
        else { return nil }
        guard count == 0xFFFF || length == 0xFFFF_FFFF || start == 0xFFFF_FFFF, tail[place - 20, 4] == 0x0706_4B50,
            let large = tail[place - 12, 8]
        else { return (start, length, count) }
        let end = LittleEndian(bytes: try bytes(large, 56))
        guard end[0, 4] == 0x0606_4B50, let count = end[32, 8], let length = end[40, 8], let start = end[48, 8] else { throw damaged }
        return (start, length, count)
    }

    private static func members(_ list: LittleEndian, count: Int) throws -> [Member] {
        var members = [Member]()
        var place = 0
        for _ in 0..<count {
            guard list[place, 4] == 0x0201_4B50, let flags = list[place + 8, 2], let method = list[place + 10, 2],
                let checksum = list[place + 16, 4], let nameLength = list[place + 28, 2], let extraLength = list[place + 30, 2],
                let commentLength = list[place + 32, 2], place + 46 + nameLength + extraLength <= list.bytes.count,
                let numbers = numbers(list, place, extra: (place + 46 + nameLength)..<(place + 46 + nameLength + extraLength))
            else { throw damaged }
            let name = list.bytes[(place + 46)..<(place + 46 + nameLength)]
            members.append(
                Member(
                    name: String(decoding: name, as: UTF8.self), method: method, packedSize: numbers.packed, size: numbers.size,
                    checksum: UInt32(truncatingIfNeeded: checksum), isEncrypted: flags & 1 == 1, place: numbers.place))
            place += 46 + nameLength + extraLength + commentLength
        }
        return members
    }

    /// The sizes and the place of a member. Where 32 bits do not hold one, it stands among what is extra, in this order.
    private static func numbers(_ list: LittleEndian, _ place: Int, extra: Range<Int>) -> (size: Int, packed: Int, place: Int)? {
        guard var size = list[place + 24, 4], var packed = list[place + 20, 4], var start = list[place + 42, 4] else { return nil }
        var field = extra.lowerBound
        while field + 4 <= extra.upperBound, let kind = list[field, 2], let length = list[field + 2, 2] {
            var value = field + 4
            func next(_ number: inout Int) -> Bool {
                guard number == 0xFFFF_FFFF else { return true }
                guard value + 8 <= min(field + 4 + length, extra.upperBound), let large = list[value, 8] else { return false }
                (number, value) = (large, value + 8)
                return true
            }
            if kind == 1 { return next(&size) && next(&packed) && next(&start) ? (size, packed, start) : nil }
            field += 4 + length
        }
        return (size, packed, start)
    }
}

/// Numbers in bytes, the lowest byte first.
private struct LittleEndian {
    let bytes: [UInt8]

    /// The number of so many bytes at a place; `nil` where it is not all there, or larger than an `Int` holds.
    subscript(_ place: Int, _ width: Int) -> Int? {
        guard place >= 0, place <= bytes.count - width else { return nil }
        let number = (0..<width).reduce(UInt64(0)) { $0 | UInt64(bytes[place + $1]) << (8 * UInt64($1)) }
        return Int(exactly: number)
    }
}
