public import MLKitCore
public import MLKitEngines
internal import MLKitONNX
public import SystemPackage

extension ServedModel {
    /// The model of a bundle, in ONNX Runtime.
    ///
    /// Each request is run on one thread: with several requests at a time more would only get in each other's
    /// way, and one row has no work to share.
    ///
    /// - Throws: `Failure` if the bundle is missing or not whole, its model is not the one it was made with, or
    ///   ONNX Runtime is not installed.
    public init(bundle folder: FilePath, files: some FileSystem = LocalFileSystem(), engines: EngineLocator) throws {
        let manifest = try Self.manifest(of: folder, files)
        let bytes = try files.read(folder.appending(BundleManifest.modelName))
        guard let entry = manifest.files.first(where: { $0.path == BundleManifest.modelName }) else {
            throw Failure("the bundle `\(folder)` does not name its model", hint: Self.again)
        }
        guard ContentHash(of: bytes) == entry.hash else {
            let notes = ["`\(BundleManifest.modelName)` has changed since the bundle was made"]
            throw Failure("the bundle `\(folder)` is broken", notes: notes, hint: Self.again)
        }
        let session = try Session(bytes: bytes, runtime: Runtime(locator: engines))
        try self.init(manifest: manifest, engine: SessionEngine(session))
    }

    private static let again = "deploy the model again"

    private static func manifest(of folder: FilePath, _ files: some FileSystem) throws -> BundleManifest {
        let path = folder.appending(BundleManifest.fileName)
        guard try files.information(at: path)?.kind == .file else {
            throw Failure(
                "`\(folder)` is not a bundle", notes: ["it has no `\(BundleManifest.fileName)`"],
                hint: "give the folder of a deployed model, such as `deploy/<version>`")
        }
        do {
            return try BundleManifest(json: JSON(parsing: files.read(path), file: path.string))
        } catch let failure as Failure {
            let problem = failure.diagnostics.first
            throw Failure(
                "`\(path)` cannot be read: \(problem?.message ?? "unknown")", at: problem?.location,
                hint: problem?.hint ?? again)
        }
    }
}
