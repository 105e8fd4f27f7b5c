public import MLKitCore
public import MLKitSignature

/// What a deployed model is: the content of a bundle's `bundle.json`.
///
/// A bundle is a folder with a model and all that is needed to serve it. Its version is derived from its
/// content, so that the same model deployed twice is the same bundle.
public struct BundleManifest: Hashable, Sendable {
    /// The number of this layout; a server refuses others.
    public static let format = 1
    /// The name of the file within the folder.
    public static let fileName = "bundle.json"
    /// The name of the model's file within the folder.
    public static let modelName = "model.onnx"

    public var name: String
    public var version: String
    /// The version of mlkit that wrote the bundle.
    public var mlkit: String
    /// What the model takes and answers.
    public var signature: ModelSignature
    /// The files of the bundle, without this one.
    public var files: [BundleFile]
    /// Whether the bundle has checksums, without which it is not whole. Those made before there were any do not say so.
    public var isSealed = false

    public init(
        name: String, version: String, mlkit: String, signature: ModelSignature, files: [BundleFile]
    ) {
        self.name = name
        self.version = version
        self.mlkit = mlkit
        self.signature = signature
        self.files = files
    }
}

extension BundleManifest {
    public var json: JSON {
        // Only where there is something to say, so that a bundle of before is written as it was.
        let labels = signature.labels == .text ? [] : [JSON.Member("labels", .string(signature.labels.rawValue))]
        return .object(
            [
                JSON.Member("format", .int(Self.format)), JSON.Member("name", .string(name)),
                JSON.Member("version", .string(version)), JSON.Member("mlkit", .string(mlkit)),
                JSON.Member("task", .string(signature.task.rawValue)),
                JSON.Member("target", .string(signature.target)),
                JSON.Member("classes", .array(signature.classes.map { .string($0) })),
            ] + labels + [
                JSON.Member("inputs", .array(signature.columns.map(\.json))),
            ] + (signature.ignored.isEmpty ? [] : [JSON.Member("ignored", .array(signature.ignored.map { .string($0) }))])
                + (signature.cleaning.map { [JSON.Member("cleaning", $0.json)] } ?? []) + [
                JSON.Member("files", .array(files.map(\.json))),
            ] + (isSealed ? [JSON.Member("sealed", true)] : []))
    }

    /// Reads what `json` wrote.
    ///
    /// - Throws: `Failure` that names the member that is missing or of the wrong kind.
    public init(json: JSON) throws {
        let reader = BundleReader(json, of: "the manifest")
        let format = try reader.int("format")
        guard format <= Self.format else {
            throw Failure.newerFormat(
                format, of: "the bundle", known: Self.format, otherwise: "deploy the model again with this one")
        }
        guard format == Self.format else {
            throw Failure(
                "the bundle has format \(format), and this mlkit reads format \(Self.format)",
                hint: "deploy the model again with this version of mlkit")
        }
        let name = try reader.string("name")
        let task = try reader.string("task")
        guard let task = ModelTask(rawValue: task) else {
            throw Failure("the manifest has the unknown task `\(task)`")
        }
        let labels = json["labels"]?.string ?? LabelForm.text.rawValue
        guard let labels = LabelForm(rawValue: labels) else {
            throw Failure("the manifest has the unknown form of labels `\(labels)`")
        }
        var signature = ModelSignature(
            columns: try reader.array("inputs").map { try ModelColumn(json: $0) }, task: task,
            target: try reader.string("target"), classes: try reader.strings("classes"), labels: labels)
        if json["ignored"] != nil { signature.ignored = try reader.strings("ignored") }
        signature.cleaning = try json["cleaning"].map { try Cleaning(json: $0) }
        self.init(
            name: name, version: try reader.string("version"),
            mlkit: try reader.string("mlkit"), signature: signature,
            files: try reader.array("files").map { try BundleFile(json: $0) })
        isSealed = json["sealed"]?.bool ?? false
    }
}
