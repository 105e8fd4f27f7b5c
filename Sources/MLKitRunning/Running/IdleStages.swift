internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitSpec
internal import SystemPackage

/// Which stages have nothing to do although outputs of theirs are missing: in a clone, what is only on the way to
/// something that is there need not be made again.
///
/// A stage is *settled* if it is up to date, with the outputs that are missing further up counted as their locks name
/// them; *dormant* if nothing but outputs of its own is missing; else *active*.
struct IdleStages {
    private enum State {
        case settled
        case dormant(StageFingerprint, StageLock)
        case active
    }

    /// Those that it is about.
    private let stages: [StageSpec]
    /// Of these, those whose outputs are to be there in any case.
    private let wanted: Set<String>
    private var states: [String: State] = [:]
    /// Missing outputs of dormant stages.
    private var named: ByteTable<ContentHash> = [:]

    /// - Parameters:
    ///   - stages: those that it is about, producers first.
    ///   - wanted: of these, those whose outputs are to be there in any case.
    ///   - needed: the same as `stages` with all that they need.
    init(_ stages: [StageSpec], wanted: Set<String>, among needed: [StageSpec], of pipeline: Pipeline) throws {
        self.stages = stages
        self.wanted = wanted
        let fingerprinter = pipeline.fingerprinter
        for stage in needed { states[stage.name] = try state(of: stage, pipeline, fingerprinter) }
    }

    private mutating func state(
        of stage: StageSpec, _ pipeline: Pipeline, _ fingerprinter: Fingerprinter
    ) throws -> State {
        guard let lock = try StageLock.read(stage.name, in: pipeline.project, files: pipeline.files),
            !stage.policy.isAlwaysRun, !stage.producers.contains(where: isActive)
        else { return .active }
        // What cannot be read is told when the stage would begin.
        guard var fingerprint = try? fingerprinter.fingerprint(stage) else { return .active }
        for (path, hash) in fingerprint.inputs where hash == nil {
            guard let locked = named[path] else { continue }
            fingerprint.inputs.updateValue(locked, forKey: path)
            // What of it can be run is known with its hash.
            fingerprint.executables?[path] = lock.fingerprint.executables?[path]
        }
        guard stage.policy.isFrozen || fingerprinter.isCurrent(lock, stage, fingerprint) else { return .active }
        var missing: ByteTable<ContentHash> = [:]
        for (path, read) in lock.contentHashes {
            // What cannot be read is not what was written.
            switch Result(catching: { try fingerprinter.stands(path, as: lock) }) {
            case .success(nil): missing[path] = read
            case .success(true?): continue
            case .success(false?), .failure: guard stage.policy.isFrozen else { return .active }
            }
        }
        guard !missing.isEmpty else { return .settled }
        named.merge(missing) { first, _ in first }
        return .dormant(fingerprint, lock)
    }

    /// Whether a stage is to run in any case, which others are only if nothing can be had of what they miss.
    func isActive(_ name: String) -> Bool { if case .active? = states[name] { true } else { false } }

    /// The stages that have nothing to do.
    ///
    /// - Parameter restore: puts the outputs of a dormant stage in place by its lock; whether that could be done.
    func names(restoring restore: (StageSpec, StageFingerprint, StageLock) throws -> Bool) rethrows -> Set<String> {
        var needed = Set<String>()
        var made = Set<String>()
        // Consumers first: what reads from a stage decides whether that is needed.
        for stage in stages.reversed() {
            switch states[stage.name] {
            case .settled?: continue
            case .dormant(let fingerprint, let lock)?:
                guard wanted.contains(stage.name) || needed.contains(stage.name) else { continue }
                if try restore(stage, fingerprint, lock) { continue }
            default: break
            }
            made.insert(stage.name)
            needed.formUnion(stage.producers)
        }
        // What reads from a stage that is made has to be looked at again.
        var idle = Set<String>()
        for stage in stages {
            if made.contains(stage.name) || stage.producers.contains(where: made.contains) {
                made.insert(stage.name)
            } else {
                idle.insert(stage.name)
            }
        }
        return idle
    }
}

extension Pipeline {
    /// What a run may leave alone though outputs are missing; `nil` where it is to look at each stage by itself.
    ///
    /// - Parameter isPulling: whether what is missing may come from elsewhere.
    func idleStages(of selection: StageSelection, isPulling: Bool = false) throws -> IdleStages? {
        let stages = try selection.stages(of: spec)
        guard selection.names.isEmpty else {
            let wanted = Set(try spec.stages(named: selection.names).map(\.name))
            let needed = selection.isExact ? try StageSelection(names: selection.names).stages(of: spec) : stages
            return try IdleStages(stages, wanted: wanted, among: needed, of: self)
        }
        let spared = try selection.from.isEmpty ? stages.filter(isOnTheWayOnly).map(\.name) : []
        guard isPulling || !spared.isEmpty else { return nil }
        return try IdleStages(stages, wanted: Set(stages.map(\.name)).subtracting(spared), among: stages, of: self)
    }

    /// Whether a stage lacks nothing but what no cache is to have, as in every clone, and is there for others to read: where all
    /// stages are meant, what these have made of it is enough.
    private func isOnTheWayOnly(_ stage: StageSpec) throws -> Bool {
        let isKept = isCached(stage)
        func isMissing(_ path: String) throws -> Bool { try !files.exists(project.pushing(FilePath(path))) }
        guard try stage.outputs.contains(where: { try (!isKept || !$0.isCached) && isMissing($0.path) }),
            spec.stages.contains(where: { $0.producers.contains(stage.name) }),
            let lock = try StageLock.read(stage.name, in: project, files: files)
        else { return false }
        let uncached = uncached(stage)
        return try lock.outputs.keys.allSatisfy { try !isKept || uncached.contains(ByteText($0)) || !isMissing($0) }
    }
}
