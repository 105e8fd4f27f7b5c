public import MLKitCore
public import MLKitSpec
public import SystemPackage

/// What a stage's last success was: `.mlkit/lock/<stage>.json`, kept in git.
///
/// One file per stage with sorted members, so that branches which ran different stages merge. JSON rather
/// than YAML: it is written by mlkit alone, and reading a thousand of them must cost nothing.
///
/// Its first member is `format`. Format 1, of earlier versions of mlkit, has none, and no `executable`.
public struct StageLock: Sendable {
    public var fingerprint: StageFingerprint
    /// Outputs by path, with the hash of their content.
    public var outputs: [String: ContentHash]
    /// The outputs that are programs. With it a lock alone says what is to be put in place, and needs no record of the
    /// run that made it.
    public var executables: Set<String> = []
    public var result: StageResult
    /// `nil` for a stage without a gate, or with one that was met.
    public var gateOverride: GateOverride?

    public init(fingerprint: StageFingerprint, outputs: [String: ContentHash], result: StageResult) {
        self.fingerprint = fingerprint
        self.outputs = outputs
        self.result = result
    }

    /// The format that is written; those before it are read too.
    private static let format = 2
    /// The most bytes that a lock may have.
    private static let sizeLimit = 64 << 20

    /// Reads what `json` writes; what is missing is empty.
    public init(_ json: JSON) {
        let outputs = (json["outputs"]?.members ?? []).compactMap { member in
            member.value.string.flatMap { ContentHash($0) }.map { (ProjectPath.normal(member.name), $0) }
        }
        self.init(
            fingerprint: StageFingerprint(json), outputs: Dictionary(outputs) { $1 },
            result: StageResult(json["result"] ?? .null))
        gateOverride = GateOverride(json["gate_override"])
        executables = Set((json["executable"]?.array ?? []).compactMap(\.string))
    }

    /// Reads a lock file.
    ///
    /// - Parameter file: what messages call it.
    /// - Returns: `nil` for what cannot be understood.
    /// - Throws: `Failure` for a later format, which would not be understood in parts.
    public init?(_ bytes: [UInt8], file: String) throws {
        guard let json = try? JSON(parsing: bytes) else { return nil }
        if let format = json["format"]?.int, format > Self.format {
            throw Failure.newerFormat(
                format, of: "`\(file)`", known: Self.format,
                otherwise: "remove the file, and the stage runs again")
        }
        self.init(json)
    }

    /// As the file has it.
    public var json: JSON {
        var members = [JSON.Member("format", .int(Self.format))] + fingerprint.members
        if let gateOverride { members.append(JSON.Member("gate_override", gateOverride.json)) }
        if !executables.isEmpty {
            members.append(JSON.Member("executable", .array(executables.sorted().map { .string($0) })))
        }
        let outputs = outputs.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value.description)) }
        members += [JSON.Member("outputs", .object(outputs)), JSON.Member("result", result.json)]
        return .object(members)
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
    ///
    /// - Throws: `Failure` for one of a later format.
    public static func read(_ stage: String, in project: FilePath, files: any FileSystem) throws -> StageLock? {
        let path = path(of: stage, in: project)
        // Read without asking first: with a thousand stages that is a thousand questions.
        guard let bytes = try? files.read(path, limit: sizeLimit) else { return nil }
        return try StageLock(bytes, file: path.name(in: project))
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
