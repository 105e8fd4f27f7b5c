internal import MLKitCore
internal import MLKitFingerprints

/// Which part of a cache is needed, and which is not.
struct CacheUse {
    let inventory: CacheInventory
    let unusedRuns: [CacheInventory.Run]
    let unusedObjects: [ObjectName]

    init(_ cache: RunCache, _ roots: CacheRoots, _ window: CacheWindow, now: Int) throws {
        inventory = try CacheInventory(cache)
        let inWindow = Set(window.keeps(inventory.runs, now: now).map(\.record.key))
        let used = inventory.runs.filter { run in
            inWindow.contains(run.record.key) || roots.hashes.contains(run.record.lock.outputsHash)
                || run.record.objects.values.allSatisfy { $0.hash.map(roots.hashes.contains) ?? false }
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
            unusedObjects: unusedObjects.count, unusedRuns: unusedRuns.count, unusedSize: unusedSize)
    }
}
