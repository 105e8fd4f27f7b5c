internal import MLKitCore

/// Where the values of a JSON text stand in it. The text has been read by `JSON` before, so it is known to be sound.
struct JSONPlaces {
    let source: TextSource
    /// By the names and positions on the way to a value, its bytes.
    private var values: [[String]: Range<Int>] = [:]
    private var keys: [[String]: Range<Int>] = [:]
    private var position = 0

    init(_ source: TextSource) {
        self.source = source
        readValue([])
    }

    func location(of path: [String]) -> SourceLocation? {
        values[path].map { source.location($0.lowerBound, length: $0.count) }
    }

    func location(ofKey path: [String]) -> SourceLocation? {
        keys[path].map { source.location($0.lowerBound, length: $0.count) }
    }

    /// A text of the file, as a source of its own whose problems are placed in the file.
    func part(_ text: String, at path: [String]) -> JinjaSource {
        let range = values[path] ?? 0..<0
        let offsets = offsets(range)
        let isText = range.count > 1 && source.bytes[range.lowerBound] == UInt8(ascii: "\"")
        let fits = isText && offsets.count == text.utf8.count
        return JinjaSource(text, in: source, offsets: fits ? offsets : text.utf8.map { _ in range.lowerBound })
    }

    /// For each byte that a quoted text means, where it is written.
    private func offsets(_ range: Range<Int>) -> [Int] {
        var offsets = [Int]()
        var index = range.lowerBound + 1
        while index < range.upperBound - 1 {
            let (meant, written) = escapeLength(index)
            offsets += repeatElement(index, count: meant)
            index += written
        }
        return offsets
    }

    /// How many bytes stand for a character, and how many it is written with.
    private func escapeLength(_ index: Int) -> (meant: Int, written: Int) {
        guard source.bytes[index] == UInt8(ascii: "\\") else { return (1, 1) }
        guard source.bytes[index + 1] == UInt8(ascii: "u"), index + 6 <= source.bytes.count,
            let unit = UInt16(source.text((index + 2)..<(index + 6)), radix: 16)
        else { return (1, 2) }
        if UTF16.isLeadSurrogate(unit) { return (4, 12) }
        return (unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3, 6)
    }

    private mutating func readValue(_ path: [String]) {
        skipSpace()
        let start = position
        switch current {
        case UInt8(ascii: "{"): readItems(path, until: UInt8(ascii: "}"), isObject: true)
        case UInt8(ascii: "["): readItems(path, until: UInt8(ascii: "]"), isObject: false)
        case UInt8(ascii: "\""): _ = readString()
        default:
            while let byte = current, !",]} \t\r\n".utf8.contains(byte) { position += 1 }
        }
        values[path] = start..<position
    }

    private mutating func readItems(_ path: [String], until end: UInt8, isObject: Bool) {
        position += 1
        var count = 0
        while true {
            skipSpace()
            guard let byte = current, byte != end else { break }
            if byte == UInt8(ascii: ",") {
                position += 1
                continue
            }
            var name = "\(count)"
            if isObject {
                let range = readString()
                name = (try? JSON(parsing: Array(source.bytes[range])))?.string ?? name
                keys[path + [name]] = range
                skipSpace()
                position += 1
            }
            readValue(path + [name])
            count += 1
        }
        position = min(position + 1, source.bytes.count)
    }

    private mutating func readString() -> Range<Int> {
        let start = position
        position += 1
        while let byte = current, byte != UInt8(ascii: "\"") { position += byte == UInt8(ascii: "\\") ? 2 : 1 }
        position = min(position + 1, source.bytes.count)
        return start..<position
    }

    private mutating func skipSpace() {
        while let byte = current, JinjaLexer.isSpace(byte) { position += 1 }
    }

    private var current: UInt8? { position < source.bytes.count ? source.bytes[position] : nil }
}
