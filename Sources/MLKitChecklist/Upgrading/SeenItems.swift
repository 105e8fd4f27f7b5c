internal import MLKitCore
internal import SystemPackage

/// The items of each list that a project has seen, as `mlkit check upgrade` noted them last: what tells a new item from
/// one that nobody has answered yet.
///
/// One text file per list, `.mlkit/seen/<list>.txt`, that git keeps, with one line per item: its id, two spaces, and
/// its title, sorted by id.
///
/// ```
/// # The items of `end-to-end` that this project has seen: see `mlkit check upgrade`.
/// data.split-disjoint  No row stands in two parts of the split
/// scoping.baseline  Establish the baseline that has to be beaten
/// ```
///
/// Branches that upgraded to the same list have the same file. If others conflict, both sides count, markers and all
/// are passed over, and the next upgrade writes the file anew. (A version number of the list would be smaller, but
/// cannot be merged, and every own list would need one.)
struct SeenItems: Sendable {
    /// Titles by id, of every list.
    let titles: [String: String]
    /// The items of each list that was noted.
    let items: [String: Set<String>]

    /// The lists that were noted.
    var lists: Set<String> { Set(items.keys) }

    static let folder = ".mlkit/seen"

    static func path(of list: String) -> String { "\(folder)/\(list).txt" }

    init(project: FilePath, files: any FileSystem) throws {
        let root = project.pushing(FilePath(Self.folder))
        let names = try files.exists(root) ? try files.list(root).filter { $0.hasSuffix(".txt") } : []
        var titles: [String: String] = [:]
        var items: [String: Set<String>] = [:]
        for name in names {
            let own = Self.titles(in: String(decoding: try files.read(root.appending(name)), as: UTF8.self))
            titles.merge(own) { $1 }
            items[String(name.dropLast(4))] = Set(own.keys)
        }
        self.titles = titles
        self.items = items
    }

    private static func titles(in text: String) -> [String: String] {
        let pairs = text.split(whereSeparator: \.isNewline).compactMap { line -> (String, String)? in
            let parts = line.split(separator: " ", maxSplits: 1)
            // Comments and markers of a conflict are no ids.
            guard let id = parts.first, DefinitionSchema.isIdentifier(String(id)) else { return nil }
            return (String(id), parts.count == 2 ? String(parts[1]).trimmed : "")
        }
        return Dictionary(pairs) { $1 }
    }

    static func text(of list: String, _ items: [ChecklistItem]) -> String {
        let lines = items.sorted { $0.id < $1.id }.map { item in
            "\(item.id)  \(item.title.split(whereSeparator: \.isWhitespace).joined(separator: " "))\n"
        }
        return "# The items of `\(list)` that this project has seen: see `mlkit check upgrade`.\n" + lines.joined()
    }
}
