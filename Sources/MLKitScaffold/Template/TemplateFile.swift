internal import SystemPackage

/// One file of a template: where it goes, and what it holds.
struct TemplateFile: Sendable {
    enum Content: Sendable {
        /// Rendered (the name ends in `.stencil`).
        case rendered(TextTemplate)
        /// Copied byte for byte from there.
        case copied(FilePath)
    }

    /// Below the template's folder, for messages.
    let source: String
    /// The components of the path in the project; one that renders to nothing leaves the file out.
    let path: [TextTemplate]
    /// What it is made for, the outermost loop first.
    let loops: [FileLoop]
    let content: Content
    let isExecutable: Bool
}
