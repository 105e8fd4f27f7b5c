internal import Synchronization

/// What the server tells of itself, as bytes that are made once for the models it has: to make them anew takes longer than
/// many predictions, and anyone may ask for them again and again.
final class DocumentCache: Sendable {
    private struct Entry {
        let generation: Int
        let bytes: [UInt8]
    }

    private let entry = Mutex<Entry?>(nil)

    /// The document of the models of that generation.
    ///
    /// - Parameter make: makes it where it is another than the last time.
    func bytes(of generation: Int, _ make: () -> [UInt8]) -> [UInt8] {
        if let known = entry.withLock({ $0 }), known.generation == generation { return known.bytes }
        let bytes = make()
        entry.withLock { $0 = Entry(generation: generation, bytes: bytes) }
        return bytes
    }
}
