internal import MLKitCore
public import SystemPackage

/// Where a template came from: what finds it again.
public struct TemplateProvenance: Hashable, Sendable {
    /// The name of a built-in template, a folder (relative to the project, or absolute), or a git URL with `@ref`.
    public var source: String
    /// The commit that was taken, for a template from git.
    public var commit: String?

    public init(source: String, commit: String? = nil) {
        self.source = source
        self.commit = commit
    }
}

extension TemplateProvenance {
    /// Where a template was found, in words that find it again from a project.
    ///
    /// - Parameters:
    ///   - text: what the user called it.
    ///   - directory: what a folder was relative to.
    public init(_ source: ResolvedSource, named text: String, directory: FilePath, project: FilePath) {
        let isFolder = source.commit == nil && (text.contains("/") || text.hasPrefix("."))
        guard isFolder, !text.hasPrefix("/"), !text.hasPrefix("~") else {
            self.init(source: isFolder ? text : source.description, commit: source.commit)
            return
        }
        self.init(source: Self.relative(source.folder, to: project))
    }

    /// A path to one folder from another; whole if they have nothing in common.
    static func relative(_ folder: FilePath, to base: FilePath) -> String {
        let (to, from) = (folder.lexicallyNormalized(), base.lexicallyNormalized())
        let common = zip(to.components, from.components).prefix { $0 == $1 }.count
        guard common > 0 else { return to.string }
        let up = from.components.dropFirst(common).map { _ in ".." }
        let parts = up + to.components.dropFirst(common).map(\.string)
        return up.isEmpty ? "./" + parts.joined(separator: "/") : parts.joined(separator: "/")
    }
}
