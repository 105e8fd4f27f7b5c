public import SystemPackage

/// Paths with `*`, `?`, `[…]` inside a component and `**` for any number of folders.
public struct Glob: Sendable {
    private let components: [String]

    /// Whether a path has characters that make it a pattern.
    public static func isPattern(_ path: String) -> Bool {
        path.contains { "*?[".contains($0) }
    }

    public init(_ pattern: String) {
        components = pattern.split(separator: "/").map(String.init).filter { $0 != "." }
    }

    /// The files and folders below `root` that match, relative to it and sorted. Names that begin with a dot
    /// match only a pattern that does.
    public func matches(in root: FilePath, files: some FileSystem) throws -> [String] {
        try Set(expand(components[...], FilePath(), root, files)).sorted()
    }

    /// Whether a relative path matches.
    public func matches(_ path: String) -> Bool {
        Self.match(components[...], path.split(separator: "/").map(String.init)[...])
    }

    private static func match(_ pattern: ArraySlice<String>, _ path: ArraySlice<String>) -> Bool {
        guard let first = pattern.first else { return path.isEmpty }
        if first == "**" {
            return match(pattern.dropFirst(), path) || (!path.isEmpty && match(pattern, path.dropFirst()))
        }
        guard let name = path.first, component(first, fits: name) else { return false }
        return match(pattern.dropFirst(), path.dropFirst())
    }

    private func expand(
        _ rest: ArraySlice<String>, _ path: FilePath, _ root: FilePath, _ files: some FileSystem
    ) throws -> [String] {
        let here = root.pushing(path)
        guard let first = rest.first else { return try files.exists(here) ? [path.string] : [] }
        if first != "**", !Self.isPattern(first) {
            return try expand(rest.dropFirst(), path.appending(first), root, files)
        }
        guard try files.information(at: here)?.kind == .directory else { return [] }
        var found = first == "**" ? try expand(rest.dropFirst(), path, root, files) : []
        for name in try files.list(here) {
            if first == "**" {
                guard !name.hasPrefix("."), try files.information(at: here.appending(name))?.kind == .directory else {
                    continue
                }
                found += try expand(rest, path.appending(name), root, files)
            } else if Self.component(first, fits: name) {
                found += try expand(rest.dropFirst(), path.appending(name), root, files)
            }
        }
        return found
    }

    /// Whether one component matches: `*` any run of characters, `?` any one, `[a-z]` or `[!a-z]` one of a set.
    static func component(_ pattern: String, fits name: String) -> Bool {
        if name.utf8.first == UInt8(ascii: "."), pattern.utf8.first != UInt8(ascii: ".") { return false }
        // Most names differ from the pattern in their ends already, and taking texts apart into characters is slow.
        let end = pattern.utf8.reversed().prefix { isPlain($0) }
        guard name.utf8.reversed().starts(with: end) else { return false }
        return fits(Array(pattern)[...], Array(name)[...])
    }

    /// Whether a byte stands for itself in a pattern, and is a character of its own.
    private static func isPlain(_ byte: UInt8) -> Bool { byte < 0x80 && !"*?[]".utf8.contains(byte) }

    private static func fits(_ pattern: ArraySlice<Character>, _ name: ArraySlice<Character>) -> Bool {
        guard let first = pattern.first else { return name.isEmpty }
        switch first {
        case "*":
            return fits(pattern.dropFirst(), name) || (!name.isEmpty && fits(pattern, name.dropFirst()))
        case "?":
            return !name.isEmpty && fits(pattern.dropFirst(), name.dropFirst())
        case "[":
            guard let character = name.first, let close = pattern.dropFirst(2).firstIndex(of: "]") else { return false }
            let set = pattern[(pattern.startIndex + 1)..<close]
            return contains(set, character) && fits(pattern[(close + 1)...], name.dropFirst())
        default:
            return name.first == first && fits(pattern.dropFirst(), name.dropFirst())
        }
    }

    private static func contains(_ set: ArraySlice<Character>, _ character: Character) -> Bool {
        let isNegated = set.first == "!"
        var rest = isNegated ? set.dropFirst() : set
        while let low = rest.first {
            let isRange = rest.count > 2 && rest[rest.startIndex + 1] == "-"
            let high = isRange ? rest[rest.startIndex + 2] : low
            if low <= character, character <= high { return !isNegated }
            rest = rest.dropFirst(isRange ? 3 : 1)
        }
        return isNegated
    }
}
