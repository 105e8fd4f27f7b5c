internal import MLKitScaffold

/// Lines of a text for people as a terminal has room for them: a longer one goes on below, between words. What stands in backquotes, such
/// as a command, stays on one line even if that is too long for the terminal, so that it can be copied.
///
/// Further lines are indented: below the last column of a table, below what follows `hint: `, else by two spaces.
struct WrappedText {
    /// A column that is narrower than this is no place for words.
    private static let narrowest = 24
    /// What stands before a text, and does not go on.
    private static let labels = ["error: ", "warning: ", "note: ", "hint: "]

    let width: Int

    /// - Parameter width: columns of the terminal; `nil` leaves lines as long as they are.
    static func lines(_ text: String, width: Int?) -> String {
        guard let width, width > narrowest, text.utf8.count > width else { return text }
        let wrapped = WrappedText(width: width)
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { wrapped.line(String($0)) }.joined(separator: "\n")
    }

    /// Lines of YAML, in which only comments go on below.
    static func yaml(_ text: String, width: Int?) -> String {
        guard let width, width > narrowest else { return text }
        let wrapped = WrappedText(width: width)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.visibleStart.hasPrefix("# ") || line.contains("  # ") ? wrapped.line(String(line), marked: "# ") : String(line)
        }
        return lines.joined(separator: "\n")
    }

    /// - Parameter mark: what further lines begin with, too.
    private func line(_ line: String, marked mark: String = "") -> String {
        guard line.visibleCount > width, !isQuoted(line) else { return line }
        let margin = margin(of: line)
        var (result, column, end) = ("", 0, line.startIndex)
        for word in line.unbreakableWords {
            let (gap, count) = (line[end..<word.startIndex], String(word).visibleCount)
            if end > line.startIndex, column + gap.count + count > width {
                result += "\n" + String(repeating: " ", count: margin) + mark
                column = margin + mark.count
            } else {
                result += gap
                column += gap.count
            }
            result += word
            column += count
            end = word.endIndex
        }
        // A question ends in a space, behind which it is answered.
        return result + line[end...]
    }

    /// A line of a file or a log, behind its number or the name of its stage.
    private func isQuoted(_ line: String) -> Bool {
        line.withoutStyles.visibleStart.drop { $0.isNumber || $0.isLetter || "._-@".contains($0) }.visibleStart.hasPrefix("| ")
    }

    /// Where further lines begin.
    private func margin(of line: String) -> Int {
        let text = line.withoutStyles
        let indent = text.prefix { $0 == " " }.count
        if let label = Self.labels.first(where: { text.dropFirst(indent).hasPrefix($0) }) { return indent + label.count }
        return lastColumn(of: text) ?? indent + 2
    }

    /// Where the last column of a table begins that words have room in.
    private func lastColumn(of text: String) -> Int? {
        var (column, spaces, last) = (0, 0, Int?.none)
        var isIndent = true
        for character in text {
            if character == " " {
                spaces += 1
            } else {
                if !isIndent, spaces > 1, column <= width - Self.narrowest { last = column }
                (isIndent, spaces) = (false, 0)
            }
            column += 1
        }
        return last
    }
}

extension StringProtocol {
    /// Without the spaces that it begins with.
    fileprivate var visibleStart: SubSequence { drop { $0 == " " } }
}

extension String {
    /// The text without the sequences that set a style.
    fileprivate var withoutStyles: String {
        guard contains("\u{1B}") else { return self }
        return replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
    }
}
