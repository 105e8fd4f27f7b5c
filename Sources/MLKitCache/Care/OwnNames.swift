internal import MLKitCore

/// The names that mlkit gives to what it puts into a cache: whatever else is there is left alone.
enum OwnNames {
    /// Folders and files right in the cache.
    static let top: Set = ["objects", "runs", "incoming", "projects", "lock", ".gitignore"]

    /// The key in the name of a run's record; `nil` for any other name.
    static func run(_ name: String) -> ContentHash? {
        name.hasSuffix(RunCache.ending) ? ContentHash(name.dropLast(RunCache.ending.count)) : nil
    }

    /// The two digits that objects are kept under.
    static func isObjectFolder(_ name: String) -> Bool {
        name.utf8.count == 2 && name.utf8.allSatisfy { isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) }
    }

    /// Whether a file was being written when its process was killed: `<number>.tmp`, with the name of a file before it or
    /// not.
    static func isDraft(_ name: String) -> Bool {
        guard name.hasSuffix(".tmp") else { return false }
        let stem = name.dropLast(".tmp".count)
        if isRandom(stem.drop { $0 == "." }) { return true }
        // `.<name of a record or an object>.<process>.<number>.tmp`
        let parts = stem.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count >= 4 && parts[0].isEmpty && parts.suffix(2).allSatisfy(isNumber) && parts[1].utf8.count >= 62
    }

    /// Whether a folder was being fetched into.
    static func isFetch(_ name: String) -> Bool { isRandom(name[...]) }

    /// Of 64 random bits; hardly any of their numbers is shorter.
    private static func isRandom(_ text: Substring) -> Bool { text.utf8.count >= 10 && isNumber(text) }

    private static func isNumber(_ text: Substring) -> Bool { !text.isEmpty && text.utf8.allSatisfy(isDigit) }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
