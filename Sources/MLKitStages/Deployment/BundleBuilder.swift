internal import MLKitCore
internal import MLKitONNX
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
    let session: Session

    init(
        _ configuration: DeployConfiguration, _ inputs: DeployInputs, _ runtime: Runtime, _ context: StageContext
    ) async throws {
        let bytes = try context.files.read(inputs.model)
        session = try Session(bytes: bytes, runtime: runtime, options: SessionOptions(threads: context.threads))
        var manifest = try Self.manifest(inputs, try Model(parsing: bytes), session)
        var entries = [
            Entry(path: BundleManifest.modelName, bytes: bytes),
            Entry(path: "schema.yaml", bytes: try context.files.read(inputs.schemaFile)),
        ]
        if configuration.targets.contains(.docker) {
            entries += try await ContainerFiles(server: inputs.server, context: context).entries()
        }
        manifest.files = entries.map { BundleFile(path: $0.path, content: $0.bytes) }
        manifest.version = Self.version(manifest, inputs, configuration)
        let rows = SampleRows(inputs.test, manifest: manifest)
        entries.append(Entry(path: "sample-request.json", bytes: Array(rows.typicalRequest.pretty.utf8)))
        let card = ModelCard(inputs: inputs, manifest: manifest, sample: rows.typicalRequest).text
        entries.append(Entry(path: "MODEL_CARD.md", bytes: Array(card.utf8)))
        manifest.files = entries.map { BundleFile(path: $0.path, content: $0.bytes) }
        entries.append(Entry(path: BundleManifest.fileName, bytes: Array(manifest.json.pretty.utf8)))
        let hashes = Dictionary(entries.map { ($0.path, ContentHash(of: $0.bytes)) }) { first, _ in first }
        entries.append(Entry(path: BundleChecksums.fileName, bytes: Array(BundleChecksums(hashes).text.utf8)))
        self.manifest = manifest
        files = entries
    }

    private static func manifest(
        _ inputs: DeployInputs, _ model: Model, _ session: Session
    ) throws -> BundleManifest {
        let task = BundleManifest.Task(rawValue: inputs.schema.task.rawValue) ?? .regression
        return BundleManifest(
            name: try checked(inputs.name), version: "", mlkit: Version.current, task: task,
            target: inputs.schema.target, classes: task == .regression ? [] : try classes(model),
            inputs: try session.inputs.map { try column($0, inputs.schema) }, files: [])
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

    private static func classes(_ model: Model) throws -> [String] {
        let classes = try model.metadata["classes"].map { try JSON(parsing: $0, file: "classes") }
        guard let texts = classes?.array?.map(\.string), texts.count >= 2, !texts.contains(nil) else {
            throw Failure(
                "the model does not name its classes",
                notes: ["its metadata should hold `classes`, a JSON list of texts in the order of the probabilities"])
        }
        return texts.compactMap { $0 }
    }

    private static func column(_ input: ValueDescription, _ schema: TableSchema) throws -> BundleInput {
        guard let column = schema.features.first(where: { $0.name == input.name }) else {
            throw Failure(
                "the model takes `\(input.name)`, which is not a column of the data",
                hint: Suggestion.hint(for: input.name, among: schema.features.map(\.name)))
        }
        return BundleInput(
            name: column.name, type: BundleInput.ValueType(rawValue: column.type.rawValue) ?? .text,
            nullable: column.nullable, categories: column.categories)
    }

    /// The first 12 digits of a hash over all that the bundle is made from.
    private static func version(
        _ manifest: BundleManifest, _ inputs: DeployInputs, _ configuration: DeployConfiguration
    ) -> String {
        let source: JSON = [
            "manifest": manifest.json,
            "targets": .array(configuration.targets.map(\.rawValue).sorted().map { .string($0) }),
            "card": .string(ModelCard(inputs: inputs, manifest: manifest, sample: .null).text),
            "sample": SampleRows(inputs.test, manifest: manifest).typicalRequest,
        ]
        return String(ContentHash(of: source.compactBytes).hex.prefix(12))
    }
}
