extension StringProtocol {
    /// The text without white space at either end.
    public var trimmed: String {
        // Most texts begin and end with something to see, and characters are slow to take apart.
        let bytes = Substring(self).utf8
        if let first = bytes.first, let last = bytes.last, 0x21..<0x7F ~= first, 0x21..<0x7F ~= last { return String(self) }
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
