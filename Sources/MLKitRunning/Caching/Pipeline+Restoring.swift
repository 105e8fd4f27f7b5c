public import MLKitCache
internal import MLKitCore
public import MLKitFingerprints
public import MLKitSpec
internal import SystemPackage

extension Pipeline {
    /// Puts the outputs of a stage in place if they are known: those that its lock names, where the lock fits what it
    /// would be run from now, or else those of a run from just that.
    ///
    /// All are made ready first, every byte checked; then they are moved into place one by one. Killed in between, the
    /// stage is stale and restored by the next run. Nothing is thrown: a cache that cannot help is no reason not to run.
    public func restore(
        _ stage: StageSpec, _ fingerprint: StageFingerprint, _ lock: StageLock? = nil
    ) -> Restoration {
        guard isCached(stage) else { return .unknown }
        do {
            guard let source = try source(stage, fingerprint, lock) else { return .unknown }
            let notes = try put(source, of: stage)
            if let made = try recordedAnew(stage, source.lock) { return .restored(made, isLocked: false, notes: notes) }
            return .restored(source.lock, isLocked: source.isLocked, notes: notes)
        } catch let problem as ObjectProblem {
            return .failed("\(problem)")
        } catch {
            let reason = (error as? Failure)?.diagnostics.first?.message ?? "\(error)"
            return .failed(reason)
        }
    }

    /// Whether the stage could be restored, as far as can be told without reading its outputs.
    func canRestore(_ stage: StageSpec, _ fingerprint: StageFingerprint, _ lock: StageLock?) -> Bool {
        guard isCached(stage), !stage.policy.isAlwaysRun, let source = try? source(stage, fingerprint, lock) else {
            return false
        }
        return source.objects.values.allSatisfy { (try? cache.store.has($0)) ?? false }
    }

    /// What a stage's outputs are to be restored from; `nil` if it has to run.
    private func source(
        _ stage: StageSpec, _ fingerprint: StageFingerprint, _ lock: StageLock?
    ) throws -> RestoreSource? {
        let record = try record(stage, fingerprint)
        guard let lock, try isToBeKept(lock, stage, fingerprint) else { return record.map { RestoreSource($0) } }
        // The lock decides, also where another run from the same made something else.
        if let record, record.lock.outputs == lock.outputs { return RestoreSource(record, lock: lock) }
        return try lockedSource(stage, lock)
    }

    /// Whether the lock says what the outputs are to be. One that was edited, and that the stage reads again, would make
    /// others.
    func isToBeKept(_ lock: StageLock, _ stage: StageSpec, _ fingerprint: StageFingerprint) throws -> Bool {
        guard stage.policy.isFrozen || fingerprinter.isCurrent(lock, stage, fingerprint), fits(lock.outputs.keys, stage)
        else { return false }
        return try stage.outputs.filter(\.isKept).allSatisfy { output in
            guard try files.exists(project.pushing(FilePath(output.path))) else {
                return try !isTakenAway(output, of: stage, lock)
            }
            return try fingerprinter.stands(output.path, as: lock) == true
        }
    }

    /// Whether an output that is read again is missing because somebody took it away, for it to be made anew: all others
    /// are where the lock has them, as in no fresh clone.
    private func isTakenAway(_ output: StageOutput, of stage: StageSpec, _ lock: StageLock) throws -> Bool {
        let others = lock.outputs.keys.filter { !$0.hasSameBytes(as: output.path) }
        return try !others.isEmpty && others.allSatisfy { try fingerprinter.stands($0, as: lock) == true }
    }

    /// The lock of outputs that were just put back, if it is of an earlier version of mlkit and has them with files that
    /// are now no part of them: it would never fit what was put back around these.
    private func recordedAnew(_ stage: StageSpec, _ lock: StageLock) throws -> StageLock? {
        guard lock.namesContentAlone, try lock.outputs.keys.contains(where: hasRules),
            try lock.outputs.keys.contains(where: { try fingerprinter.stands($0, as: lock) == false })
        else { return nil }
        var made = lock
        made.forgetOutputs()
        for path in lock.outputs.keys { try note(path, of: stage, in: &made) }
        return made
    }

    /// The outputs that a lock names, as far as the cache has them without a record of their run.
    ///
    /// - Parameter mayLack: whether outputs that no cache is to have may be missing.
    /// - Returns: `nil` if something is neither in place nor in the cache.
    func lockedSource(_ stage: StageSpec, _ lock: StageLock, mayLack: Bool = false) throws -> RestoreSource? {
        guard try isUnchanged(uncached(stage), since: lock, mayLack: mayLack) else { return nil }
        var objects: ByteTable<CachedEntry> = [:]
        let uncached = uncached(stage)
        for (path, hash) in lock.outputs where !uncached.contains(ByteText(path)) {
            guard let entry = try entry(hash, of: path, in: lock) else {
                guard try fingerprinter.stands(path, as: lock) == true else { return nil }
                continue
            }
            objects[path] = entry
        }
        return RestoreSource(lock: lock, objects: objects, log: nil, isLocked: true)
    }

