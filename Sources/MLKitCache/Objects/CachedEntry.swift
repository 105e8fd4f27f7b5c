public import MLKitCore

/// A file, folder or link as the cache has it.
public struct CachedEntry: Hashable, Sendable {
    public enum Kind: Character, Sendable {
        case file = "f"
        case executable = "x"
        case folder = "d"
        case link = "l"
    }

    public var kind: Kind
    /// The hash of an output (`OutputHash.whole`), a link being what it leads to; `nil` for a link that leads nowhere.
    public var hash: ContentHash?
    /// Bytes; of a folder, those of all files in it.
    var size: Int
    /// Where a link leads, as written in it; empty for all else.
    var target = ""
    /// Where in a pack the content is; `nil` for what has an object of its own.
    var place: PackPlace?

    /// Of a folder that was just taken in, whether its hash covers more than content; not kept.
    public internal(set) var coversMore = false

    /// The object with the content, be it a pack; `nil` for a link, which has none.
    var object: ObjectName? {
        if let place { return ObjectName(place.pack) }
        return kind == .link ? nil : hash.map { ObjectName($0, isTree: kind == .folder) }
    }

    /// As its folder's hash has it.
    func item(named name: String) -> FolderItem {
        let kind: FolderItem.Kind =
            switch kind {
            case .file: .file
            case .executable: .executable
            case .folder: .folder
            case .link: .link(target)
            }
        return FolderItem(name: name, hash: hash, kind: kind)
    }

    /// The most bytes that the object with the content can have.
    var mostBytes: Int {
        if place != nil { return PackLimits.largestPack }
        return kind == .folder ? TreeObject.sizeLimit : size
    }

    /// Whether an object of so many bytes can be the one with the content.
    func fits(_ objectSize: Int) -> Bool {
        if let place { return place.offset + size <= objectSize }
        return kind == .folder || objectSize == size
    }
}

extension CachedEntry {
    public init?(_ json: JSON?) {
        guard let kind = json?["kind"]?.string.flatMap({ Kind(rawValue: $0.first ?? " ") }), kind != .link,
            let hash = json?["hash"]?.string.flatMap({ ContentHash($0) }), let size = json?["size"]?.int
        else { return nil }
        self.init(kind: kind, hash: hash, size: size)
    }

    public var json: JSON {
        [
            "kind": .string(String(kind.rawValue)), "hash": hash.map { .string($0.description) } ?? .null,
            "size": .int(size),
        ]
    }
}

/// Where the bytes of a small file are: in a pack, which is an object that holds those of many, one behind the other.
struct PackPlace: Hashable, Sendable {
    /// The hash of all bytes of the pack, which names it.
    let pack: ContentHash
    let offset: Int
}
