internal import MLKitCore
internal import MLKitONNX
internal import SystemPackage

/// The folder of bundles: `<version>/` for each, and `current`, a text file with the version to serve.
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
        for entry in bundle {
            try files.write(entry.bytes, to: staging.pushing(FilePath(entry.path)), executable: entry.isExecutable)
        }
        return staging
    }

    /// Gives a staged bundle its place, and makes it current.
    func publish(_ staging: FilePath, as manifest: BundleManifest) throws -> FilePath {
        let place = path.appending(manifest.version)
        // A folder cannot be renamed over one that holds files. What stands there has the same content by its
        // name, unless someone changed it.
        try files.remove(place)
        try files.rename(staging, to: place)
        try files.write(manifest.version + "\n", to: path.appending("current"))
        return place
    }
}
