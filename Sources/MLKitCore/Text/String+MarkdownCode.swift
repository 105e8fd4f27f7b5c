extension String {
    /// The text as code in Markdown, whatever backquotes it has (CommonMark 0.31, 6.1).
    public var markdownCode: String {
        var fence = "`"
        while contains(fence) { fence += "`" }
        let space = hasPrefix("`") || hasSuffix("`") ? " " : ""
        return fence + space + self + space + fence
    }
}
