extension ContentHash {
    /// The hash of a folder: that of the names in it, sorted, each with the hash of what stands there, as
    /// `<64 digits> <name>\0`.
    ///
    /// - Parameter entries: `nil` for a link that leads nowhere.
    public init(ofFolder entries: [(name: String, hash: ContentHash?)]) {
        var tree = [UInt8]()
        tree.reserveCapacity(entries.reduce(0) { $0 + $1.name.utf8.count + 66 })
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { digits in
            for entry in entries {
                if let hash = entry.hash {
                    hash.writeDigits(to: digits)
                    tree.append(contentsOf: digits)
                } else {
                    tree.append(UInt8(ascii: "-"))
                }
                tree.append(UInt8(ascii: " "))
                tree.append(contentsOf: entry.name.utf8)
                tree.append(0)
            }
        }
        self.init(of: tree)
    }
}
