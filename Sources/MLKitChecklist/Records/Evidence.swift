public import MLKitCore

/// A file, or all that is in a folder, that an answer rests on, as it was then.
public struct Evidence: Hashable, Sendable {
    /// Relative to the project; a folder's ends with `/`.
    public var path: String
    /// Of a file the hash that `sha256sum` prints; of a folder the hash of its tree (see `HashCache`).
    public var hash: ContentHash

    public init(path: String, hash: ContentHash) {
        self.path = path
        self.hash = hash
    }
}
