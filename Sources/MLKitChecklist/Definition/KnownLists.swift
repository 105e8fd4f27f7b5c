internal import MLKitCore
internal import SystemPackage

/// Lists as this version of mlkit has read them, by the hashes of their files: reading one of hundreds of items as YAML, and
/// checking it, costs ten times as much.
///
/// Kept in `.mlkit/cache/lists`, those of the last look alone: the mark of `CacheSeal` on all that follows, a number for the
/// form, the version of mlkit, and the lists with their keys. Losing it costs time only.
struct KnownLists {
    private let path: FilePath
    private let files: any FileSystem
    private let seal: CacheSeal?
    private let known: [ContentHash: [UInt8]]
    private var used: [ContentHash: [UInt8]] = [:]

    /// Raised when lists are written otherwise.
    private static let form = 1
    /// A larger file is none of ours.
    private static let sizeLimit = 1 << 26

    /// - Parameter seal: `nil` knows no list.
    init(project: FilePath, files: any FileSystem, seal: CacheSeal?) {
        self.seal = seal
        path = project.pushing(".mlkit/cache/lists")
        self.files = files
        let bytes = seal == nil ? nil : try? files.read(path, limit: Self.sizeLimit)
        known = bytes.flatMap { Self.lists(in: $0, seal) } ?? [:]
    }

    /// What a list is known by: where it stands says how it is called.
    static func key(_ content: [UInt8], name: String, file: String) -> ContentHash {
        ContentHash(of: "\(name)\0\(file)\0\(ContentHash(of: content).hex)")
    }

    /// A list that was read before; `nil` if it was not.
    mutating func list(_ key: ContentHash) -> ChecklistDefinition? {
        guard let bytes = known[key] else { return nil }
        var reader = ByteReader(bytes)
        guard let list = try? ChecklistDefinition(from: &reader), reader.isAtEnd else { return nil }
        used[key] = bytes
        return list
    }

    /// Notes a list in which nothing is wrong.
    mutating func note(_ list: ChecklistDefinition, _ key: ContentHash) {
        var writer = ByteWriter()
        list.write(to: &writer)
        used[key] = writer.bytes
    }

    /// Writes what is new. Where it cannot be written, nothing is said.
    func save() {
        guard let seal, used != known else { return }
        var writer = ByteWriter()
        writer.append(repeatElement(0, count: ContentHash.byteCount))
        writer.write(Self.form)
        writer.write(Version.current)
        writer.write(used.count)
        for (key, list) in used.sorted(by: { $0.key.hex < $1.key.hex }) {
            writer.write(key.bytes)
            writer.write(list)
        }
        var bytes = writer.bytes
        bytes.replaceSubrange(..<ContentHash.byteCount, with: Self.mark(on: bytes, seal).bytes)
        try? files.makeIgnoredDirectory(path.removingLastComponent())
        try? files.write(bytes, to: path)
    }

    private static func lists(in bytes: [UInt8], _ seal: CacheSeal?) -> [ContentHash: [UInt8]]? {
        guard let seal, bytes.starts(with: mark(on: bytes, seal).bytes) else { return nil }
        var reader = ByteReader(bytes, from: ContentHash.byteCount)
        guard (try? reader.int()) == form, (try? reader.text()) == Version.current, let count = try? reader.count(ofAtLeast: 16) else {
            return nil
        }
        var lists: [ContentHash: [UInt8]] = [:]
        for _ in 0..<count {
            guard let key = (try? reader.content()).flatMap({ ContentHash(raw: $0) }), let list = try? reader.content() else { return nil }
            lists[key] = list
        }
        return lists
    }

    private static func mark(on bytes: [UInt8], _ seal: CacheSeal) -> ContentHash {
        seal.mark(of: Array(bytes.dropFirst(ContentHash.byteCount)))
    }
}
