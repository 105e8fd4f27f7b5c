extension Sequence<String> {
    /// The texts in the order of their UTF-8 bytes: the same on every machine, and in every language that
    /// reads the model.
    func sortedByBytes() -> [String] {
        sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
