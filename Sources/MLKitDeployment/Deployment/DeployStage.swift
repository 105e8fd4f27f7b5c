internal import MLKitCore
internal import MLKitONNX
internal import MLKitReports
public import MLKitSpec
internal import SystemPackage

/// `kind: deploy`: packs a model with all that serves it, starts the server on the package, and lets it become
/// current only if it answers as the model does offline.
///
/// ```
/// deploy/<version>/   bundle.json, model.onnx, schema.yaml, MODEL_CARD.md, sample-request.json, smoke.json
///                     for docker also Dockerfile, .dockerignore, mlkit-server and lib/
/// deploy/current      the version that is to be served, one line
/// ```
///
/// The bundle grows, and is tried out, in a folder beside its place, and is renamed into it when all is well:
/// what stands under a version is always whole.
public enum DeployStage {
    /// - Throws: `Failure` if an engine is missing, the model's inputs are not columns of the schema, the
    ///   server does not start, or it answers differently; `current` is then as it was.
    public static func run(
        configuration: DeployConfiguration, inputs: DeployInputs, context: StageContext
    ) async throws -> DeployReport {
        let runtime = try Runtime(locator: context.engines)
        let builder = try await BundleBuilder(configuration, inputs, runtime, context)
        let manifest = builder.manifest
        let folder = DeployFolder(inputs.folder, files: context.files)
        let staging = try folder.stage(builder.files)
        do {
            context.log("bundle \(manifest.version) of `\(manifest.name)`: \(plural(builder.files.count, "file"))")
            let smoke = try await SmokeTest(inputs, manifest, builder.session, context).run(
                rows: configuration.smokeRows, bundle: staging)
            try seal(staging, smoke, builder.checksums, context.files)
            let (bundle, served) = try folder.publish(staging, as: manifest)
            context.log("the server answers as the model does offline, over \(plural(smoke.rows, "row"))")
            return DeployReport(version: manifest.version, bundle: bundle, smoke: smoke, servedInstead: served)
        } catch {
            try? context.files.remove(staging)
            throw error
        }
    }

    /// Adds the report of the trial to the bundle, and to its checksums: to be tried it had to have those of all else.
    private static func seal(_ staging: FilePath, _ smoke: SmokeReport, _ sums: BundleChecksums, _ files: any FileSystem) throws {
        let report = smoke.json.pretty
        var sums = sums
        sums.hashes[SmokeReport.fileName] = ContentHash(of: report)
        try files.write(report, to: staging.appending(SmokeReport.fileName))
        try files.write(sums.text, to: staging.appending(BundleChecksums.fileName))
    }
}