    /// What the cache has of an output that a lock names. Of a link it has nothing: what it led to may be there as the output
    /// of another stage, and is not what was made.
    func entry(_ hash: ContentHash, of path: String, in lock: StageLock) throws -> CachedEntry? {
        let entry = try cache.store.entry(hash, isExecutable: lock.executables.contains(ByteText(path)))
        return entry?.kind == .folder || lock.links[path] == nil ? entry : nil
    }

    /// The record of a run like this, if its outputs are where the stage would write them now.
    public func record(_ stage: StageSpec, _ fingerprint: StageFingerprint) throws -> RunRecord? {
        // Earlier versions of mlkit may have asked for one engine less.
        let fewer = fingerprint.engines.keys.sorted().map(fingerprint.without(engine:))
        let record = try ([fingerprint] + fewer).lazy.compactMap { try cache.record(key(stage, $0)) }.first
        guard let record, fits(record, stage), try isUnchanged(uncached(stage), since: record.lock) else { return nil }
        return record
    }

    /// Whether the cache has a run of a stage from just what its lock says, and that wrote something else: a lock that was
    /// edited together with an output is told so. Only of stages that make the same of the same.
    public func isContradicted(_ lock: StageLock, of stage: StageSpec) throws -> Bool {
        guard stage.settings.makes.contains(.report), !stage.settings.isCommand, isCached(stage), !lock.namesContentAlone,
            let made = try record(stage, lock.fingerprint)?.lock, !made.namesContentAlone
        else { return false }
        let choices = stage.outputs.compactMap(\.choice)
        return made.outputs.contains { path, hash in
            !choices.contains(bytesOf: path) && lock.outputs[path].map { $0 != hash } ?? false
        }
    }

    /// What speaks against the outputs of a stage that is frozen: it is not run again, which says nothing of their bytes, nor
    /// of what they were made with. What it read may be gone for good.
    public func doubt(onFrozen stage: StageSpec, _ lock: StageLock) throws -> StaleReason? {
        guard stage.policy.isFrozen else { return nil }
        let choices = stage.outputs.compactMap(\.choice)
        for path in lock.outputs.sorted.map(\.key) where !choices.contains(bytesOf: path) {
            if try fingerprinter.stands(path, as: lock) == false { return .outputChanged(path: path) }
        }
        let now = try fingerprinter.fingerprint(stage)
        return StaleReason.differences(lock.fingerprint, now, written: stage.written).first { reason in
            switch reason {
            case .configurationChanged, .parameterChanged: true
            default: false
            }
        }
    }

    /// The key of a run of the stage, with the outputs that it reads again as they are now.
    func key(_ stage: StageSpec, _ fingerprint: StageFingerprint) throws -> ContentHash {
        RunCache.key(fingerprint, kept: try keptHashes(stage) { try fingerprinter.hash($0) })
    }

    func fits(_ record: RunRecord, _ stage: StageSpec) -> Bool { fits(record.objects.keys, stage) }

    /// The layout, or the stage's name, may have changed since. A command has all its outputs; a built-in stage may
    /// have made fewer.
    func fits(_ outputs: some Collection<String>, _ stage: StageSpec) -> Bool {
        let managed = stage.outputs.filter(\.isManaged).map(\.path)
        let declared = Set(stage.outputs.map { ByteText($0.path) })
        let needed = declared.subtracting(uncached(stage))
        return outputs.allSatisfy { path in
            declared.contains(ByteText(path)) || managed.contains { Self.lies(path, in: $0) }
        } && (!stage.settings.isCommand || needed.isSubset(of: outputs.map { ByteText($0) }))
    }

    /// Whether outputs that the cache does not have are as a run left them.
    ///
    /// - Parameter mayLack: whether they may be missing: then they are of no other run either.
    func isUnchanged(_ outputs: Set<ByteText>, since lock: StageLock, mayLack: Bool = false) throws -> Bool {
        try outputs.allSatisfy { try fingerprinter.stands($0.text, as: lock) ?? mayLack }
    }

    static func lies(_ path: String, in folder: String) -> Bool {
        let path = FilePath(path).lexicallyNormalized()
        return path != FilePath(folder) && path.starts(with: FilePath(folder).lexicallyNormalized())
    }

