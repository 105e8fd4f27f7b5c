internal import MLKitCore

/// Something that is wrong with a cache.
public struct CacheDamage: Hashable, Sendable {
    public enum Kind: String, Sendable {
        /// It was there with other bytes than it should have, and has been removed.
        case damaged
        case missing
    }

    public var kind: Kind
    /// Relative to the project.
    public var path: String
    /// Stages and outputs that need it, as "train: models/net/model.onnx".
    public var neededBy: [String]
}

/// Who needs which object.
struct CacheNeeds {
    private var users: [ObjectName: [String]] = [:]
    /// Objects that some run needs and that are not there, sorted.
    let missing: [ObjectName]

    init(_ inventory: CacheInventory, _ store: ObjectStore) throws {
        for run in inventory.runs {
            var outputs = run.record.objects.sorted.map { ($0.key, $0.value) }
            if let log = run.record.log { outputs.append(("its log", log)) }
            for (path, entry) in outputs {
                let user = "\(run.record.stage): \(path)"
                for object in try store.objects(of: entry) where users[object]?.contains(user) != true {
                    users[object, default: []].append(user)
                }
            }
        }
        missing = users.keys.filter { inventory.objects[$0] == nil }.sorted()
    }

    func damage(_ kind: CacheDamage.Kind, _ object: ObjectName) -> CacheDamage {
        CacheDamage(kind: kind, path: ".mlkit/cache/objects/\(object.path)", neededBy: (users[object] ?? []).sorted())
    }
}
