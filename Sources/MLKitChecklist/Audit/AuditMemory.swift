internal import MLKitCore
internal import SystemPackage

/// What audits found nothing against, so that only what is new is looked at again.
///
/// Commits never change what they stand for, so that a record with the same bytes and the same history is as sound as it
/// was. Kept in `.mlkit/cache/audit` (`SealedFile`): the keys of sound records, and the lists that specs named, with the key
/// of the commits that were asked.
struct AuditMemory {
    private let file: SealedFile
    private var known: Set<ContentHash> = []
    private var named: (key: ContentHash, lists: [String])?
    /// Those that were asked for this time: the others are of the past.
    private var sound: Set<ContentHash> = []
    private var isChanged = false

    init(project: FilePath, files: any FileSystem, seal: CacheSeal?) {
        // The form is raised when records are held to something else.
        file = SealedFile("audit", project: project, files: files, seal: seal, form: 4)
        load()
    }

    /// The key of what depends on these texts alone.
    static func key(_ parts: [String]) -> ContentHash { ContentHash(of: parts.map { $0 + "\0" }.joined()) }

    /// Whether nothing was found against a record.
    mutating func isSound(_ key: ContentHash) -> Bool {
        guard known.contains(key) else { return false }
        sound.insert(key)
        return true
    }

    mutating func note(_ key: ContentHash) { sound.insert(key) }

    func lists(_ key: ContentHash) -> Set<String>? { named.flatMap { $0.key == key ? Set($0.lists) : nil } }

    mutating func note(_ lists: Set<String>, _ key: ContentHash) {
        guard named?.key != key else { return }
        named = (key, lists.sorted())
        isChanged = true
    }

    private mutating func load() {
        guard var reader = file.read() else { return }
        do {
            for _ in 0..<(try reader.count(ofAtLeast: ContentHash.byteCount)) { known.insert(try Self.hash(&reader)) }
            let key = try Self.hash(&reader)
            var lists = [String]()
            for _ in 0..<(try reader.count(ofAtLeast: 1)) { lists.append(try reader.text()) }
            named = (key, lists)
        } catch {
            (known, named) = ([], nil)
        }
    }

    func save() {
        guard isChanged || sound != known else { return }
        file.write { writer in
            writer.write(sound.count)
            for key in sound.sorted(by: { $0.hex < $1.hex }) { writer.write(key.bytes) }
            writer.write((named?.key ?? Self.key([])).bytes)
            writer.write(named?.lists.count ?? 0)
            for list in named?.lists ?? [] { writer.write(list) }
        }
    }

    private static func hash(_ reader: inout ByteReader) throws -> ContentHash {
        guard let hash = ContentHash(raw: try reader.content()) else { throw ByteReader.Malformed() }
        return hash
    }
}
