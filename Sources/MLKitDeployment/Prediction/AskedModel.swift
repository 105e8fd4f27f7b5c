internal import MLKitCore
internal import MLKitONNX
internal import MLKitSignature
public import MLKitSpec
public import MLKitTables
public import SystemPackage

/// A model's file with the schema of its data, the target included: all that it takes to look into it.
public struct AskedModel: Sendable {
    /// The content of the ONNX file.
    public let bytes: [UInt8]
    public let schema: TableSchema

    /// - Parameter path: the folder of a bundle.
    /// - Throws: `Failure` for what is no bundle.
    public init(bundle path: FilePath, context: StageContext) throws {
        let place = path.appending(BundleManifest.fileName)
        let manifest = try BundleManifest(json: JSON(parsing: context.files.read(place), file: place.string))
        bytes = try context.files.read(path.appending(BundleManifest.modelName))
        schema = TableSchema(withTargetOf: manifest.signature)
    }

    /// - Parameters:
    ///   - path: an ONNX file.
    ///   - schema: of the data that it was made for.
    public init(model path: FilePath, schema: TableSchema, context: StageContext) throws {
        bytes = try context.files.read(path)
        self.schema = schema
    }
}
