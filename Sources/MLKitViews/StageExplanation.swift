internal import MLKitCore
public import MLKitFingerprints
public import MLKitRunning
internal import MLKitSpec
internal import SystemPackage

/// Why a stage would run, or what it is up to date with.
public struct StageExplanation: Sendable {
    /// One thing that differs, and what is known of it.
    public struct Cause: Sendable {
        public var reason: StaleReason
        /// What a file was and is: the beginning of its hash, or `nil` for nothing there.
        public var change: (old: String?, new: String?)?
        /// For a stage that runs first: why it does.
        public var upstream: [Cause]
        /// Whether the reasons of a stage that runs first were told above.
        public var isTold = false
    }

    public var stage: String
    public var kind: String
    /// Empty for a stage that is up to date.
    public var causes: [Cause]
    /// The last success; `nil` if there was none.
    public var lock: StageLock?
    /// When that was written down, in nanoseconds since 1970.
    public var recorded: Int?
    /// Whether a stage that would run would be restored from the cache instead.
    public var isInCache: Bool
    /// Outputs that are left where they are before its command runs, so that it goes on from them.
    public var kept: [String] = []
    /// Whether it is left as it is, whatever changes.
    public var isFrozen = false

    /// Whether something keeps it from running.
    public var isStuck = false

    public var isUpToDate: Bool { causes.isEmpty }
}

extension Pipeline {
    /// Why the named stages would run or not, an entry with several stages as each of them; all for no name. Reads
    /// only, so that it can be asked while a run is going on.
    ///
    /// - Throws: `Failure` for a name that no stage has.
    public func explanations(of names: [String]) throws -> [StageExplanation] {
        let wanted = names.isEmpty ? spec.stages : try spec.stages(named: names)
        let statuses = Dictionary(try status().map { ($0.stage, $0) }) { first, _ in first }
        let stages = Dictionary(spec.stages.map { ($0.name, $0) }) { first, _ in first }
        return try wanted.map { stage in
            var seen: Set = [stage.name]
            let status = statuses[stage.name]
            let path = StageLock.path(of: stage.name, in: project)
            return StageExplanation(
                stage: stage.name, kind: stage.kind, causes: try causes(stage.name, statuses, stages, &seen, depth: 0),
                lock: status?.lock, recorded: status?.lock == nil ? nil : try files.information(at: path)?.modified,
                isInCache: status?.isInCache ?? false,
                kept: stage.settings.isCommand ? stage.outputs.filter(\.isKept).map(\.path) : [],
                isFrozen: stage.policy.isFrozen, isStuck: status?.problems.isEmpty == false)
        }
    }

    /// How far up the reasons of other stages are followed.
    private static let deepest = 20

    private func causes(
        _ name: String, _ statuses: [String: StageStatus], _ stages: [String: StageSpec], _ seen: inout Set<String>,
        depth: Int
    ) throws -> [StageExplanation.Cause] {
        guard let status = statuses[name], let stage = stages[name] else { return [] }
        let inputs = status.reasons.contains(where: \.isOfFile) ? (try? fingerprinter.fingerprint(stage).inputs) ?? [:] : [:]
        return try status.reasons.map { reason in
            var cause = StageExplanation.Cause(reason: reason, change: nil, upstream: [])
            switch reason {
            case .inputChanged(let path), .inputAdded(let path), .inputRemoved(let path):
                cause.change = (Self.short(status.lock?.fingerprint.inputs[path]), Self.short(inputs[path]))
            case .outputChanged(let path), .keptEdited(let path):
                cause.change = (Self.short(status.lock?.outputs[path]), Self.short(try fingerprinter.hash(path)))
            case .waits(let producer) where !seen.insert(producer).inserted || depth >= Self.deepest:
                cause.isTold = true
            case .waits(let producer):
                cause.upstream = try causes(producer, statuses, stages, &seen, depth: depth + 1)
            default: break
            }
            return cause
        }
    }

    private static func short(_ hash: ContentHash??) -> String? { (hash ?? nil).map { String($0.hex.prefix(10)) } }
}

extension StaleReason {
    fileprivate var isOfFile: Bool {
        switch self {
        case .inputChanged, .inputAdded, .inputRemoved: true
        default: false
        }
    }
}
