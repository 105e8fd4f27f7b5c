extension String {
    /// The text for a message: of a very long one only the beginning.
    public var shortened: String { utf8.count > 200 ? prefix(100) + "…" : self }
}
