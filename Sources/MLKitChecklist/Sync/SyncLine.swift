internal import MLKitCore

/// One line of a Markdown list, as far as `sync` looks at it.
struct SyncLine {
    /// Without what ends it.
    private let text: [Character]
    private let number: Int
    private let file: String
    /// How many spaces it begins with.
    let indent: Int
    /// The mark and where it stands in the file's bytes; `nil` if it has none.
    let mark: (mark: ItemMark, range: Range<Int>)?

    init(_ line: String, number: Int, offset: Int, file: String) {
        var line = line[...]
        var offset = offset
        if number == 1, line.first == "\u{FEFF}" {
            line.removeFirst()
            offset += 3
        }
        // The carriage return of a line that ends with both.
        if line.unicodeScalars.last == "\r" { line.unicodeScalars.removeLast() }
        text = Array(line)
        self.number = number
        self.file = file
        indent = text.prefix { $0 == " " || $0 == "\t" }.count
        mark = Self.mark(line, offset)
    }

    private static func mark(_ line: Substring, _ offset: Int) -> (mark: ItemMark, range: Range<Int>)? {
        guard let begin = line.ranges(of: ItemMark.begin).last,
            let end = line[begin.upperBound...].firstRange(of: ItemMark.end),
            let mark = ItemMark(line[begin.upperBound..<end.lowerBound])
        else { return nil }
        let start = offset + line[..<begin.lowerBound].utf8.count
        return (mark, start..<(start + line[begin.lowerBound..<end.upperBound].utf8.count))
    }

    /// A place on the line; the whole line without its indent if left out.
    func place(_ column: Int? = nil, _ length: Int? = nil) -> SourceLocation {
        SourceLocation(
            file: file, line: number, column: column ?? indent + 1, length: length ?? max(text.count - indent, 1),
            sourceLine: String(text))
    }

    var isConflict: Bool {
        text.starts(with: "<<<<<<< ") || text.starts(with: ">>>>>>> ")
    }

    /// What begins or ends a block of code; `nil` for other lines.
    var fence: Substring? {
        let rest = text.drop { $0 == " " }
        guard let first = rest.first, first == "`" || first == "~" else { return nil }
        let run = rest.prefix { $0 == first }
        return run.count >= 3 ? Substring(String(run)) : nil
    }

    /// What stands in the brackets of a task, and the column of the first; `nil` for a line that is no task.
    var box: (mark: Character, column: Int)? {
        guard let start = bullet, start + 3 < text.count, text[start] == "[", text[start + 2] == "]",
            text[start + 3] == " " || text[start + 3] == "\t"
        else { return nil }
        return (text[start + 1], start + 1)
    }

    /// The text after `- answer:`, with the column where it begins; `nil` for another line.
    ///
    /// Lines of a quote are notes, whatever they say.
    var answer: (text: String, column: Int)? {
        guard let start = bullet, !isQuote else { return nil }
        let word = "answer:"
        guard String(text[start...].prefix(word.count)).lowercased() == word else { return nil }
        let rest = text[(start + word.count)...]
        let spaces = rest.prefix { $0.isWhitespace }.count
        let answer = String(rest).trimmed
        let column = start + word.count + spaces + 1
        return (MarkdownText.unescaped(answer), min(column, text.count + 1))
    }

    /// The text of a line that can only go on with what stands above it; `nil` for any other.
    var continuation: String? {
        let rest = String(text).trimmed
        guard let first = rest.first, bullet == nil, !">#<|".contains(first) else { return nil }
        return MarkdownText.unescaped(rest)
    }

    private var isQuote: Bool { text.dropFirst(indent).first == ">" }

    /// The texts that are set as code, outside of comments.
    var code: [String] {
        var codes = [String]()
        var rest = text[...]
        while let open = rest.firstIndex(of: "`") {
            let fence = rest[open...].prefix { $0 == "`" }
            let body = rest[(open + fence.count)...]
            guard let close = body.firstIndex(of: "`") else { break }
            codes.append(String(body[..<close]).trimmed)
            rest = body[close...].drop { $0 == "`" }
        }
        return codes
    }

    /// Where the text of a list's item begins: after spaces or marks of a quote, and `-`, `*`, `+` or a number.
    private var bullet: Int? {
        var index = text.firstIndex { !$0.isWhitespace && $0 != ">" } ?? text.count
        guard index < text.count else { return nil }
        if "-*+".contains(text[index]) {
            index += 1
        } else {
            let digits = text[index...].prefix { $0.isASCII && $0.isNumber }.count
            guard digits > 0, index + digits < text.count, ".)".contains(text[index + digits]) else { return nil }
            index += digits + 1
        }
        let spaces = text[index...].prefix { $0 == " " || $0 == "\t" }.count
        return spaces > 0 ? index + spaces : nil
    }
}
