public import MLKitCore
public import MLKitSpec
public import SystemPackage

/// What a stage's last success was: `.mlkit/lock/<stage>.json`, kept in git.
///
/// One file per stage with sorted members, so that branches which ran different stages merge. JSON rather
/// than YAML: it is written by mlkit alone, and reading a thousand of them must cost nothing.
///
/// Its first member is `format`. Formats of earlier versions of mlkit: 1 has no such member, and no `executable`; 2 has
/// hashes of content alone in `outputs`, also of folders with links or programs.
public struct StageLock: Sendable {
    public var fingerprint: StageFingerprint
    /// Outputs by path, with the hash of their content.
    public var outputs: ByteTable<ContentHash>
    /// The hashes of the content of outputs that are more than that, as who reads them has them among its inputs.
    public var contents: ByteTable<ContentHash> = [:]
    /// Of outputs with links that the cache does not have: hashes in which a link is what is written in it, not what it leads
    /// to, which may change without anybody touching the output.
    public var links: ByteTable<ContentHash> = [:]
    /// The outputs that are programs. With it a lock alone says what is to be put in place, and needs no record of the
    /// run that made it.
    public var executables: Set<ByteText> = []
    public var result: StageResult
    /// `nil` for a stage without a gate, or with one that was met.
    public var gateOverride: GateOverride?

    public init(fingerprint: StageFingerprint, outputs: ByteTable<ContentHash>, result: StageResult) {
        self.fingerprint = fingerprint
        self.outputs = outputs
        self.result = result
    }

    /// The format that is written; those before it are read too.
    private static let format = 3
    /// The format that the outputs are recorded in: a lock that is only written again stays as it is.
    private var recordedFormat = Self.format

    /// Whether the hashes of folders do not cover links and programs in them.
    public var namesContentAlone: Bool { recordedFormat < 3 }
    var knowsExecutables: Bool { recordedFormat > 1 }
    /// The most bytes that a lock may have.
    private static let sizeLimit = 64 << 20

    /// Reads what `json` writes; what is missing is empty. `nil` for what is of no stage.
    public init?(_ json: JSON) {
        guard let fingerprint = StageFingerprint(json) else { return nil }
        self.init(
            fingerprint: fingerprint, outputs: Self.hashes(json["outputs"]),
            result: StageResult(json["result"] ?? .null))
        gateOverride = GateOverride(json["gate_override"])
        contents = Self.hashes(json["contents"])
        links = Self.hashes(json["links"])
        executables = Set((json["executable"]?.array ?? []).compactMap(\.string).map { ByteText($0) })
        recordedFormat = json["format"]?.int ?? 1
    }

    /// Reads a lock file.
    ///
    /// - Parameter file: what messages call it.
    /// - Returns: `nil` for what cannot be understood, in whole or as to what it made.
    /// - Throws: `Failure` for a later format, which would not be understood in parts.
    public init?(_ bytes: [UInt8], file: String) throws {
        guard let json = try? JSON(parsing: bytes) else { return nil }
        if let format = json["format"]?.int, format > Self.format {
            throw Failure.newerFormat(
                format, of: "`\(file)`", known: Self.format,
                otherwise: "remove the file, and the stage runs again")
        }
        self.init(json)
        guard outputs.count == json["outputs"]?.members?.count ?? 0 else { return nil }
    }

    /// As the file has it.
    public var json: JSON {
        var members = [JSON.Member("format", .int(recordedFormat))] + fingerprint.members
        if let gateOverride { members.append(JSON.Member("gate_override", gateOverride.json)) }
        if !executables.isEmpty {
            members.append(JSON.Member("executable", .array(executables.sorted().map { .string($0.text) })))
        }
        if !contents.isEmpty { members.append(JSON.Member("contents", Self.json(contents))) }
        if !links.isEmpty { members.append(JSON.Member("links", Self.json(links))) }
        members += [JSON.Member("outputs", Self.json(outputs)), JSON.Member("result", result.json)]
        return .object(members)
    }

    private static func json(_ hashes: ByteTable<ContentHash>) -> JSON {
        .object(hashes.sorted.map { JSON.Member($0.key, .string($0.value.description)) })
    }

    private static func hashes(_ json: JSON?) -> ByteTable<ContentHash> {
        ByteTable(
            (json?.members ?? []).compactMap { member in
                member.value.string.flatMap { ContentHash($0) }.map { (ProjectPath.normal(member.name), $0) }
            }) { $1 }
    }

    /// Takes away what it says of outputs, for them to be recorded as they are now.
    public mutating func forgetOutputs() {
        (outputs, contents, links, executables) = ([:], [:], [:], [])
        recordedFormat = Self.format
    }

    /// The hashes of what is read of the outputs.
    public var contentHashes: ByteTable<ContentHash> {
        var hashes = outputs
        hashes.merge(contents) { $1 }
        return hashes
    }

    /// What the checklist's evidence binds a run by: the hash of its outputs, each as `<hash> <path>\0`, in the order of
    /// their paths.
    public var outputsHash: ContentHash {
        ContentHash(of: outputs.sorted.map { "\($0.value) \($0.key)\0" }.joined())
    }

    /// Where the lock of a stage is kept.
    public static func path(of stage: String, in project: FilePath) -> FilePath {
        folder(in: project).appending("\(stage).json")
    }

    /// The folder of all locks.
    public static func folder(in project: FilePath) -> FilePath { project.pushing(FilePath(folder)) }

    private static let folder = ".mlkit/lock"

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
    /// makes the stage run again, and a sync costs more than a small stage.
    public func write(_ stage: String, in project: FilePath, files: any FileSystem) throws {
        let disk = try files.disk(for: Self.folder, in: project).unsynchronised
        try disk.write(json.pretty, to: Self.path(of: stage, in: project))
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
