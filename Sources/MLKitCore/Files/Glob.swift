public import SystemPackage

/// Paths with `*`, `?`, `[…]` inside a component and `**` for any number of folders.
public struct Glob: Sendable {
    private let components: [String]

    /// Whether a path has characters that make it a pattern.
    public static func isPattern(_ path: String) -> Bool {
        path.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[") }
    }

    /// The same, unless something has just that name: `data [v2]/x.csv` is a file before it is a pattern.
    public static func isPattern(_ path: String, in root: FilePath, files: some FileSystem) throws -> Bool {
        try isPattern(path) && files.standing(at: root.pushing(FilePath(path))) == nil
    }

    public init(_ pattern: String) {
        let all = pattern.pathComponents.map(String.init).filter { $0 != "." }
        // `**` twice means no more than once, and would be tried in every combination.
        components = all.enumerated().filter { $0.offset == 0 || $0.element != "**" || all[$0.offset - 1] != "**" }
            .map(\.element)
    }

    /// The files and folders below `root` that match, relative to it and sorted. Names that begin with a dot
    /// match only a pattern that does, and the folders in which git and mlkit keep what is theirs only by their names. `**`
    /// follows links, but for those that lead back to a folder around them.
    public func matches(in root: FilePath, files: some FileSystem) throws -> [String] {
        try Set(expand(components[...], FilePath(), root, files, above: []).map { ByteText($0) }).map(\.text).sortedByBytes()
    }

    private static let reserved: Set = [".git", ".mlkit"]

    /// Whether a relative path matches.
    public func matches(_ path: String) -> Bool {
        Self.match(components[...], path.pathComponents.map(String.init)[...])
    }

    /// Whether the pattern can match a path, a folder around it, or something inside of it.
    public func overlaps(_ path: String) -> Bool {
        let parts = path.pathComponents.map(String.init)
        /// How many parts of the path the pattern can have matched so far.
        var reached = [Bool](repeating: false, count: parts.count + 1)
        reached[0] = true
        for pattern in components {
            // It goes on inside of what stands at the path.
            if reached[parts.count] { return true }
            if pattern == "**" {
                for index in parts.indices where reached[index] && !parts[index].hasPrefix(".") { reached[index + 1] = true }
            } else {
                var next = [Bool](repeating: false, count: parts.count + 1)
                for index in parts.indices where reached[index] {
                    next[index + 1] = Self.component(pattern, fits: parts[index])
                }
                reached = next
            }
        }
        return reached.contains(true)
    }

    /// The folder below which all lies that the pattern can match; empty if it begins with a wildcard.
    public var fixedFolder: String {
        components.prefix { !Self.isPattern($0) }.joined(separator: "/")
    }

    private static func match(_ pattern: ArraySlice<String>, _ path: ArraySlice<String>) -> Bool {
        Wildcards.match(pattern[...], path[...], isStar: { $0 == "**" }) { component($0, fits: $1) }
    }

    private func expand(
        _ rest: ArraySlice<String>, _ path: FilePath, _ root: FilePath, _ files: some FileSystem, above: [UInt64]
    ) throws -> [String] {
        let here = root.pushing(path)
        guard let first = rest.first else { return try files.exists(here) ? [path.string] : [] }
        if first != "**", !Self.isPattern(first) {
            let above = rest.contains("**") ? above + [try files.information(at: here)?.inode ?? 0] : above
            return try expand(rest.dropFirst(), path.appending(first), root, files, above: above)
        }
        guard let folder = try files.information(at: here), folder.kind == .directory else { return [] }
        var found = first == "**" ? try expand(rest.dropFirst(), path, root, files, above: above) : []
        let above = above + [folder.inode]
        for entry in try files.entries(here) {
            if first == "**" {
                guard !entry.name.hasPrefix("."), try isFolder(entry, in: here, files, above) else { continue }
                found += try expand(rest, path.appending(entry.name), root, files, above: above)
            } else if Self.component(first, fits: entry.name), !(path.isEmpty && Self.reserved.contains(entry.name)) {
                try checkName(entry.name, in: here, files)
                found += try expand(rest.dropFirst(), path.appending(entry.name), root, files, above: above)
            }
        }
        return found
    }

    /// A name that is not UTF-8 is read with a character in it that stands for what cannot be read, and leads nowhere.
    private func checkName(_ name: String, in folder: FilePath, _ files: some FileSystem) throws {
        guard name.unicodeScalars.contains("\u{FFFD}"), try files.standing(at: folder.appending(name)) == nil else { return }
        throw LocalFileSystem.unreadableName(name, in: folder)
    }

    /// - Parameter above: the inodes of the folders that the entry is in.
    private func isFolder(
        _ entry: DirectoryEntry, in folder: FilePath, _ files: some FileSystem, _ above: [UInt64]
    ) throws -> Bool {
        guard entry.kind == .link else { return entry.kind == .directory }
        // One that leads to itself is no folder either.
        guard let end = try? files.information(at: folder.appending(entry.name)) else { return false }
        return end.kind == .directory && !above.contains(end.inode)
    }

    /// Whether one component matches: `*` any run of characters, `?` any one, `[a-z]` or `[!a-z]` one of a set.
    static func component(_ pattern: String, fits name: String) -> Bool {
        if name.utf8.first == UInt8(ascii: "."), pattern.utf8.first != UInt8(ascii: ".") { return false }
        // Most names differ from the pattern in their ends already, and taking texts apart into characters is slow.
        let end = pattern.utf8.reversed().prefix { isPlain($0) }
        guard name.utf8.reversed().starts(with: end) else { return false }
        return Wildcards.match(Wildcard.all(in: pattern)[...], Array(name)[...], isStar: { $0 == .run }) { $0.fits($1) }
    }

    /// Whether a byte stands for itself in a pattern, and is a character of its own.
    private static func isPlain(_ byte: UInt8) -> Bool { byte < 0x80 && !"*?[]".utf8.contains(byte) }
}
