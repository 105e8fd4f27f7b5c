internal import SystemPackage

/// Hashes of files by path, as they are kept in a file and looked up in its bytes: none of its entries is unpacked
/// before it is asked for, so that opening ten thousand costs no more than reading the file.
///
/// `mlkit hashes 2\n` and a zero byte, the SHA-256 of all that follows, the number of entries; per entry, sorted by the
/// bytes of its path, the hash, five numbers (size, modified, changed, inode, looked) and where the path ends among the
/// paths, with the top bit set for an executable; then the paths. Numbers have eight bytes, the little end first.
struct HashTable {
    struct Entry {
        var hash: ContentHash
        var information: FileInformation
        /// When it was looked at, in nanoseconds since 1970.
        var looked: Int
    }

    private let bytes: [UInt8]
    let count: Int
    /// Where the entry after the last one found is: files of a folder are asked for in order.
    private var next = 0

    private static let header = Array("mlkit hashes 2\n\0".utf8)
    private static let start = 56
    private static let stride = 80
    private static let executable: UInt64 = 1 << 63

    /// An empty one.
    init() {
        bytes = []
        count = 0
    }

    /// `nil` for bytes that are not just as they were written.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.start, bytes.starts(with: Self.header) else { return nil }
        let count = bytes.withUnsafeBytes { bytes -> Int? in
            let body = UnsafeRawBufferPointer(rebasing: bytes[48...])
            guard ContentHash(of: body) == ContentHash(bytes: UnsafeRawBufferPointer(rebasing: bytes[16..<48])) else {
                return nil
            }
            return Int(exactly: Self.number(bytes, 48))
        }
        guard let count, count <= (bytes.count - Self.start) / Self.stride else { return nil }
        self.bytes = bytes
        self.count = count
    }

    /// - Parameter entries: sorted by the bytes of their paths.
    static func encode(_ entries: [(path: [UInt8], entry: Entry)]) -> [UInt8] {
        var body = ByteWriter()
        body.write(entries.count)
        var end = 0
        for (path, entry) in entries {
            let file = entry.information
            end += path.count
            body.append(entry.hash.bytes)
            for number in [file.size, file.modified, file.changed, Int(bitPattern: UInt(file.inode)), entry.looked] {
                body.write(number)
            }
            body.write(Int(bitPattern: UInt(UInt64(end) | (file.isExecutable ? executable : 0))))
        }
        for (path, _) in entries { body.append(path) }
        return header + ContentHash(of: body.bytes).bytes + body.bytes
    }
}

extension HashTable {
    mutating func entry(_ path: [UInt8]) -> Entry? {
        guard let index = index(path) else { return nil }
        next = index + 1
        return bytes.withUnsafeBytes { Self.entry($0, at: index) }
    }

    /// All of it, sorted by the bytes of their paths.
    var all: [(path: [UInt8], entry: Entry)] {
        bytes.withUnsafeBytes { bytes in
            (0..<count).map { (Array(path(bytes, $0)), Self.entry(bytes, at: $0)) }
        }
    }

    private func index(_ path: [UInt8]) -> Int? {
        bytes.withUnsafeBytes { bytes in
            path.withUnsafeBytes { path in
                if next < count, Self.order(self.path(bytes, next), path) == 0 { return next }
                var range = 0..<count
                while !range.isEmpty {
                    let middle = (range.lowerBound + range.upperBound) / 2
                    let order = Self.order(self.path(bytes, middle), path)
                    if order == 0 { return middle }
                    range = order < 0 ? (middle + 1)..<range.upperBound : range.lowerBound..<middle
                }
                return nil
            }
        }
    }

    /// Below zero if `a` comes first, zero if both are the same.
    private static func order(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
        if a.elementsEqual(b) { return 0 }
        return a.lexicographicallyPrecedes(b) ? -1 : 1
    }

    private func path(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UnsafeRawBufferPointer {
        let first = index == 0 ? 0 : Self.end(bytes, index - 1)
        let paths = Self.start + count * Self.stride
        let last = min(max(Self.end(bytes, index), first), bytes.count - paths)
        return UnsafeRawBufferPointer(rebasing: bytes[(paths + min(first, last))..<(paths + last)])
    }

    private static func end(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int {
        Int(number(bytes, start + index * stride + 72) & ~executable)
    }

    private static func entry(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Entry {
        let place = start + index * stride
        let hash = ContentHash(bytes: UnsafeRawBufferPointer(rebasing: bytes[place..<(place + 32)]))
        func value(_ index: Int) -> Int { Int(truncatingIfNeeded: number(bytes, place + 32 + 8 * index)) }
        let information = FileInformation(
            kind: .file, size: value(0), modified: value(1), changed: value(2), inode: number(bytes, place + 56),
            isExecutable: number(bytes, place + 72) & executable != 0)
        return Entry(hash: hash, information: information, looked: value(4))
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }
}
