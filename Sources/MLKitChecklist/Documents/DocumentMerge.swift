internal import MLKitCore

/// Goes through a document from block to block and puts new ones in.
struct DocumentMerge {
    /// Where a block stands: the numbers of the lines of its two marks.
    struct Place {
        var name: String
        var digest: String
        var begin: Int
        var end: Int
    }

    private var lines: [String]
    private let file: String
    /// How the file's first line ends.
    private let newline: String
    private var next = 0
    private(set) var foundAny = false
    private(set) var warnings: [Diagnostic] = []

    init(_ text: String, file: String) {
        self.file = file
        newline = text.contains("\r\n") ? "\r\n" : "\n"
        let text = text.replacing("\r\n", with: "\n")
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    var result: String { lines.joined(separator: newline) }

    /// The keys of the front matter outside of mlkit's block.
    var ownKeys: Set<String> {
        guard lines.first?.trimmed == "---", let end = lines.dropFirst().firstIndex(where: { $0.trimmed == "---" })
        else {
            return []
        }
        var keys = Set<String>()
        var isOurs = false
        for line in lines[1..<end] {
            if let words = Self.words(line) { isOurs = words.first == "mlkit:begin" }
            guard !isOurs, let first = line.first, first != "#", !first.isWhitespace,
                let colon = line.firstIndex(of: ":")
            else { continue }
            keys.insert(line[..<colon].trimmed)
        }
        return keys
    }

    /// - Throws: `Failure` for a block that does not end.
    mutating func nextBlock() throws -> Place? {
        while next < lines.count {
            let begin = next
            next += 1
            guard let words = Self.words(lines[begin]), words.count == 3, words[0] == "mlkit:begin" else { continue }
            foundAny = true
            let end = lines[next...].firstIndex { Self.words($0) == ["mlkit:end", words[1]] }
            let other = lines[next...].firstIndex { Self.words($0)?.first == "mlkit:begin" } ?? lines.count
            guard let end, end < other else { throw Failure([unended(words[1], begin)]) }
            next = end + 1
            return Place(name: words[1], digest: words[2], begin: begin, end: end)
        }
        return nil
    }

    /// Puts a block in the place of an earlier one, unless a person has edited that.
    mutating func update(_ place: Place, to block: DocumentBlock) {
        let old = lines[(place.begin + 1)..<place.end].joined(separator: "\n")
        guard old.trimmed != block.text else { return }
        guard old.trimmed.isEmpty || DocumentBlock.digest(of: old) == place.digest else {
            let hint = "it is not kept up to date any more; empty it to have it written anew"
            return warnings.append(
                .warning(
                    "the block `\(place.name)` was edited by hand, and stays", at: location(place.begin), hint: hint))
        }
        let style = lines[place.begin].trimmed.hasPrefix("#") ? DocumentBlock.Style.yaml : .comment
        let text = block.marked(style).split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(
            String.init)
        lines.replaceSubrange(place.begin...place.end, with: text)
        next += text.count - (place.end - place.begin + 1)
    }

    /// The words of a mark; `nil` for another line.
    private static func words(_ line: String) -> [String]? {
        var text = line.trimmed[...]
        if text.hasPrefix("<!--"), text.hasSuffix("-->") {
            text = text.dropFirst(4).dropLast(3)
        } else if text.hasPrefix("#") {
            text = text.dropFirst()
        } else {
            return nil
        }
        let words = text.split(separator: " ").map(String.init)
        return words.first == "mlkit:begin" || words.first == "mlkit:end" ? words : nil
    }

    private func unended(_ name: String, _ line: Int) -> Diagnostic {
        .error(
            "the block `\(name)` does not end", at: location(line), hint: "put its line with `mlkit:end \(name)` back")
    }

    private func location(_ line: Int) -> SourceLocation {
        SourceLocation(file: file, line: line + 1, column: 1, length: lines[line].count, sourceLine: lines[line])
    }
}
