internal import MLKitCore
internal import MLKitONNX
internal import SystemPackage

/// What the server reads of a bundle, each file held to the bundle's checksums.
struct BundleReading {
    let manifest: BundleManifest
    let model: [UInt8]
    /// A request that the model must answer; older bundles may have none.
    let sample: [UInt8]?
    /// How the values it was tried on are spread; older bundles have none.
    let statistics: BundleStatistics?
    private(set) var warnings: [Diagnostic] = []

    private static let again = "deploy the model again"

    /// - Throws: `Failure` if the bundle is missing or not whole, or a file is not the one it was made with.
    init(_ folder: FilePath, files: any FileSystem) throws {
        let text = try Self.manifestBytes(folder, files)
        let sums = try Self.sums(folder, files)
        manifest = try Self.manifest(text, folder.appending(BundleManifest.fileName))
        let hashes = sums ?? Dictionary(manifest.files.map { ($0.path, $0.hash) }) { first, _ in first }
        if let sums {
            guard let hash = sums[BundleManifest.fileName] else { throw Self.unnamed(BundleManifest.fileName, folder) }
            try Self.hold(text, to: hash, BundleManifest.fileName, folder)
        } else {
            guard !manifest.isSealed else { throw Self.broken(folder, "`\(BundleChecksums.fileName)` is missing") }
            warnings.append(Self.unverified(folder))
        }
        guard let hash = hashes[BundleManifest.modelName] else { throw Self.unnamed(BundleManifest.modelName, folder) }
        guard let bytes = try Self.part(BundleManifest.modelName, folder, files) else {
            throw Self.broken(folder, "`\(BundleManifest.modelName)` is missing")
        }
        model = bytes
        try Self.hold(model, to: hash, BundleManifest.modelName, folder)
        _ = try Self.optional("schema.yaml", folder, hashes, files, isSealed: sums != nil)
        sample = try Self.optional("sample-request.json", folder, hashes, files, isSealed: sums != nil)
        let spread = try Self.optional(BundleStatistics.fileName, folder, hashes, files, isSealed: sums != nil)
        statistics = try spread.map { try Self.statistics($0, folder.appending(BundleStatistics.fileName)) }
    }

    private static func broken(_ folder: FilePath, _ note: String) -> Failure {
        Failure("the bundle `\(folder)` is broken", notes: [note], hint: again)
    }

    /// The largest file that ONNX Runtime takes from memory, and so the largest of a bundle: 2 GiB.
    static let sizeLimit = 1 << 31

    /// The bytes of one of the bundle's files; `nil` if it is not there.
    ///
    /// - Throws: `Failure` for what is no file: a pipe that nobody writes to or a device would be read without end.
    private static func part(_ name: String, _ folder: FilePath, _ files: any FileSystem) throws -> [UInt8]? {
        let path = folder.appending(name)
        guard let kind = try files.information(at: path)?.kind else { return nil }
        guard kind == .file else { throw broken(folder, "`\(name)` is not a file") }
        return try files.read(path, limit: sizeLimit)
    }

    private static func manifestBytes(_ folder: FilePath, _ files: any FileSystem) throws -> [UInt8] {
        guard let bytes = try part(BundleManifest.fileName, folder, files) else {
            throw Failure(
                "`\(folder)` is not a bundle", notes: ["it has no `\(BundleManifest.fileName)`"],
                hint: "give the folder of a deployed model, such as `deploy/<version>`")
        }
        return bytes
    }

    private static func manifest(_ bytes: [UInt8], _ path: FilePath) throws -> BundleManifest {
        try parsed(bytes, path, BundleManifest.init)
    }

    private static func statistics(_ bytes: [UInt8], _ path: FilePath) throws -> BundleStatistics {
        try parsed(bytes, path, BundleStatistics.init)
    }

    private static func parsed<Value>(_ bytes: [UInt8], _ path: FilePath, _ read: (JSON) throws -> Value) throws -> Value {
        do {
            return try read(JSON(parsing: bytes, file: path.string))
        } catch let failure as Failure {
            let problem = failure.diagnostics.first
            throw Failure(
                "`\(path)` cannot be read: \(problem?.message ?? "unknown")", at: problem?.location,
                hint: problem?.hint ?? again)
        }
    }

    /// - Returns: `nil` for a bundle that has no such file.
    private static func sums(_ folder: FilePath, _ files: any FileSystem) throws -> [String: ContentHash]? {
        guard let bytes = try part(BundleChecksums.fileName, folder, files) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw broken(folder, "`\(BundleChecksums.fileName)` is not UTF-8 text")
        }
        return try BundleChecksums(parsing: text, file: folder.appending(BundleChecksums.fileName).string).hashes
    }

    /// A file that older bundles may be without: it is there and has a hash, or neither.
    private static func optional(
        _ name: String, _ folder: FilePath, _ hashes: [String: ContentHash], _ files: any FileSystem, isSealed: Bool
    ) throws -> [UInt8]? {
        let bytes = try part(name, folder, files)
        guard let hash = hashes[name] else {
            if bytes != nil, isSealed { throw broken(folder, "`\(name)` is not among the files that the bundle was made with") }
            return nil
        }
        guard let bytes else { throw broken(folder, "`\(name)` is missing") }
        try hold(bytes, to: hash, name, folder)
        return bytes
    }

    private static func hold(_ bytes: [UInt8], to hash: ContentHash, _ name: String, _ folder: FilePath) throws {
        if ContentHash(of: bytes) != hash { throw broken(folder, "`\(name)` has changed since the bundle was made") }
    }

    private static func unnamed(_ name: String, _ folder: FilePath) -> Failure {
        Failure(
            name == BundleManifest.modelName
                ? "the bundle `\(folder)` does not name its model" : "the checksums of `\(folder)` do not name `\(name)`", hint: again)
    }

    private static func unverified(_ folder: FilePath) -> Diagnostic {
        .warning(
            "the columns and classes of `\(folder)` are not verified",
            notes: [
                "it was made before bundles had `\(BundleChecksums.fileName)`; nothing holds `\(BundleManifest.fileName)` to its content",
            ],
            hint: again)
    }
}
