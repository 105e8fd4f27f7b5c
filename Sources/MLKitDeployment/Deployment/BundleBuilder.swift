internal import MLKitCore
internal import MLKitONNX
internal import MLKitEvaluation
internal import MLKitSignature
internal import MLKitSpec
internal import SystemPackage

/// Puts the content of a bundle together.
struct BundleBuilder {
    /// One file of the bundle.
    struct Entry {
        var path: String
        var bytes: [UInt8]
        var isExecutable = false
    }

    let manifest: BundleManifest
    /// All files, the manifest and the checksums last.
    let files: [Entry]
    /// Of all files but their own.
    let checksums: BundleChecksums
    let session: Session

    init(
        _ configuration: DeployConfiguration, _ inputs: DeployInputs, _ runtime: Runtime, _ context: StageContext
    ) async throws {
        let bytes = try context.files.read(inputs.model)
        session = try Session(bytes: bytes, runtime: runtime, options: SessionOptions(threads: context.threads))
        var manifest = try Self.manifest(inputs, try Model(parsing: bytes), session)
        manifest.signature.labels = try LabelReading(session, manifest.signature).form(inputs.test, rows: configuration.smokeRows)
        var entries = [
            Entry(path: BundleManifest.modelName, bytes: bytes),
            Entry(path: "schema.yaml", bytes: try context.files.read(inputs.schemaFile)),
        ]
        if configuration.targets.contains(.docker) {
            entries += try await ContainerFiles(
                server: inputs.server, options: inputs.options, parts: ContainerFiles.parts, context: context
            ).entries()
        }
        manifest.files = entries.map { BundleFile(path: $0.path, content: $0.bytes) }
        manifest.version = Self.version(manifest, inputs, configuration)
        let rows = SampleRows(inputs.test, manifest.signature)
        let spread = try rows.spread(as: session, of: manifest.signature)
        entries.append(Entry(path: BundleStatistics.fileName, bytes: Array(spread.json.pretty.utf8)))
        entries.append(Entry(path: "sample-request.json", bytes: Array(rows.typicalRequest.pretty.utf8)))
        let card = ModelCard(inputs: inputs, manifest: manifest, sample: rows.typicalRequest).text
        entries.append(Entry(path: "MODEL_CARD.md", bytes: Array(card.utf8)))
        manifest.files = entries.map { BundleFile(path: $0.path, content: $0.bytes) }
        manifest.isSealed = true
        entries.append(Entry(path: BundleManifest.fileName, bytes: Array(manifest.json.pretty.utf8)))
        checksums = BundleChecksums(Dictionary(entries.map { ($0.path, ContentHash(of: $0.bytes)) }) { first, _ in first })
        entries.append(Entry(path: BundleChecksums.fileName, bytes: Array(checksums.text.utf8)))
        self.manifest = manifest
        files = entries
    }

    private static func manifest(
        _ inputs: DeployInputs, _ model: Model, _ session: Session
    ) throws -> BundleManifest {
        let name = try checked(inputs.name)
        let signature = try ModelSignature(of: model, session, name: name, schema: inputs.schema)
        return BundleManifest(name: name, version: "", mlkit: Version.current, signature: signature, files: [])
    }

    /// The name stands in URLs and in shell examples as it is.
    private static func checked(_ name: String) throws -> String {
        let allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
        guard !name.isEmpty, name.allSatisfy(allowed.contains) else {
            throw Failure(
                "a model cannot be served under the name `\(name)`", hint: "use letters, digits, `.`, `_` and `-`")
        }
        return name
    }

    /// The first 12 digits of a hash over all that the bundle is made from.
    private static func version(
        _ manifest: BundleManifest, _ inputs: DeployInputs, _ configuration: DeployConfiguration
    ) -> String {
        let source: JSON = [
            "manifest": manifest.json,
            "targets": .array(configuration.targets.map(\.rawValue).sorted().map { .string($0) }),
            "card": .string(ModelCard(inputs: inputs.untimed, manifest: manifest, sample: .null).text),
            "sample": SampleRows(inputs.test, manifest.signature).typicalRequest,
        ]
        return String(ContentHash(of: source.compactBytes).hex.prefix(12))
    }
}