    /// Puts what is to be restored in place of what differs from it.
    ///
    /// - Returns: what to tell of what stood there.
    /// - Throws: `ObjectProblem` if something of it is not in the store; nothing has changed then.
    func put(_ source: RestoreSource, of stage: StageSpec) throws -> [String] {
        let scratch = project.pushing(".mlkit/tmp").appending(stage.name)
        let cache = cache
        try files.remove(scratch)
        defer { try? files.remove(scratch) }
        var ready: [(from: FilePath, to: OutputPlace)] = []
        let choices = stage.outputs.compactMap(\.choice)
        for (path, entry) in source.objects.sorted
        where try !choices.contains(bytesOf: path) && !isInPlace(entry, at: path, isOfContentAlone: source.lock.namesContentAlone) {
            let prepared = scratch.appending("out").pushing(FilePath(path))
            try files.unsynchronised.makeDirectory(prepared.removingLastComponent())
            // A kept output is edited by people, a command may write into what stands there.
            try cache.store.restore(entry, to: prepared, mayLink: mayLink(stage, path))
            ready.append((prepared, OutputPlace(path, in: project, files: files)))
        }
        try restoreLog(source.log, of: stage, scratch.appending("log"))
        var notes = [String]()
        for (number, item) in ready.enumerated() {
            try keepRules(of: item.to.place, in: item.from)
            let isFolder = try files.standing(at: item.from)?.kind == .directory
            notes += try clear(item.to, stage, scratch.appending("old").appending("\(number)"), rulesStay: isFolder)
            try files.move(item.from, to: item.to.place)
        }
        try stage.settings.takeUp(source.lock.result, in: project, files: files)
        return notes
    }

    /// Moves what is in the way of an output out of it: what some run made is dropped, as it is in the cache; all else is
    /// kept, and told of.
    ///
    /// - Parameter rulesStay: whether a folder's `FolderItem.rules` are in what takes its place.
    private func clear(_ place: OutputPlace, _ stage: StageSpec, _ aside: FilePath, rulesStay: Bool) throws -> [String] {
        guard let (path, _) = try place.obstacle() else { return [] }
        let edits = edits(of: stage)
        let obstacle = project.pushing(path)
        if try edits.isEdit(path, rulesStay: rulesStay) { return [try edits.keep(obstacle, path: path, of: stage.name)] }
        if try files.renameOnDisk(obstacle, to: aside) != .done { try files.remove(obstacle) }
        return []
    }

    /// A folder that takes the place of another has the same files that are there for git's sake.
    private func keepRules(of place: FilePath, in folder: FilePath) throws {
        guard try files.standing(at: place)?.kind == .directory, try files.standing(at: folder)?.kind == .directory else { return }
        for name in FolderItem.rules where try files.standing(at: place.appending(name))?.kind == .file {
            try files.remove(folder.appending(name))
            _ = try files.copy(place.appending(name), to: folder.appending(name), executable: false)
        }
    }

    /// Tells what people wrote in the places of a stage's outputs from what runs left there.
    func edits(of stage: StageSpec) -> EditKeeper {
        EditKeeper(
            project: project, files: files, now: now, known: KnownOutputs(stage: stage.name, pipeline: self))
    }

    private func mayLink(_ stage: StageSpec, _ path: String) -> Bool {
        guard !stage.settings.isCommand else { return false }
        return !stage.outputs.contains { $0.path == path && $0.isKept }
    }

    /// Whether an output is as it was.
    ///
    /// - Parameter isOfContentAlone: as in `StageLock.namesContentAlone`.
    private func isInPlace(_ entry: CachedEntry, at path: String, isOfContentAlone: Bool = false) throws -> Bool {
        let place = project.pushing(FilePath(path))
        // What cannot be read, as a link to itself, is not what was made.
        guard try !files.isLink(place), let hash = (try? fingerprinter.outputHash(path)) ?? nil,
            hash.whole == entry.hash || isOfContentAlone && hash.content == entry.hash,
            let information = try files.information(at: place)
        else { return false }
        return switch entry.kind {
        case .file: information.kind == .file && !information.isExecutable
        case .executable: information.kind == .file && information.isExecutable
        case .folder: information.kind == .directory
        case .link: false
        }
    }

    /// The log is that of the run whose outputs these are. One that cannot be had is done without.
    private func restoreLog(_ log: CachedEntry?, of stage: StageSpec, _ prepared: FilePath) throws {
        guard let entry = log else { return }
        let place = self.log(of: stage)
        guard try !isInPlace(entry, at: place) else { return }
        do {
            try files.unsynchronised.makeDirectory(prepared.removingLastComponent())
            try cache.store.restore(entry, to: prepared, mayLink: false)
            try files.move(prepared, to: project.pushing(FilePath(place)))
        } catch is ObjectProblem {}
    }
}

/// What the outputs of a stage are restored from.
struct RestoreSource {
    let lock: StageLock
    let objects: ByteTable<CachedEntry>
    let log: CachedEntry?
    /// Whether these are the outputs that the stage's lock names, so that the lock stays as it is.
    let isLocked: Bool
}

extension RestoreSource {
    /// A run from the cache; that of the stage's lock, if one is given.
    init(_ record: RunRecord, lock: StageLock? = nil) {
        self.init(lock: lock ?? record.lock, objects: record.objects, log: record.log, isLocked: lock != nil)
    }
}

/// What came of looking into the cache for a stage's outputs.
public enum Restoration: Sendable {
    /// The outputs are in place. The lock is to be written, unless it is the stage's own already; `notes` tell of what
    /// people had written there.
    case restored(StageLock, isLocked: Bool, notes: [String])
    /// The stage was not run like this before, or is not cached.
    case unknown
    /// The cache knows the run and cannot give it back, for this reason.
    case failed(String)
}
