internal import MLKitCore
internal import MLKitYAML

/// How an entry of a mapping is written: its key and value.
struct Spelling {
    let bytes: [UInt8]
    /// Of the key, from 1.
    let column: Int
    let isOneLine: Bool

    init(_ entry: Node.Entry, _ text: [UInt8]) {
        bytes = Array(text[SpelledText.range(of: entry, in: text)])
        column = entry.key.location.column
        isOneLine = !bytes.contains(0x0A)
    }
}

/// A YAML text in which some entries are to be spelt otherwise.
struct SpelledText {
    private let text: [UInt8]
    private var replacements: [(range: Range<Int>, bytes: [UInt8])] = []

    init(_ text: [UInt8]) {
        self.text = text
    }

    /// An entry of several lines fits only where it is indented alike.
    mutating func replace(_ entry: Node.Entry, with spelling: Spelling) {
        let range = Self.range(of: entry, in: text)
        guard spelling.isOneLine || spelling.column == entry.key.location.column,
            !text[range].elementsEqual(spelling.bytes)
        else { return }
        replacements.append((range, spelling.bytes))
    }

    var result: [UInt8] {
        var result = text
        for (range, bytes) in replacements.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
            result.replaceSubrange(range, with: bytes)
        }
        return result
    }

    /// From the key to the value's last character. Libyaml lets a value in several lines end where the next thing
    /// begins, so blank lines and comments after it are taken off.
    static func range(of entry: Node.Entry, in text: [UInt8]) -> Range<Int> {
        let start = entry.key.byteRange.lowerBound
        var end = max(entry.value.byteRange.upperBound, entry.key.byteRange.upperBound)
        guard text[start..<end].contains(0x0A) else { return start..<end }
        while end > start {
            let line = (text[start..<end].lastIndex(of: 0x0A).map { $0 + 1 }) ?? start
            let content = text[line..<end].drop { $0 == 0x20 || $0 == 0x0D }
            guard line > start, content.isEmpty || content.first == UInt8(ascii: "#") else { break }
            end = line - 1
        }
        return start..<end
    }
}
