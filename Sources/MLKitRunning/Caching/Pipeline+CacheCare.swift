internal import MLKitCache
internal import MLKitCore
public import MLKitGit
internal import MLKitSpec
internal import SystemPackage

extension Pipeline {
    /// What is in the cache.
    ///
    /// - Parameter now: nanoseconds since 1970.
    public func cacheStatus(git: GitEnvironment, now: Int) throws -> CacheStatus {
        let use = try use(.standard, git, now)
        return CacheStatus(
            objects: use.inventory.objects.count, runs: use.inventory.runs.count, size: use.inventory.size,
            unusedObjects: use.unusedObjects.count, unusedRuns: use.unusedRuns.count, unusedSize: use.unusedSize,
            remote: spec.cache.remote.map { RemoteName($0).shown })
    }

    /// Drops what no lock file, here or in git, and no recorded run inside the window needs. No run goes on meanwhile.
    ///
    /// - Parameters:
    ///   - isDry: whether only to say what would be dropped.
    ///   - command: the command line, for others who wait for it.
    ///   - waiting: is told, once and for whom, if another command has to end first.
    /// - Returns: the cache before, with what was unused in it.
    public func collectCache(
        _ window: CacheWindow, git: GitEnvironment, now: Int, isDry: Bool, command: String,
        waiting: (LockHolder?) -> Void
    ) async throws -> CacheStatus {
        let lock = try await hold(for: command, waiting: waiting)
        defer { withExtendedLifetime(lock) {} }
        let use = try use(window, git, now)
        if !isDry { try drop(use) }
        return CacheStatus(
            objects: use.inventory.objects.count, runs: use.inventory.runs.count, size: use.inventory.size,
            unusedObjects: use.unusedObjects.count, unusedRuns: use.unusedRuns.count, unusedSize: use.unusedSize)
    }

    private func use(_ window: CacheWindow, _ git: GitEnvironment, _ now: Int) throws -> CacheUse {
        let roots = try CacheRoots(project: project, files: files, git: git)
        return try CacheUse(cache, roots, window, now: now)
    }

    /// Runs go before their objects, so that none is left that could not be restored.
    private func drop(_ use: CacheUse) throws {
        for run in use.unusedRuns { try files.remove(cache.path(run.record.key)) }
        for path in use.inventory.damagedRuns + use.inventory.leftovers { try files.remove(path) }
        for object in use.unusedObjects { try files.remove(cache.store.path(object)) }
    }

    /// Reads every object and every record of a run, and removes what has other bytes than it should have.
    ///
    /// - Returns: what was wrong; what is needed and not there is wrong too. Running the stages again mends it.
    public func verifyCache() throws -> (checked: Int, damage: [CacheDamage]) {
        let cache = cache
        let inventory = try CacheInventory(cache)
        let needs = try CacheNeeds(inventory, cache.store)
        let names = inventory.objects.keys.sorted()
        let intact = SharedArray<Bool>(count: names.count)
        try Parallel.forEach(names.count, threads: 2) { intact[$0] = try cache.store.isIntact(names[$0]) }
        var damage = [CacheDamage]()
        for (name, isIntact) in zip(names, intact.values) where isIntact == false {
            try files.remove(cache.store.path(name))
            damage.append(needs.damage(.damaged, name))
        }
        for path in inventory.damagedRuns {
            try files.remove(path)
            damage.append(CacheDamage(kind: .damaged, path: path.name(in: project), neededBy: []))
        }
        damage += needs.missing.map { needs.damage(.missing, $0) }
        return (names.count + inventory.runs.count + inventory.damagedRuns.count, damage)
    }
}
