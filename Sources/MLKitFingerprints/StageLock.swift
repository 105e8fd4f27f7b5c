public import MLKitCore
public import MLKitSpec
public import SystemPackage

/// What a stage's last success was: `.mlkit/lock/<stage>.json`, kept in git.
///
/// One file per stage with sorted members, so that branches which ran different stages merge. JSON rather
/// than YAML: it is written by mlkit alone, and reading a thousand of them must cost nothing.
public struct StageLock: Sendable {
    public var fingerprint: StageFingerprint
    /// Outputs by path, with the hash of their content.
    public var outputs: [String: ContentHash]
    public var result: StageResult
    /// `nil` for a stage without a gate, or with one that was met.
    public var gateOverride: GateOverride?

    public init(fingerprint: StageFingerprint, outputs: [String: ContentHash], result: StageResult) {
        self.fingerprint = fingerprint
        self.outputs = outputs
        self.result = result
    }

    /// Reads what `json` writes; what is missing is empty.
    public init(_ json: JSON) {
        let outputs = (json["outputs"]?.members ?? []).compactMap { member in
            member.value.string.flatMap { ContentHash($0) }.map { (ProjectPath.normal(member.name), $0) }
        }
        self.init(
            fingerprint: StageFingerprint(json), outputs: Dictionary(outputs) { $1 },
            result: StageResult(json["result"] ?? .null))
        gateOverride = GateOverride(json["gate_override"])
    }

    /// As the file has it.
    public var json: JSON {
        let outputs = outputs.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value.description)) }
        let override = gateOverride.map { [JSON.Member("gate_override", $0.json)] } ?? []
        return .object(
            fingerprint.members + override + [
                JSON.Member("outputs", .object(outputs)), JSON.Member("result", result.json),
            ])
    }

    /// What the checklist's evidence binds a run by: the hash of its outputs, each as `<hash> <path>\0`, in the order of
    /// their paths.
    public var outputsHash: ContentHash {
        ContentHash(of: outputs.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)\0" }.joined())
    }

    /// Where the lock of a stage is kept.
    public static func path(of stage: String, in project: FilePath) -> FilePath {
        folder(in: project).appending("\(stage).json")
    }

    /// The folder of all locks.
    public static func folder(in project: FilePath) -> FilePath { project.pushing(".mlkit/lock") }

    /// The lock of a stage; `nil` if it never succeeded, or if the file cannot be read and understood, which makes the
    /// stage run again.
    public static func read(_ stage: String, in project: FilePath, files: any FileSystem) -> StageLock? {
        let path = path(of: stage, in: project)
        // Read without asking first: with a thousand stages that is a thousand questions.
        guard let bytes = try? files.read(path) else { return nil }
        return (try? JSON(parsing: bytes)).map { StageLock($0) }
    }

    /// Not synced: a lock that a crash of the machine leaves empty, or beside outputs that did not reach the disk,
    /// makes the stage run again, and a sync costs more than a small stage. Written under `.mlkit/tmp` first: a half of
    /// it beside its place would be in git's way if this process is killed.
    public func write(_ stage: String, in project: FilePath, files: any FileSystem) throws {
        let draft = project.pushing(".mlkit/tmp").appending("\(stage).lock")
        try files.drafting.write(json.pretty, to: draft)
        try files.rename(draft, to: Self.path(of: stage, in: project))
    }
}

/// That a stage ran though its gate was not met.
public struct GateOverride: Hashable, Sendable {
    /// The reason that was given.
    public var because: String
    /// What was open, a line each.
    public var open: [String]

    public init(because: String, open: [String]) {
        self.because = because
        self.open = open
    }

    init?(_ json: JSON?) {
        guard let because = json?["because"]?.string else { return nil }
        self.init(because: because, open: json?["open"]?.array?.compactMap(\.string) ?? [])
    }

    var json: JSON { ["because": .string(because), "open": .array(open.map { .string($0) })] }
}
