extension ContentHash {
    /// The hash of a folder: that of the names in it, sorted, each with the hash of what stands there.
    ///
    /// - Parameter entries: `nil` for a link that leads nowhere.
    public init(ofFolder entries: [(name: String, hash: ContentHash?)]) {
        var tree = ""
        for entry in entries { tree += "\(entry.hash?.hex ?? "-") \(entry.name)\0" }
        self.init(of: tree)
    }
}
