public import MLKitCore

/// What became of files that are gone from where they were.
public struct MovedFiles {
    /// Where they are now.
    public internal(set) var places: ByteTable<String> = [:]
    /// Files that git does not know yet, and that they may have become: that is not known before somebody adds one.
    public internal(set) var unadded: ByteTable<String> = [:]

    public init(places: ByteTable<String> = [:], unadded: ByteTable<String> = [:]) {
        self.places = places
        self.unadded = unadded
    }
}
