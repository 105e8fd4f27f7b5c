internal import MLKitCore

/// Follows a command in the language of `sh` as far as to tell which quotes a place stands in, so that a value that is
/// put there stays one word, and nothing of it is taken for the command's own.
///
/// Quotes, escapes, comments, here-documents and what stands in `$(…)`, backquotes and `${…}` are followed (POSIX.1-2024,
/// XCU 2.2, 2.3, 2.7.4), `$'…'` of Bash too. A pattern in a `case` inside of `$(…)` is not.
struct ShellQuoting {
    private enum Context: Equatable {
        /// No quotes, up to that byte.
        case word(end: UInt8?)
        case double, single, ansi, comment
        case here(Document)
    }

    private struct Document: Equatable {
        var delimiter: [UInt8]
        /// Whether nothing in it means anything.
        var isQuoted: Bool
        /// Whether tabs before the delimiter are passed over.
        var isIndented: Bool
    }

    private var contexts: [Context] = [.word(end: nil)]
    /// Here-documents that begin on the next line.
    private var announced: [Document] = []
    private var previous: UInt8?
    /// What stands on the line of a here-document so far.
    private var line: [UInt8] = []

    private var context: Context { contexts.last ?? .word(end: nil) }

    // MARK: Reading

    /// Takes in a part of the command as it is written.
    mutating func read(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            index += step(bytes, index)
            previous = bytes[index - 1]
        }
    }

    /// A value was put in.
    private mutating func pass() {
        previous = UInt8(ascii: "x")
        line.append(0)
    }

    /// Takes in what begins at a byte.
    ///
    /// - Returns: of how many bytes that is.
    private mutating func step(_ bytes: [UInt8], _ index: Int) -> Int {
        let byte = bytes[index]
        switch context {
        case .single:
            if byte == UInt8(ascii: "'") { contexts.removeLast() }
        case .ansi, .double:
            if byte == UInt8(ascii: "\\") { return min(2, bytes.count - index) }
            if byte == (context == .double ? UInt8(ascii: "\"") : UInt8(ascii: "'")) {
                contexts.removeLast()
            } else if context == .double {
                open(byte)
            }
        case .comment:
            guard byte == Self.newline else { break }
            contexts.removeLast()
            beginDocument()
        case .here(let document): read(byte, in: document)
        case .word(let end): return word(bytes, index, end)
        }
        return 1
    }

    private static let newline = UInt8(ascii: "\n")

    private mutating func word(_ bytes: [UInt8], _ index: Int, _ end: UInt8?) -> Int {
        let byte = bytes[index]
        if byte == end {
            contexts.removeLast()
            return 1
        }
        switch byte {
        case UInt8(ascii: "\\"): return min(2, bytes.count - index)
        case UInt8(ascii: "'"): contexts.append(previous == UInt8(ascii: "$") ? .ansi : .single)
        case UInt8(ascii: "\""): contexts.append(.double)
        case UInt8(ascii: "#") where isWordStart: contexts.append(.comment)
        case UInt8(ascii: "<") where previous == UInt8(ascii: "<"): return announce(bytes, index)
        case UInt8(ascii: "(") where previous != UInt8(ascii: "$"): contexts.append(.word(end: UInt8(ascii: ")")))
        case Self.newline: beginDocument()
        default: open(byte)
        }
        return 1
    }

    /// What opens something in double quotes too.
    private mutating func open(_ byte: UInt8) {
        let isAfterDollar = previous == UInt8(ascii: "$")
        switch byte {
        case UInt8(ascii: "`"): contexts.append(.word(end: byte))
        case UInt8(ascii: "(") where isAfterDollar: contexts.append(.word(end: UInt8(ascii: ")")))
        case UInt8(ascii: "{") where isAfterDollar && context != .double: contexts.append(.word(end: UInt8(ascii: "}")))
        default: break
        }
    }

    private var isWordStart: Bool { previous.map { " \t\n;&|()".utf8.contains($0) } ?? true }

    // MARK: Here-documents

    /// Reads the delimiter behind `<<`.
    private mutating func announce(_ bytes: [UInt8], _ index: Int) -> Int {
        var next = index + 1
        // `<<<` has its text on the same line.
        if next < bytes.count, bytes[next] == UInt8(ascii: "<") { return 2 }
        let isIndented = next < bytes.count && bytes[next] == UInt8(ascii: "-")
        if isIndented { next += 1 }
        while next < bytes.count, bytes[next] == UInt8(ascii: " ") || bytes[next] == UInt8(ascii: "\t") { next += 1 }
        let start = next
        while next < bytes.count, !" \t\n;&|()<>".utf8.contains(bytes[next]) { next += 1 }
        let word = bytes[start..<next]
        let delimiter = word.filter { !"'\"\\".utf8.contains($0) }
        // A number is shifted.
        guard let first = delimiter.first, !(0x30...0x39).contains(first) else { return 1 }
        announced.append(Document(delimiter: delimiter, isQuoted: delimiter.count < word.count, isIndented: isIndented))
        return next - index
    }

    private mutating func beginDocument() {
        guard !announced.isEmpty else { return }
        contexts.append(.here(announced.removeFirst()))
        line = []
    }

    private mutating func read(_ byte: UInt8, in document: Document) {
        guard byte == Self.newline else { return line.append(byte) }
        let text = document.isIndented ? line.drop { $0 == UInt8(ascii: "\t") } : line[...]
        line = []
        guard text.elementsEqual(document.delimiter) else { return }
        contexts.removeLast()
        beginDocument()
    }

    // MARK: Putting values in

    /// A value as it has to be written where the command has been read to.
    ///
    /// - Parameter keeps: what of the value is to stay as it is: references that are followed later.
    mutating func put(_ value: String, keeping references: [Range<String.Index>] = []) -> String {
        defer { pass() }
        var parts = [(text: Substring, isKept: Bool)]()
        var start = value.startIndex
        for range in references {
            parts.append((value[start..<range.lowerBound], false))
            parts.append((value[range], true))
            start = range.upperBound
        }
        parts.append((value[start...], false))
        let isPlain = parts.allSatisfy { $0.isKept || $0.text.isPlainInShell }
        var result = parts.map { $0.isKept ? String($0.text) : escaped($0.text, isPlain) }.joined()
        if case .word = context, !isPlain || value.isEmpty { result = "'\(result)'" }
        // What stands in backquotes is read twice.
        for context in contexts where context == .word(end: UInt8(ascii: "`")) {
            result = references.isEmpty ? Self.escaping(result, "\\`$") : result
        }
        return result
    }

    private func escaped(_ text: Substring, _ isPlain: Bool) -> String {
        let text = String(text)
        return switch context {
        case .word: isPlain ? text : text.replacing("'", with: #"'\''"#)
        case .single: text.replacing("'", with: #"'\''"#)
        case .double: Self.escaping(text, "\\\"$`")
        case .ansi: Self.escaping(text, "\\'")
        case .comment: text.replacing("\n", with: " ")
        case .here(let document): document.isQuoted ? text : Self.escaping(text, "\\$`")
        }
    }

    private static func escaping(_ text: some StringProtocol, _ marks: String) -> String {
        String(text.flatMap { marks.contains($0) ? ["\\", $0] : [$0] })
    }
}

extension StringProtocol {
    /// Whether nothing in a text means anything to a shell.
    fileprivate var isPlainInShell: Bool {
        allSatisfy { $0.isLetter || $0.isNumber || "_@%+=:,./-".contains($0) }
    }
}

extension String {
    /// Whether a text is one word of a shell as it is, without quotes.
    public var isShellWord: Bool { !isEmpty && isPlainInShell }
}
