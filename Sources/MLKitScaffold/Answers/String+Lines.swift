extension String {
    /// The text in lines of at most `width` characters, broken between words; a longer word has a line of its own.
    public func lines(of width: Int) -> [String] {
        var lines = [String]()
        for word in unbreakableWords {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    /// The words of the text, with what stands around them that is not a space. What stands in backquotes is one word: a command, or a
    /// name with spaces, can be copied from one line only.
    public var unbreakableWords: [Substring] {
        var words = [Substring]()
        var start: Index?
        var isQuoted = false
        for index in indices {
            let character = self[index]
            // A backquote that is not closed begins nothing.
            if character == "`" { isQuoted = isQuoted ? false : self[self.index(after: index)...].contains("`") }
            if character.isWhitespace, !isQuoted {
                if let start { words.append(self[start..<index]) }
                start = nil
            } else if start == nil {
                start = index
            }
        }
        if let start { words.append(self[start...]) }
        return words
    }

    /// The text, its end replaced by `…` if it is longer than `width`: after a word, where one has room. A text with styles stays as it
    /// is.
    public func cut(to width: Int) -> String {
        guard count > width, !contains("\u{1B}") else { return self }
        var end = startIndex
        for word in unbreakableWords {
            guard distance(from: startIndex, to: word.endIndex) <= width - 2 else { break }
            end = word.endIndex
        }
        return end == startIndex ? prefix(max(width - 1, 1)) + "…" : self[..<end] + " …"
    }
}
