internal import MLKitCore
internal import MLKitFingerprints

/// Which part of a cache is needed, and which is not.
struct CacheUse {
    let inventory: CacheInventory
    let unusedRuns: [CacheInventory.Run]
    let unusedObjects: [ObjectName]

    /// Those whose needs are not known, for whose sake all is kept.
    let absent: [AbsentProject]

    init(
        _ cache: RunCache, _ roots: CacheRoots, _ window: CacheWindow, now: Int, absent: [AbsentProject] = []
    ) throws {
        inventory = try CacheInventory(cache)
        self.absent = absent.sorted { $0.path < $1.path }
        guard absent.isEmpty else {
            (unusedRuns, unusedObjects) = ([], [])
            return
        }
        let inWindow = Set(window.keeps(inventory.runs, now: now).map(\.record.key))
        let used = inventory.runs.filter { run in
            inWindow.contains(run.record.key) || roots.hashes.contains(run.record.lock.outputsHash)
                || run.record.lock.outputs.values.allSatisfy(roots.hashes.contains)
        }
        var needed = Set<ObjectName>()
        for hash in roots.hashes {
            try cache.store.collect(ObjectName(hash), into: &needed)
            try cache.store.collect(ObjectName(hash, isTree: true), into: &needed)
        }
        for entry in used.flatMap(\.record.entries) { try cache.store.collect(entry.object, into: &needed) }
        let usedKeys = Set(used.map(\.record.key))
        unusedRuns = inventory.runs.filter { !usedKeys.contains($0.record.key) }
        unusedObjects = inventory.objects.keys.filter { !needed.contains($0) }.sorted()
    }

    /// Bytes that dropping the rest would free.
    private var unusedSize: Int {
        unusedObjects.reduce(0) { $0 + (inventory.objects[$1] ?? 0) } + unusedRuns.reduce(0) { $0 + $1.size }
    }

    var status: CacheStatus {
        CacheStatus(
            objects: inventory.objects.count, runs: inventory.runs.count, size: inventory.size,
            unusedObjects: unusedObjects.count, unusedRuns: unusedRuns.count, unusedSize: unusedSize, absent: absent)
    }
}

/// How much is in a cache, and how much of it nothing needs.
public struct CacheStatus: Hashable, Sendable {
    public var objects: Int
    public var runs: Int
    /// Bytes of all.
    public var size: Int
    public var unusedObjects: Int
    public var unusedRuns: Int
    /// Bytes.
    public var unusedSize: Int
    /// Projects that share the cache and were not found: because of them nothing counts as unused.
    public var absent: [AbsentProject] = []
    /// As it may be shown; `nil` if there is none.
    public var remote: String?
}

/// Which recorded runs a collection keeps, whether a lock file needs them or not.
public enum CacheWindow: Hashable, Sendable {
    /// The newest so many of each stage.
    case newest(Int)
    /// Those made in the last so many seconds.
    case younger(than: Int)

    /// 30 days.
    public static let standard = CacheWindow.younger(than: 30 * 86_400)

    /// The runs inside the window.
    ///
    /// - Parameter now: nanoseconds since 1970.
    func keeps(_ runs: [CacheInventory.Run], now: Int) -> [CacheInventory.Run] {
        switch self {
        case .younger(let seconds): runs.filter { $0.made >= now - seconds * 1_000_000_000 }
        case .newest(let count):
            Dictionary(grouping: runs, by: \.record.stage).values.flatMap { runs in
                runs.sorted { $0.made > $1.made }.prefix(count)
            }
        }
    }
}
