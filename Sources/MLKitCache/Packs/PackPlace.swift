internal import MLKitCore

/// Where the bytes of a small file are: in a pack, which is an object that holds those of many, one behind the other.
struct PackPlace: Hashable, Sendable {
    /// The hash of all bytes of the pack, which names it.
    let pack: ContentHash
    let offset: Int
}
