internal import MLKitCore

/// What is in a folder: the object that stands for it.
///
/// A first line `mlkit tree 1 <hash of all that follows>`, then for each name, sorted,
/// `<hash> <kind> <size> <name>\0<target of a link>\0`, the hash `-` for a link that leads nowhere. Its own name in the
/// store is not the hash of these bytes but the folder's as `HashCache` gives it, so that a lock file's hash finds it;
/// the hash in the first line is there for sizes, kinds and links, which that one does not cover.
struct TreeObject: Hashable, Sendable {
    /// Sorted by name.
    var entries: [(name: String, entry: CachedEntry)]

    static func == (lhs: TreeObject, rhs: TreeObject) -> Bool { lhs.body == rhs.body }
    func hash(into hasher: inout Hasher) { hasher.combine(body) }

    /// The folder's hash.
    var folderHash: ContentHash { ContentHash(ofFolder: entries.map { ($0.name, $0.entry.hash) }) }

    /// Bytes of all files in the folder.
    var size: Int { entries.reduce(0) { $0 + $1.entry.size } }

    var bytes: [UInt8] {
        let body = body
        return Array((Self.header + ContentHash(of: body).hex + "\n").utf8) + body
    }

    private static let header = "mlkit tree 1 "

    private var body: [UInt8] {
        var text = ""
        for (name, entry) in entries {
            text += "\(entry.hash?.hex ?? "-") \(entry.kind.rawValue) \(entry.size) \(name)\0\(entry.target)\0"
        }
        return Array(text.utf8)
    }
}

extension TreeObject {
    /// Reads a tree; `nil` if a byte of it is not as it was written, or if a name in it leads out of its folder.
    init?(_ bytes: [UInt8], of folder: ContentHash) {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let body = Array(bytes[(end + 1)...])
        guard bytes[..<end].elementsEqual((Self.header + ContentHash(of: body).hex).utf8) else { return nil }
        var parts = body.split(separator: 0, omittingEmptySubsequences: false)[...]
        guard parts.popLast()?.isEmpty == true, parts.count % 2 == 0 else { return nil }
        entries = []
        while let line = parts.popFirst(), let target = parts.popFirst() {
            guard let entry = Self.entry(line, target) else { return nil }
            entries.append(entry)
        }
        guard folderHash == folder else { return nil }
    }

    private static func entry(_ line: ArraySlice<UInt8>, _ target: ArraySlice<UInt8>) -> (String, CachedEntry)? {
        let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 3).map { String(decoding: $0, as: UTF8.self) }
        guard parts.count == 4, let kind = parts[1].first.flatMap({ CachedEntry.Kind(rawValue: $0) }),
            let size = Int(parts[2]), !parts[3].contains("/"), parts[3] != ".", parts[3] != ".."
        else { return nil }
        let hash = ContentHash(parts[0])
        guard hash != nil || kind == .link else { return nil }
        let text = String(decoding: target, as: UTF8.self)
        return (parts[3], CachedEntry(kind: kind, hash: hash, size: size, target: text))
    }
}
