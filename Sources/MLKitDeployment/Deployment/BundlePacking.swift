internal import MLKitCore
internal import MLKitONNX
internal import MLKitReports
public import MLKitSpec
public import SystemPackage

/// Puts a bundle and all that serves it into one archive.
public struct BundlePacking: Sendable {
    private let context: StageContext
    private let server: FilePath
    private let options: [String]

    /// - Parameter options: what the server is started with, where the bundle does not say so itself.
    public init(context: StageContext, server: FilePath, options: [String] = []) {
        self.context = context
        self.server = server
        self.options = options
    }

    /// Writes `target`, a tar archive packed with gzip, of the folder `<name of the bundle's folder>/`.
    ///
    /// - Throws: `Failure` if the bundle is not as it was made, the server or one of its libraries is missing, or `tar` fails.
    public func pack(_ bundle: FilePath, as target: FilePath) async throws {
        let files = context.files
        let scratch = target.removingLastComponent().appending(".\(target.lastComponent?.string ?? "bundle").packing")
        let folder = scratch.appending(bundle.lastComponent?.string ?? "bundle")
        try files.remove(scratch)
        defer { try? files.remove(scratch) }
        var hashes = [String: ContentHash]()
        for path in try paths(in: bundle, below: "") where path != BundleChecksums.fileName {
            let source = bundle.pushing(FilePath(path))
            let isExecutable = try files.information(at: source)?.isExecutable ?? false
            try files.makeDirectory(folder.pushing(FilePath(path)).removingLastComponent())
            hashes[path] = try files.copy(source, to: folder.pushing(FilePath(path)), executable: isExecutable)
        }
        try verify(hashes, bundle)
        if hashes["Dockerfile"] == nil {
            let parts = ContainerFiles.parts.filter { $0 == BundleChecksums.fileName || hashes[$0] != nil }
            for entry in try await ContainerFiles(server: server, options: options, parts: parts, context: context).entries() {
                try files.write(entry.bytes, to: folder.pushing(FilePath(entry.path)), executable: entry.isExecutable)
                hashes[entry.path] = ContentHash(of: entry.bytes)
            }
        }
        try files.write(BundleChecksums(hashes).text, to: folder.appending(BundleChecksums.fileName))
        let arguments = [
            "--create", "--gzip", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@0",
            "--file", target.string, "--directory", scratch.string, folder.lastComponent?.string ?? "",
        ]
        let result = try await Command("tar", arguments).run()
        guard result.status == 0 else { throw Failure("`\(target)` cannot be written", notes: [result.errorText]) }
    }

    /// Holds what was copied to the bundle's checksums, or to its manifest's where it is older than they are: what is packed
    /// is given checksums of its own, which would make anything whole.
    private func verify(_ found: [String: ContentHash], _ bundle: FilePath) throws {
        let path = bundle.appending(BundleChecksums.fileName)
        let isSealed = try context.files.exists(path)
        let made = isSealed
            ? try BundleChecksums(parsing: context.files.readText(path), file: path.string).hashes
            : Dictionary(try manifest(bundle).files.map { ($0.path, $0.hash) }) { first, _ in first }
        var notes = made.keys.sorted().compactMap { name -> String? in
            guard let hash = found[name] else { return "`\(name)` is missing" }
            return hash == made[name] ? nil : "`\(name)` has changed since the bundle was made"
        }
        // In bundles of earlier versions the report of the trial is in no checksum.
        let others = isSealed ? Set(found.keys).subtracting(made.keys).subtracting([SmokeReport.fileName]) : []
        notes += others.sorted().map { "`\($0)` is not among the files that the bundle was made with" }
        guard notes.isEmpty else {
            throw Failure("the bundle `\(bundle)` is broken", notes: notes, hint: "deploy the model again")
        }
    }

    private func manifest(_ bundle: FilePath) throws -> BundleManifest {
        try BundleManifest(json: JSON(parsing: context.files.read(bundle.appending(BundleManifest.fileName))))
    }

    /// The files of a folder, relative to it.
    private func paths(in folder: FilePath, below prefix: String) throws -> [String] {
        try context.files.entries(folder).flatMap { entry -> [String] in
            let path = prefix + entry.name
            return entry.kind == .directory ? try paths(in: folder.appending(entry.name), below: path + "/") : [path]
        }
    }
}
