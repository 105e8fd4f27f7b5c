internal import MLKitGit
internal import MLKitSpec

/// The schema of `mlkit.yaml` that every project with one gets from mlkit itself, so that editors know its keys.
enum SchemaFile {
    /// What makes it the same file in all renderings.
    static let origin = "mlkit/schema.json"

    /// The file to add to those of a template; `nil` if the template makes no `mlkit.yaml`.
    static func rendered(besides files: [RenderedFile], _ kinds: StageKinds) throws -> RenderedFile? {
        guard files.contains(where: { $0.path == ProjectSpec.fileName }) else { return nil }
        let content = Array(kinds.jsonSchema.utf8)
        return RenderedFile(
            path: SpecSchema.projectPath, content: content, isExecutable: false, ownership: .managed,
            blob: try ObjectID(blobOf: content), origin: origin)
    }
}
