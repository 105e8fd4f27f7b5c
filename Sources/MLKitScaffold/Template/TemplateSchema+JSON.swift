internal import MLKitCore
internal import MLKitSpec

extension TemplateSchema {
    /// The JSON Schema of `template.yaml`, as text.
    public static let json = JSONSchema.document(of: file).pretty
}
