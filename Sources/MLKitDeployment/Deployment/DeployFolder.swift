internal import MLKitCore
internal import MLKitONNX
internal import SystemPackage

/// The folder of bundles: `<version>/` for each, and `current`, a text file with the version to serve.
///
/// The server and the libraries of a container are the same in many versions: they are there once, under several
/// names (hard links), so that each bundle is whole and none takes room of its own for them.
struct DeployFolder {
    private let path: FilePath
    private let files: any FileSystem

    init(_ path: FilePath, files: any FileSystem) {
        self.path = path
        self.files = files
    }

    /// Writes a bundle beside its place; what a killed run left there is removed first.
    ///
    /// - Returns: the folder, to be given to `publish` or removed.
    func stage(_ bundle: [BundleBuilder.Entry]) throws -> FilePath {
        let staging = path.appending(".staging")
        try files.remove(staging)
        let others = try bundles()
        for entry in bundle {
            let place = staging.pushing(FilePath(entry.path))
            if entry.bytes.count >= Self.shared, try share(entry, at: place, others) { continue }
            try files.write(entry.bytes, to: place, executable: entry.isExecutable)
        }
        return staging
    }

    /// Bytes from which on a file is looked for in other bundles.
    private static let shared = 1 << 20

    private func bundles() throws -> [FilePath] {
        guard try files.exists(path) else { return [] }
        return try files.list(path).map { path.appending($0) }.filter { try files.exists($0.appending(BundleManifest.fileName)) }
    }

    /// - Returns: whether another bundle has the file, and it could be linked to.
    private func share(_ entry: BundleBuilder.Entry, at place: FilePath, _ others: [FilePath]) throws -> Bool {
        let hash = ContentHash(of: entry.bytes)
        for other in others {
            let candidate = other.pushing(FilePath(entry.path))
            guard let information = try files.information(at: candidate), information.size == entry.bytes.count,
                information.isExecutable == entry.isExecutable, try files.hash(candidate) == hash
            else { continue }
            try files.makeDirectory(place.removingLastComponent())
            if try files.hardLink(candidate, to: place) { return true }
        }
        return false
    }

    /// Gives a staged bundle its place, and makes it current.
    ///
    /// - Returns: the bundle, and the version that is served in its stead if people went back from this one.
    func publish(_ staging: FilePath, as manifest: BundleManifest) throws -> (bundle: FilePath, served: String?) {
        let place = path.appending(manifest.version)
        // A folder cannot be renamed over one that holds files. What stands there has the same content by its
        // name, unless someone changed it.
        try files.remove(place)
        try files.rename(staging, to: place)
        return (place, try Deployments(path, files: files).deploy(manifest.version))
    }
}
