extension Evidence {
    /// What a person reads of it.
    var words: String { name }
}
