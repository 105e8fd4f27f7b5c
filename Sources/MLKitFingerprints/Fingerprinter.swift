public import MLKitCore
public import MLKitSpec
public import SystemPackage

/// Finds out what a stage's outputs would follow from now, and whether it has to run.
public struct Fingerprinter {
    /// Finds the versions of the engines that a stage works with, by name, as far as they can be told.
    public typealias EngineVersions = @Sendable (StageSpec) -> [String: String]

    let project: FilePath
    let files: any FileSystem
    let hashes: HashCache
    private let environment: [String: String]
    private let engines: EngineVersions
    private let made: @Sendable () -> [String]
    /// What patterns do not match although it is there: outputs that no stage makes any more, which a run moves away.
    private var leftOut: Set<ByteText> = []

    /// - Parameter made: what stages write, to tell what a missing input may have been meant to be.
    public init(
        project: FilePath, files: any FileSystem, hashes: HashCache, environment: [String: String],
        engines: @escaping EngineVersions, made: @escaping @Sendable () -> [String] = { [] }
    ) {
        self.project = project
        self.files = files
        self.hashes = hashes
        self.environment = environment
        self.engines = engines
        self.made = made
    }

    /// The same, for which some paths are no input that a pattern matches.
    public func leavingOut(_ paths: some Sequence<String>) -> Fingerprinter {
        var copy = self
        copy.leftOut = Set(paths.map { ByteText($0) })
        return copy
    }

    /// The stage's fingerprint with its inputs as they are, be they there or not.
    public func fingerprint(_ stage: StageSpec) throws -> StageFingerprint { try observe(stage).fingerprint }

    /// The same with what the inputs are like, from one look at each.
    ///
    /// - Throws: `Failure` that names the stage, for inputs that are missing or cannot be read.
    public func look(at stage: StageSpec) throws -> StageLook {
        let look = try observe(stage)
        guard look.missing.isEmpty else { throw Failure(problems(of: stage, missing: look.missing)) }
        return look
    }

    /// One look at each input, be they there or not.
    ///
    /// - Throws: `Failure` that names the stage, for inputs that cannot be read.
    public func observe(_ stage: StageSpec) throws -> StageLook {
        var inputs = InputLooks()
        for input in stage.inputs {
            do {
                try observe(input, &inputs)
            } catch let failure as Failure {
                inputs.problems.append(
                    InputProblems(project: project, files: files).unreadable(input, of: stage, failure))
            }
        }
        guard inputs.problems.isEmpty else { throw Failure(inputs.problems) }
        let variables = stage.settings.uses.environment.map { ($0, environment[$0].map { ContentHash(of: $0) }) }
        let fingerprint = StageFingerprint(
            kind: stage.kind, version: stage.settings.version, engines: engines(stage),
            configuration: configuration(of: stage), parameters: stage.parameters,
            environment: Dictionary(variables) { $1 }, inputs: inputs.hashes, executables: inputs.executables,
            overridden: stage.overridden)
        return StageLook(fingerprint: fingerprint, missing: inputs.missing, states: inputs.states)
    }

    private struct InputLooks {
        var hashes: ByteTable<ContentHash?> = [:]
        var executables: ByteTable<ContentHash> = [:]
        var states: ByteTable<Int> = [:]
        var missing: [StageInput] = []
        var problems: [Diagnostic] = []
    }

    private func observe(_ input: StageInput, _ looks: inout InputLooks) throws {
        var isThere = false
        for path in try expanded(input.path) {
            let place = project.pushing(FilePath(path))
            var notes = FileNotes()
            let hash = input.content == .packages
                ? try PythonEnvironment(folder: place, files: files).hash()
                : try hashes.hash(place, noting: &notes)
            looks.hashes.updateValue(hash, forKey: path)
            looks.states[path] = notes.state
            looks.executables[path] = notes.executables
            isThere = isThere || hash != nil
        }
        if !isThere, !input.isOptional { looks.missing.append(input) }
    }

    /// What to say of inputs that are not there.
    public func problems(of stage: StageSpec, missing: [StageInput]) -> [Diagnostic] {
        guard !missing.isEmpty else { return [] }
        let problems = InputProblems(project: project, files: files)
        let written = made()
        return missing.map { problems.missing($0, of: stage, among: written) }
    }

    /// The stage's keys, and what it shows of the project.
    private func configuration(of stage: StageSpec) -> JSON {
        guard case .object(let members) = stage.configuration, let shown = stage.about.members else { return stage.configuration }
        return .object(members + shown).sorted
    }

