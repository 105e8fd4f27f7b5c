public import MLKitCore

/// What became of files that are gone from where they were.
public struct MovedFiles {
    /// Where they are now.
    public internal(set) var places: ByteTable<String> = [:]
    /// Files that git does not know yet, and that they may have become: that is not known before somebody adds one.
    public internal(set) var unadded: ByteTable<String> = [:]
    /// Those that went before the history of a shallow clone begins: only the rest of it tells where to.
    public internal(set) var untold = PathSet()
    /// Those of which a partial clone left out what tells where they went, and cannot fetch it.
    public internal(set) var unfetched = PathSet()

    public init(
        places: ByteTable<String> = [:], unadded: ByteTable<String> = [:], untold: PathSet = [], unfetched: PathSet = []
    ) {
        self.places = places
        self.unadded = unadded
        self.untold = untold
        self.unfetched = unfetched
    }
}
