internal import MLKitCore

extension SpecSchema {
    /// The JSON Schema of `mlkit.yaml`, as text.
    public static let json = JSONSchema.document(of: file, parameterKeys: ["stages"]).pretty
    /// Where a project keeps it, for editors.
    public static let projectPath = ".mlkit/schema.json"
}
