internal import MLKitCore

extension Evidence {
    /// What a person reads of it: its name, and what it is bound by.
    var words: String { name + (hash.map { " sha256:\($0.hex)" } ?? "") }
}
