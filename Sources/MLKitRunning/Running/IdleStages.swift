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
    private var states: [String: State] = [:]
    /// Missing outputs of dormant stages.
    private var named: ByteTable<ContentHash> = [:]

    /// - Parameters:
    ///   - stages: those that it is about, producers first.
    ///   - needed: the same with all that they need.
    init(_ stages: [StageSpec], among needed: [StageSpec], of pipeline: Pipeline) throws {
        self.stages = stages
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

    private func isActive(_ name: String) -> Bool { if case .active? = states[name] { true } else { false } }

    /// The stages that have nothing to do.
    ///
    /// - Parameters:
    ///   - isWanted: whether the outputs of a stage are to be there in any case.
    ///   - restore: puts the outputs of a dormant stage in place by its lock; whether that could be done.
    func names(
        wanted isWanted: (String) -> Bool, restore: (StageSpec, StageFingerprint, StageLock) throws -> Bool
    ) rethrows -> Set<String> {
        var needed = Set<String>()
        var made = Set<String>()
        // Consumers first: what reads from a stage decides whether that is needed.
        for stage in stages.reversed() {
            switch states[stage.name] {
            case .settled?: continue
            case .dormant(let fingerprint, let lock)?:
                guard isWanted(stage.name) || needed.contains(stage.name) else { continue }
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
    /// The stages of a selection that a run leaves alone though outputs of theirs may be missing. Where all stages are
    /// meant, all their outputs are to be there.
    func idleStages(
        _ selection: StageSelection, restore: (StageSpec, StageFingerprint, StageLock) throws -> Bool
    ) throws -> Set<String> {
        let stages = try selection.stages(of: spec)
        let wanted = selection.names.isEmpty ? nil : Set(try spec.stages(named: selection.names).map(\.name))
        let needed = selection.isExact ? try StageSelection(names: selection.names).stages(of: spec) : stages
        return try IdleStages(stages, among: needed, of: self).names(wanted: { wanted?.contains($0) ?? true }, restore: restore)
    }
}
