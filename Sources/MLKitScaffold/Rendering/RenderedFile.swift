public import MLKitGit

/// A file of a new project, ready to be written.
public struct RenderedFile: Sendable {
    /// Relative to the project, with `/` between the components.
    public let path: String
    public let content: [UInt8]
    public let isExecutable: Bool
    public let ownership: Ownership
    /// The id that git gives the content: how a later merge finds what was rendered here.
    public let blob: ObjectID
    /// The template's file it comes from, such as `files/README.md.stencil`: what makes it the same file when another
    /// rendering gives it another path.
    public let origin: String
}
