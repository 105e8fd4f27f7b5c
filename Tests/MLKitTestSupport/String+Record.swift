extension String {
    /// A record's text without the line that binds it to the text of its item.
    public var withoutItemText: String { replacing(#/\btext: [0-9a-f]{64}\R/#, with: "") }
}
