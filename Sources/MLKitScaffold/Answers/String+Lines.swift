extension String {
    /// The text in lines of at most `width` characters, broken at spaces; a longer word has a line of its own.
    public func lines(of width: Int) -> [String] {
        var lines = [String]()
        for word in split(whereSeparator: \.isWhitespace) {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
