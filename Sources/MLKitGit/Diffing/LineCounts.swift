/// A file as the bag of its lines, which is what git compares to find renames (diffcore-delta.c): lines of more than
/// 64 bytes are cut there, and the return of a CRLF does not count.
struct LineCounts {
    private let size: Int
    /// By line, how many bytes lines like it have together.
    private var bytes: [ArraySlice<UInt8>: Int] = [:]

    private static let longest = 64

    init(of content: [UInt8]) {
        size = content.count
        let isText = !TextMerge.isBinary(content)
        var line = [UInt8]()
        for (index, byte) in content.enumerated() {
            let next = index + 1 < content.count ? content[index + 1] : nil
            if isText, byte == UInt8(ascii: "\r"), next == UInt8(ascii: "\n") { continue }
            line.append(byte)
            guard line.count == Self.longest || byte == UInt8(ascii: "\n") else { continue }
            bytes[line[...], default: 0] += line.count
            line.removeAll()
        }
        if !line.isEmpty { bytes[line[...], default: 0] += line.count }
    }

    /// 0 to 100.
    func similarity(to other: LineCounts) -> Int {
        let larger = max(size, other.size)
        guard larger > 0 else { return 100 }
        let (few, many) = bytes.count < other.bytes.count ? (bytes, other.bytes) : (other.bytes, bytes)
        let common = few.reduce(0) { $0 + min($1.value, many[$1.key] ?? 0) }
        return common * 100 / larger
    }

    /// Whether files of these sizes can be similar enough at all.
    static func canReach(_ percent: Int, sizes a: Int, _ b: Int) -> Bool {
        min(a, b) * 100 >= max(a, b) * percent
    }
}
