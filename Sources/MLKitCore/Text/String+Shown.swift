extension String {
    /// The text for one line of a terminal: what would move its cursor or change its colours is a question mark.
    public var onOneLine: String {
        guard unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return self }
        return String(
            String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
    }

    /// The text for a message: of a very long one only the beginning.
    public var shortened: String { utf8.count > 200 ? prefix(100) + "…" : self }

    /// The text as code in Markdown, whatever backquotes it has (CommonMark 0.31, 6.1).
    public var markdownCode: String {
        var fence = "`"
        while contains(fence) { fence += "`" }
        let space = hasPrefix("`") || hasSuffix("`") ? " " : ""
        return fence + space + self + space + fence
    }
}
