public import MLKitCore
public import MLKitEngines
internal import MLKitONNX
internal import MLKitSignature
internal import Synchronization
public import SystemPackage

/// A place on the disk: a bundle's folder, a folder of bundles with `current`, or an ONNX file.
public final class BundleSource: ModelSource {
    private let path: FilePath
    private let files: any FileSystem
    private let runtime: RuntimeHandle
    private let drift: DriftRule?
    private let report: @Sendable (Diagnostic) -> Void
    /// What has been reported: a version that comes back is not warned of again.
    private let reported = Mutex(Set<Diagnostic>())

    /// - Parameters:
    ///   - drift: when it is said that what a model is asked has moved away; if it is given, it is also said that a bundle
    ///     does not know what its model was tried on.
    ///   - report: takes warnings, such as of what is not verified.
    public init(
        _ path: FilePath, files: any FileSystem = LocalFileSystem(), runtime: RuntimeHandle, drift: DriftRule? = nil,
        report: @escaping @Sendable (Diagnostic) -> Void = { _ in }
    ) {
        self.path = path
        self.files = files
        self.runtime = runtime
        self.drift = drift
        self.report = report
    }

    /// ONNX Runtime, shared by all models of a server.
    public struct RuntimeHandle: Sendable {
        let runtime: Runtime

        /// - Throws: `Failure` if it is not installed.
        public init(engines: EngineLocator) throws {
            runtime = try Runtime(locator: engines)
        }
    }

    /// The version of a folder of bundles that `current` names; other places do not change by themselves.
    public func current() -> String? {
        // Whatever else has that name is not waited for.
        let bytes = try? files.read(path.appending(Self.currentName), limit: Self.currentLimit)
        let version = bytes.flatMap { String(validating: $0, as: UTF8.self) }?.filter { !$0.isWhitespace }
        return version.flatMap { $0.isEmpty || $0.contains("/") || $0.hasPrefix(".") ? nil : $0 }
    }

    public func load() throws -> ServedModel {
        if path.extension == "onnx" { return try loadFile() }
        guard try files.information(at: path.appending(Self.currentName))?.kind == .file else { return try load(folder: path) }
        guard let version = current() else { throw Failure("`\(path.appending(Self.currentName))` names no version") }
        return try load(folder: path.appending(version))
    }

    private static let currentName = "current"
    private static let currentLimit = 4096

    public func withoutPaths(_ message: String) -> String {
        message.replacing("\(path)/", with: "").replacing(path.string, with: path.lastComponent?.string ?? "")
    }

    private func load(folder: FilePath) throws -> ServedModel {
        let bundle = try BundleReading(folder, files: files)
        bundle.warnings.forEach(warn)
        if let drift, drift.rows > 0, bundle.statistics == nil { warn(Self.unwatched(folder)) }
        let session = try session(bundle.model, of: folder.appending(BundleManifest.modelName))
        try Self.compare(bundle.manifest, ModelMetadata(of: session, name: bundle.manifest.name), folder)
        let engine = SessionEngine(session)
        let model = try ServedModel(
            manifest: bundle.manifest, engine: engine, spread: bundle.statistics, drift: drift ?? DriftRule())
        try bundle.sample.map { try ModelTrial(model).run($0, from: folder) }
        return model
    }

    /// Checksums tell that files are those that were written, not that they belong together.
    private static func compare(_ manifest: BundleManifest, _ metadata: ModelMetadata, _ folder: FilePath) throws {
        let signature = manifest.signature
        let other: String? =
            if let classes = metadata.classes, signature.task != .regression, classes != signature.classes {
                "the model's classes are \(Suggestion.list(classes)), in this order, and the manifest's "
                    + "\(Suggestion.list(signature.classes))"
            } else if let task = metadata.task, task != signature.task {
                "the model is of the task `\(task.rawValue)`, and the manifest says `\(signature.task.rawValue)`"
            } else {
                nil
            }
        if let other { throw Failure("the bundle `\(folder)` is broken", notes: [other], hint: "deploy the model again") }
    }

    private static func unwatched(_ folder: FilePath) -> Diagnostic {
        .warning(
            "drift of what `\(folder)` is asked is not watched", notes: ["the bundle has no `\(BundleStatistics.fileName)`"],
            hint: "deploy the model again")
    }

    private func session(_ bytes: [UInt8], of file: FilePath) throws -> Session {
        do {
            // One large request must not take its memory for as long as the server runs.
            return try Session(bytes: bytes, runtime: runtime.runtime, options: SessionOptions(keepsMemory: false))
        } catch let failure as Failure {
            throw Failure("`\(file)` cannot be loaded", notes: failure.diagnostics.flatMap { [$0.message] + $0.notes })
        }
    }

    private func warn(_ warning: Diagnostic) {
        if reported.withLock({ $0.insert(warning).inserted }) { report(warning) }
    }

    /// A model of the file's name, with the first 12 digits of its hash as version.
    private func loadFile() throws -> ServedModel {
        let bytes = try files.read(path, limit: BundleReading.sizeLimit)
        let engine = SessionEngine(try session(bytes, of: path))
        let model = try ServedModel(name: path.stem ?? "model", version: String(ContentHash(of: bytes).hex.prefix(12)), engine: engine)
        if !engine.unknownOutputs.isEmpty {
            let names = Suggestion.list(engine.unknownOutputs)
            warn(.warning("`\(path)` is served without \(names)", notes: ["only tensors of the protocol's types can be answered with"]))
        }
        return model
    }
}