    /// Why the stage has to run; empty if it does not.
    public func staleReasons(
        _ stage: StageSpec, _ lock: StageLock?, _ fingerprint: StageFingerprint
    ) throws -> [StaleReason] {
        if stage.policy.isFrozen { return try missingOutputs(stage, lock) }
        guard let lock else { return [.neverSucceeded] }
        if stage.policy.isAlwaysRun { return [.always] }
        var reasons = StaleReason.differences(lock.fingerprint, fingerprint, written: stage.written)
        let choices = stage.outputs.compactMap(\.choice)
        let kept = stage.outputs.filter(\.isKept).map(\.path)
        for (path, _) in lock.outputs.sorted where !choices.contains(bytesOf: path) {
            // What cannot be read is not what was written.
            switch Result(catching: { try stands(path, as: lock) }) {
            case .success(true?): continue
            case .success(nil): reasons.append(.outputMissing(path: path))
            case .success(false?), .failure:
                reasons.append(kept.contains(bytesOf: path) ? .keptEdited(path: path) : .outputChanged(path: path))
            }
        }
        // Where its keys differ, so may its outputs.
        if reasons.isEmpty { reasons += unrecorded(stage, lock).map { .outputUnrecorded(path: $0) } }
        for path in choices where try hash(path) == nil { reasons.append(.outputMissing(path: path)) }
        return reasons
    }

    /// Outputs that a lock has no hash of, though the stage made them: all that a command declares, and what a built-in
    /// stage said that it wrote.
    private func unrecorded(_ stage: StageSpec, _ lock: StageLock) -> [String] {
        let made = stage.settings.isCommand ? stage.outputs.map(\.path) : lock.result.products.map(ProjectPath.normal)
        return made.filter { lock.outputs[$0] == nil }
    }

    /// Whether an output is as a lock names it; `nil` if nothing is there.
    public func stands(_ path: String, as lock: StageLock) throws -> Bool? {
        let place = project.pushing(FilePath(path))
        guard let now = try hashes.outputHash(place), let recorded = lock.outputs[path] else { return nil }
        guard try now.whole == recorded || lock.namesContentAlone && now.content == recorded || hasSameLinks(path, as: lock)
        else { return false }
        guard lock.knowsExecutables, let information = try files.information(at: place), information.kind == .file else { return true }
        return information.isExecutable == lock.executables.contains(ByteText(path))
    }

    /// Whether only what links of an output lead to is another.
    private func hasSameLinks(_ path: String, as lock: StageLock) throws -> Bool {
        guard let recorded = lock.links[path] else { return false }
        return try linkHash(path) == recorded
    }

    /// A stage that is frozen is only asked whether its outputs are there.
    private func missingOutputs(_ stage: StageSpec, _ lock: StageLock?) throws -> [StaleReason] {
        let paths = lock.map { $0.outputs.sorted.map(\.key) } ?? stage.outputs.map(\.path)
        return try paths.filter { try !files.exists(project.pushing(FilePath($0))) }.map { .outputMissing(path: $0) }
    }

    /// Whether a lock is of a run like the one that would be made now, whatever has become of its outputs, and says what
    /// these were.
    public func isCurrent(_ lock: StageLock, _ stage: StageSpec, _ fingerprint: StageFingerprint) -> Bool {
        StaleReason.differences(lock.fingerprint, fingerprint, written: stage.written).isEmpty && unrecorded(stage, lock).isEmpty
    }

    /// The hash of the output that stands at a path of the project; `nil` for nothing.
    public func hash(_ path: String) throws -> ContentHash? { try outputHash(path)?.whole }

    /// The same, with what earlier versions of mlkit called it.
    public func outputHash(_ path: String) throws -> OutputHash? {
        try hashes.outputHash(project.pushing(FilePath(path)))
    }

    private func expanded(_ path: String) throws -> [String] {
        guard try Glob.isPattern(path, in: project, files: files) else { return [path] }
        return try Glob(path).matches(in: project, files: files).filter { !leftOut.contains(ByteText($0)) }
    }
}

/// A stage's fingerprint, and what its inputs were like when it was taken.
public struct StageLook: Sendable {
    public let fingerprint: StageFingerprint
    /// Inputs of which nothing is there, though the stage cannot do without.
    public let missing: [StageInput]
    /// Size, time and inode of the files of each input, in short. A file that is changed while the stage runs, and
    /// changed back, has the content it had before; only these tell.
    ///
    /// Not the time of the last change of attributes: giving a file a second name, or other rights, changes that too.
    let states: ByteTable<Int>

    /// Inputs that are not what they were, or were something else meanwhile, sorted.
    public func changedInputs(since earlier: StageLook) -> [String] {
        let (before, now) = (earlier.fingerprint, fingerprint)
        let changes = now.inputs.changes(since: before.inputs) + states.changes(since: earlier.states)
            + (now.executables ?? [:]).changes(since: before.executables ?? [:])
        return changes.sortedByBytes()
    }
}
