public import MLKitCache
internal import MLKitCore
public import MLKitFingerprints
public import MLKitSpec
internal import SystemPackage

extension Pipeline {
    /// Puts the outputs of a stage in place if it was run before from just what it would be run from now.
    ///
    /// All are made ready beside their places first, every byte checked; then they are renamed into place one by one.
    /// Killed in between, the stage is stale and restored by the next run. Nothing is thrown: a cache that cannot help
    /// is no reason not to run.
    public func restore(_ stage: StageSpec, _ fingerprint: StageFingerprint) -> Restoration {
        guard isCached(stage) else { return .unknown }
        do {
            guard let record = try record(stage, fingerprint) else { return .unknown }
            try restore(record, of: stage)
            return .restored(record.lock)
        } catch let problem as ObjectProblem {
            return .failed("\(problem)")
        } catch {
            let reason = (error as? Failure)?.diagnostics.first?.message ?? "\(error)"
            return .failed(reason)
        }
    }

    /// Whether the stage could be restored, as far as can be told without reading its outputs.
    func canRestore(_ stage: StageSpec, _ fingerprint: StageFingerprint) -> Bool {
        guard isCached(stage), let record = try? record(stage, fingerprint) else { return false }
        return record.objects.values.allSatisfy { (try? cache.store.has($0)) ?? false }
    }

    /// The record of a run like this, if its outputs are where the stage would write them now.
    public func record(_ stage: StageSpec, _ fingerprint: StageFingerprint) throws -> RunRecord? {
        // Earlier versions of mlkit may have asked for one engine less.
        let fewer = fingerprint.engines.keys.sorted().map(fingerprint.without(engine:))
        let record = try ([fingerprint] + fewer).lazy.compactMap { try cache.record(key(stage, $0)) }.first
        guard let record, fits(record, stage), try isUnchanged(uncached(stage), since: record.lock) else { return nil }
        return record
    }

    /// The key of a run of the stage, with the outputs that it reads again as they are now.
    func key(_ stage: StageSpec, _ fingerprint: StageFingerprint) throws -> ContentHash {
        RunCache.key(fingerprint, kept: try keptHashes(stage) { try fingerprinter.hash($0) })
    }

    /// The layout, or the stage's name, may have changed since. A command has all its outputs; a built-in stage may
    /// have made fewer.
    func fits(_ record: RunRecord, _ stage: StageSpec) -> Bool {
        let managed = stage.outputs.filter(\.isManaged).map(\.path)
        let declared = Set(stage.outputs.map(\.path))
        let needed = declared.subtracting(uncached(stage))
        return record.objects.keys.allSatisfy { path in
            declared.contains(path) || managed.contains { Self.lies(path, in: $0) }
        } && (!stage.settings.isCommand || needed.isSubset(of: record.objects.keys))
    }

    /// Whether outputs that the cache does not have are as a run left them.
    func isUnchanged(_ outputs: Set<String>, since lock: StageLock) throws -> Bool {
        try outputs.allSatisfy { path in
            guard let hash = lock.outputs[path] else { return false }
            return try fingerprinter.hash(path) == hash
        }
    }

    private static func lies(_ path: String, in folder: String) -> Bool {
        let path = FilePath(path).lexicallyNormalized()
        return path != FilePath(folder) && path.starts(with: FilePath(folder).lexicallyNormalized())
    }

    /// Puts what is recorded in place of what differs from it.
    ///
    /// - Throws: `ObjectProblem` if something of it is not in the store; nothing has changed then.
    func restore(_ record: RunRecord, of stage: StageSpec) throws {
        let scratch = project.pushing(".mlkit/tmp").appending(stage.name)
        let cache = cache
        try files.remove(scratch)
        defer { try? files.remove(scratch) }
        var ready: [(from: FilePath, to: FilePath)] = []
        let choices = stage.outputs.compactMap(\.choice)
        for (path, entry) in record.objects.sorted(by: { $0.key < $1.key })
        where try !choices.contains(path) && !isInPlace(entry, at: path) {
            let prepared = scratch.appending("out").pushing(FilePath(path))
            try files.unsynchronised.makeDirectory(prepared.removingLastComponent())
            // A kept output is edited by people, a command may write into what stands there.
            try cache.store.restore(entry, to: prepared, mayLink: mayLink(stage, path))
            ready.append((prepared, project.pushing(FilePath(path))))
        }
        try restoreLog(record, of: stage, scratch.appending("log"))
        for (index, move) in ready.enumerated() {
            try replace(move.to, by: move.from, aside: scratch.appending("old").appending("\(index)"))
        }
        try stage.settings.takeUp(record.lock.result, in: project, files: files)
    }

    private func mayLink(_ stage: StageSpec, _ path: String) -> Bool {
        guard !stage.settings.isCommand else { return false }
        return !stage.outputs.contains { $0.path == path && $0.isKept }
    }

    /// Whether an output is as it was.
    private func isInPlace(_ entry: CachedEntry, at path: String) throws -> Bool {
        let place = project.pushing(FilePath(path))
        guard try !files.isLink(place), try fingerprinter.hash(path) == entry.hash,
            let information = try files.information(at: place)
        else { return false }
        return switch entry.kind {
        case .file: information.kind == .file && !information.isExecutable
        case .executable: information.kind == .file && information.isExecutable
        case .folder: information.kind == .directory
        case .link: false
        }
    }

    /// A file is renamed over a file; a folder has to be moved out of the way first.
    private func replace(_ place: FilePath, by prepared: FilePath, aside: FilePath) throws {
        if try files.information(at: place)?.kind == .directory, try !files.isLink(place) {
            try files.rename(place, to: aside)
        }
        try files.rename(prepared, to: place)
    }

    /// The log is that of the run whose outputs these are. One that cannot be had is done without.
    private func restoreLog(_ record: RunRecord, of stage: StageSpec, _ prepared: FilePath) throws {
        guard let entry = record.log else { return }
        let place = log(of: stage)
        guard try !isInPlace(entry, at: place) else { return }
        do {
            try files.unsynchronised.makeDirectory(prepared.removingLastComponent())
            try cache.store.restore(entry, to: prepared, mayLink: false)
            try files.rename(prepared, to: project.pushing(FilePath(place)))
        } catch is ObjectProblem {}
    }
}

/// What came of looking into the cache for a stage's outputs.
public enum Restoration: Sendable {
    /// The outputs are in place; the lock is to be written.
    case restored(StageLock)
    /// The stage was not run like this before, or is not cached.
    case unknown
    /// The cache knows the run and cannot give it back, for this reason.
    case failed(String)
}
