/// Marks what mlkit keeps in a project's folder for itself, so that it can be told from what came with a clone: a list
/// of verdicts that somebody committed must not be taken for what was found here, nor the journal of an update for one that was begun here.
///
/// The mark is HMAC-SHA-256 (RFC 2104) under a key that never leaves the user's own cache.
public struct CacheSeal: Sendable {
    private let key: [UInt8]

    private static let blockSize = 64

    /// - Parameter key: random bytes; `nil` for a machine that can keep none, on which nothing is taken from a cache.
    public init?(key: [UInt8]?) {
        guard let key, !key.isEmpty else { return nil }
        self.key = key.count > Self.blockSize ? ContentHash(of: key).bytes : key
    }

    /// The mark of some content.
    public func mark(of content: [UInt8]) -> ContentHash {
        let padded = key + [UInt8](repeating: 0, count: Self.blockSize - key.count)
        let inner = ContentHash(of: padded.map { $0 ^ 0x36 } + content)
        return ContentHash(of: padded.map { $0 ^ 0x5C } + inner.bytes)
    }
}
