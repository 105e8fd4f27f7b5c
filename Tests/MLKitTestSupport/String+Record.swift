extension String {
    /// A record's text without the line that binds it to the text of its item.
    public var withoutItemText: String {
        split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            !(line.hasPrefix("text: ") && line.utf8.count >= 70)
        }.joined(separator: "\n")
    }
}
