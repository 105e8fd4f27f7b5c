public import MLKitGit
internal import MLKitSpec

/// A file of a new project, ready to be written.
public struct RenderedFile: Sendable {
    /// Relative to the project, with `/` between the components.
    public let path: String
    public let content: [UInt8]
    public let isExecutable: Bool
    public let ownership: Ownership
    /// The id that git gives the content: how a later merge finds what was rendered here. Of a secret no hash is kept either:
    /// then it is that of an empty file.
    public let blob: ObjectID
    /// The template's file it comes from, such as `files/README.md.stencil`: what makes it the same file when another
    /// rendering gives it another path.
    public let origin: String
    /// Whether an answer that is secret stands in it.
    public var holdsSecret = false
}

/// A command of the template's that finishes a new project.
public struct PostCommand: Hashable, Sendable {
    /// For `sh`, answers quoted.
    public let text: String
    /// What it is for.
    public let help: String?
}

/// The schema of `mlkit.yaml` that every project with one gets from mlkit itself, so that editors know its keys.
enum ProjectSchemaFile {
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
