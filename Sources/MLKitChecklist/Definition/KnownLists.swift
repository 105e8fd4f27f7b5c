internal import MLKitCore
internal import SystemPackage

/// Lists as this version of mlkit has read them, by the hashes of their files: reading one of hundreds of items as YAML, and
/// checking it, costs ten times as much.
///
/// Kept in `.mlkit/cache/lists` (`SealedFile`), those of the last look alone: the version of mlkit, and the lists with their
/// keys.
struct KnownLists {
    private let file: SealedFile
    private let known: [ContentHash: [UInt8]]
    private var used: [ContentHash: [UInt8]] = [:]

    /// - Parameter seal: `nil` knows no list.
    init(project: FilePath, files: any FileSystem, seal: CacheSeal?) {
        // The form is raised when lists are written otherwise.
        file = SealedFile("lists", project: project, files: files, seal: seal, form: 1)
        known = file.read().flatMap(Self.lists) ?? [:]
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

    /// Writes what is new.
    func save() {
        guard used != known else { return }
        file.write { writer in
            writer.write(Version.current)
            writer.write(used.count)
            for (key, list) in used.sorted(by: { $0.key.hex < $1.key.hex }) {
                writer.write(key.bytes)
                writer.write(list)
            }
        }
    }

    private static func lists(in reader: ByteReader) -> [ContentHash: [UInt8]]? {
        var reader = reader
        guard (try? reader.text()) == Version.current, let count = try? reader.count(ofAtLeast: 16) else { return nil }
        var lists: [ContentHash: [UInt8]] = [:]
        for _ in 0..<count {
            guard let key = (try? reader.content()).flatMap({ ContentHash(raw: $0) }), let list = try? reader.content() else { return nil }
            lists[key] = list
        }
        return lists
    }
}
