internal import MLKitCore

/// What is in a folder: the object that stands for it.
///
/// A first line `mlkit tree 2 <hash of all that follows>`; a line with the hashes of the packs that files of the folder
/// are in, with spaces between; then for each name, sorted,
/// `<hash> <kind> <size> <place> <name>\0<target of a link>\0`, the hash `-` for a link that leads nowhere, the place
/// `<number of the pack>:<offset>`, or `-` for what has an object of its own. A tree's name in the store is not the
/// hash of these bytes but the folder's as an output (`OutputHash.whole`), so that a lock file's hash finds it; the hash
/// in the first line is there for sizes and places, which that one does not cover. Earlier versions of mlkit named all
/// trees by their content, and those are read too.
struct TreeObject: Hashable, Sendable {
    /// Sorted by name.
    var entries: [(name: String, entry: CachedEntry)]

    static func == (lhs: TreeObject, rhs: TreeObject) -> Bool { lhs.body == rhs.body }
    func hash(into hasher: inout Hasher) { hasher.combine(body) }

    /// The folder's hash as an output.
    var folderHash: ContentHash { ContentHash(ofItems: entries.map { $0.entry.item(named: $0.name) }) }

    /// Whether it is the tree of a folder, by its hash, be that of its content alone.
    func isOf(_ folder: ContentHash) -> Bool {
        folderHash == folder || ContentHash(ofFolder: entries.map { ($0.name, $0.entry.hash) }) == folder
    }

    /// Bytes of all files in the folder.
    var size: Int { entries.reduce(0) { $0 + $1.entry.size } }

    var bytes: [UInt8] {
        let body = body
        return Array((Self.header + ContentHash(of: body).hex + "\n").utf8) + body
    }

    /// The most bytes that a tree may have: some millions of files in one folder.
    static let sizeLimit = 256 << 20
    /// The most folders that may stand in each other.
    static let deepest = 200

    static let header = "mlkit tree 2 "

    private var body: [UInt8] {
        var packs: [ContentHash: Int] = [:]
        var text = [UInt8]()
        for case let pack? in entries.map(\.entry.place?.pack) where packs[pack] == nil {
            if !packs.isEmpty { text.append(UInt8(ascii: " ")) }
            packs[pack] = packs.count
            text += pack.hex.utf8
        }
        text.append(UInt8(ascii: "\n"))
        text.reserveCapacity(text.count + entries.count * 128)
        for (name, entry) in entries {
            text += entry.hash.map { $0.hex.utf8 } ?? "-".utf8
            let place = entry.place.map { "\(packs[$0.pack] ?? 0):\($0.offset)" } ?? "-"
            text += " \(entry.kind.rawValue) \(entry.size) \(place) \(name)\0\(entry.target)\0".utf8
        }
        return text
    }
}
