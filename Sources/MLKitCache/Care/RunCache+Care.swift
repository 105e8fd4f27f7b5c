internal import MLKitCore
public import MLKitGit
internal import MLKitSpec
internal import SystemPackage

extension RunCache {
    /// How much is in the cache, and how much of it neither a lock file, here or in git, nor a recorded run inside the
    /// window needs.
    ///
    /// - Parameters:
    ///   - now: nanoseconds since 1970.
    ///   - remote: the remote of the cache as it is written.
    public func status(
        _ window: CacheWindow = .standard, git: GitEnvironment, now: Int, remote: String? = nil
    ) throws -> CacheStatus {
        var status = try use(window, git, now).status
        status.remote = remote.map { RemoteName($0).shown }
        return status
    }

    /// Drops what is not needed in the sense of `status`. Nobody may write into the cache meanwhile.
    ///
    /// - Returns: the cache before, with what was unused in it.
    public func collect(_ window: CacheWindow, git: GitEnvironment, now: Int) throws -> CacheStatus {
        let use = try use(window, git, now)
        try drop(use)
        return use.status
    }

    private func use(_ window: CacheWindow, _ git: GitEnvironment, _ now: Int) throws -> CacheUse {
        var roots = try roots(of: project, git)
        var absent = [AbsentProject]()
        if isShared {
            for user in try CacheUsers(folder, files: files).all() where user.project != project {
                guard user.isHere else {
                    absent.append(AbsentProject(path: user.project.string, record: user.record.string))
                    continue
                }
                roots.formUnion(try self.roots(of: user.project, git))
            }
        }
        return try CacheUse(self, roots, window, now: now, absent: absent)
    }

    private func roots(of project: FilePath, _ git: GitEnvironment) throws -> CacheRoots {
        let kinds = kinds
        return try CacheRoots(project: project, files: files, git: git) { bytes in
            (try? ProjectSpec(parsing: bytes, kinds: kinds)).map { Set($0.stages.map(\.name)) }
        }
    }

    /// Runs go before their objects, so that none is left that could not be restored.
    private func drop(_ use: CacheUse) throws {
        for run in use.unusedRuns { try files.remove(path(run.record.key)) }
        for path in use.inventory.damagedRuns + use.inventory.leftovers { try files.remove(path) }
        for object in use.unusedObjects { try files.remove(store.path(object)) }
    }

    /// Reads every object and every record of a run, and removes what has other bytes than it should have.
    ///
    /// - Returns: what was wrong; what is needed and not there is wrong too. Running the stages again mends it.
    public func verify() throws -> (checked: Int, damage: [CacheDamage]) {
        let inventory = try CacheInventory(self)
        let needs = try CacheNeeds(inventory, store)
        let names = inventory.objects.keys.sorted()
        let intact = try Parallel.map(names.count, threads: store.threads) { try store.isIntact(names[$0]) }
        var damage = [CacheDamage]()
        for (name, isIntact) in zip(names, intact) where !isIntact {
            try files.remove(store.path(name))
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
