public import MLKitCache
public import MLKitCore
public import MLKitFingerprints
public import MLKitSpec
internal import SystemPackage

extension Pipeline {
    /// What its stages made before.
    public var cache: RunCache {
        RunCache(
            project: cacheOwner, files: files, links: spec.cache.links, threads: cacheThreads, kinds: spec.kinds,
            shared: sharedCache)
    }

    /// Two threads read, hash and write; more than that wait for the disk.
    private var cacheThreads: Int { 2 }

    /// Completes the lock of a stage that has succeeded: hashes its outputs, `lock.result.products`, and takes them
    /// into the cache in the same pass.
    ///
    /// - Parameter mayCache: whether the outputs are known to come from what the fingerprint says.
    /// - Returns: also why they could not be cached, if they could not, which is no failure of the stage.
    public func keep(
        _ stage: StageSpec, _ lock: StageLock, mayCache: Bool = true
    ) throws -> (lock: StageLock, warning: String?) {
        var lock = lock
        var warning: String?
        if mayCache, isCached(stage) {
            do {
                return (try kept(stage, lock), nil)
            } catch let failure as Failure {
                let reason = failure.diagnostics.first?.message ?? "\(failure)"
                warning = "the outputs of `\(stage.name)` are not in the cache: \(reason)"
            }
        }
        lock.forgetOutputs()
        for path in lock.result.products { try note(path, of: stage, in: &lock) }
        return (lock, warning)
    }

    /// Notes an output that the cache does not have.
    ///
    /// - Throws: `Failure` for one that cannot be read.
    func note(_ path: String, of stage: StageSpec, in lock: inout StageLock) throws {
        let subject = "the output `\(path)` of stage `\(stage.name)`"
        do {
            guard let hash = try fingerprinter.outputHash(path) else {
                throw Failure("\(subject) is not there any more, or is a link that leads nowhere", at: stage.location)
            }
            lock.outputs[path] = hash.whole
            if hash.content != hash.whole {
                lock.contents[path] = hash.content
                lock.links[path] = try fingerprinter.linkHash(path)
            }
        } catch let failure as Failure {
            let inner = failure.naming(filesOf: project).diagnostics.first
            guard let inner, inner.location == nil else { throw failure }
            throw Failure("\(subject) cannot be read: \(inner.message)", at: stage.location, notes: inner.notes, hint: inner.hint)
        }
        let place = project.pushing(FilePath(path))
        if try files.isLink(place) { lock.links[path] = ContentHash(of: try files.linkTarget(place) ?? "") }
        let information = try files.information(at: place)
        if information?.kind == .file, information?.isExecutable == true { lock.executables.insert(ByteText(path)) }
    }

    /// Bytes that a log may have to be kept with the outputs: one that was flooded is worth no room in the cache.
    private static let longestLog = 16 << 20

    /// A stage without outputs is run for what else it does, so it is not to be left out.
    public func isCached(_ stage: StageSpec) -> Bool { stage.policy.isCached && stage.outputs.contains(where: \.isCached) }

    /// The outputs of a stage that are to be left out of the cache.
    func uncached(_ stage: StageSpec) -> Set<ByteText> { Set(stage.outputs.filter { !$0.isCached }.map { ByteText($0.path) }) }

    private func kept(_ stage: StageSpec, _ lock: StageLock) throws -> StageLock {
        let cache = cache
        try files.makeIgnoredDirectory(cache.folder)
        var lock = lock
        lock.forgetOutputs()
        var objects: ByteTable<CachedEntry> = [:]
        let uncached = uncached(stage)
        for path in lock.result.products {
            guard !uncached.contains(ByteText(path)) else {
                try note(path, of: stage, in: &lock)
                continue
            }
            let entry = try cache.store.add(
                project.pushing(FilePath(path)), noting: hashes,
                after: (try? StageLock.read(stage.name, in: project, files: files))?.outputs[path])
            objects[path] = entry
            lock.outputs[path] = entry.hash
            if entry.kind == .executable { lock.executables.insert(ByteText(path)) }
            if entry.kind == .folder, try entry.coversMore || hasRules(path) {
                lock.contents[path] = try fingerprinter.outputHash(path)?.content
            }
        }
        let log = project.pushing(FilePath(log(of: stage)))
        var logEntry: CachedEntry?
        if let information = try files.information(at: log), information.kind == .file,
            information.size <= Self.longestLog
        {
            logEntry = try cache.store.add(file: log, information, hashes)
        }
        let key = RunCache.key(lock.fingerprint, kept: keptHashes(stage) { lock.outputs[$0] })
        var recorded = lock
        recorded.gateOverride = nil
        try cache.write(
            RunRecord(key: key, stage: stage.name, lock: recorded, objects: objects, log: logEntry))
        return lock
    }

    func hasRules(_ path: String) throws -> Bool {
        try FolderItem.rules.contains { try files.exists(project.pushing(FilePath(path)).appending($0)) }
    }

    /// The outputs that a stage reads again, with their hashes.
    public func keptHashes(
        _ stage: StageSpec, _ hash: (String) throws -> ContentHash?
    ) rethrows -> ByteTable<ContentHash?> {
        var hashes: ByteTable<ContentHash?> = [:]
        for path in stage.outputs.filter(\.isKept).map(\.path) { hashes.updateValue(try hash(path), forKey: path) }
        return hashes
    }

    /// A stage's log, relative to the project.
    func log(of stage: StageSpec) -> String { "\(spec.layout.logs)/\(stage.name).log" }
}
