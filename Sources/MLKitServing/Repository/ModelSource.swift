/// A place from which a model, and later its newer versions, are loaded.
public protocol ModelSource: Sendable {
    /// The version that should be served now; `nil` if it cannot be told.
    func current() -> String?

    /// Loads that version, and finds that it answers.
    ///
    /// - Throws: `Failure` if it is not whole, or does not answer.
    func load() throws -> ServedModel

    /// A message of `load` as clients may see it, who are told nothing of this machine's folders.
    func withoutPaths(_ message: String) -> String
}

extension ModelSource {
    public func withoutPaths(_ message: String) -> String { message }
}
