internal import MLKitCore
internal import MLKitONNX
public import MLKitSpec
public import SystemPackage

/// Puts a bundle and all that serves it into one archive.
public struct BundlePacking: Sendable {
    private let context: StageContext
    private let server: FilePath
    private let limits: [String]

    /// - Parameter limits: what the server is held to, `NAME=VALUE` each, where the bundle does not say so itself.
    public init(context: StageContext, server: FilePath, limits: [String] = []) {
        self.context = context
        self.server = server
        self.limits = limits
    }

    /// Writes `target`, a tar archive packed with gzip, of the folder `<name of the bundle's folder>/`.
    ///
    /// - Throws: `Failure` if the server or one of its libraries is missing, or `tar` fails.
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
        if hashes["Dockerfile"] == nil {
            for entry in try await ContainerFiles(server: server, limits: limits, context: context).entries() {
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

    /// The files of a folder, relative to it.
    private func paths(in folder: FilePath, below prefix: String) throws -> [String] {
        try context.files.entries(folder).flatMap { entry -> [String] in
            let path = prefix + entry.name
            return entry.kind == .directory ? try paths(in: folder.appending(entry.name), below: path + "/") : [path]
        }
    }
}
