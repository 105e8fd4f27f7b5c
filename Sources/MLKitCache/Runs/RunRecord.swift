public import MLKitCore
public import MLKitFingerprints

/// One success of a stage, as the cache keeps it: `.mlkit/cache/runs/<key>.json`.
///
/// A compact JSON object: `checksum`, the hash of the rest as it stands after it; `format`, which earlier versions of
/// mlkit did not write; `key`; `stage`; `lock`, the lock file
/// of that run; `objects`, by output what it was; `log`, what the stage's process wrote, or null.
public struct RunRecord: Sendable {
    public var key: ContentHash
    public var stage: String
    public var lock: StageLock
    /// The outputs by path.
    public var objects: ByteTable<CachedEntry>
    public var log: CachedEntry?

    public init(key: ContentHash, stage: String, lock: StageLock, objects: ByteTable<CachedEntry>, log: CachedEntry?) {
        self.key = key
        self.stage = stage
        self.lock = lock
        self.objects = objects
        self.log = log
    }

    /// All that is needed to restore it.
    var entries: [CachedEntry] { objects.values + [log].compactMap { $0 } }

    var bytes: [UInt8] {
        let body = JSON.object(body).compactBytes
        return JSON.object([Self.checksum(body)]).compactBytes.dropLast() + [UInt8(ascii: ",")] + body.dropFirst()
    }

    private var body: [JSON.Member] {
        let outputs = objects.sorted.map { JSON.Member($0.key, $0.value.json) }
        return [
            JSON.Member("format", .int(Self.format)), JSON.Member("key", .string(key.description)),
            JSON.Member("stage", .string(stage)),
            JSON.Member("lock", lock.json), JSON.Member("objects", .object(outputs)),
            JSON.Member("log", log?.json ?? .null),
        ]
    }

    /// - Parameter body: an object of the members behind it.
    private static func checksum(_ body: [UInt8]) -> JSON.Member {
        JSON.Member("checksum", .string(ContentHash(of: body).description))
    }
}

extension RunRecord {
    /// The format that is written; records without a number are read too.
    private static let format = 2
    /// The most bytes that a record may have.
    static let sizeLimit = 64 << 20

    /// Reads a record; `nil` if it is not as it was written, or belongs under another key.
    ///
    /// - Throws: `Failure` for a later format.
    init?(_ bytes: [UInt8], key: ContentHash) throws {
        let json = try? JSON(parsing: bytes)
        if let format = json?["format"]?.int, format > Self.format {
            throw Failure.newerFormat(format, of: "a run in the cache, `\(key.hex)`,", known: Self.format)
        }
        guard let json, let members = json.members,
            members.first == Self.checksum(JSON.object(Array(members.dropFirst())).compactBytes), json["key"]?.string == key.description,
            let stage = json["stage"]?.string, let lock = json["lock"].flatMap({ StageLock($0) }), let outputs = json["objects"]?.members
        else { return nil }
        let objects = outputs.compactMap { member in CachedEntry(member.value).map { (member.name, $0) } }
        guard objects.count == outputs.count else { return nil }
        self.init(
            key: key, stage: stage, lock: lock, objects: ByteTable(objects) { $1 },
            log: CachedEntry(json["log"]))
    }
}
