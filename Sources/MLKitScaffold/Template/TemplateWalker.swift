internal import MLKitCore
internal import SystemPackage

/// Finds the files below a folder of a template.
struct TemplateWalker {
    struct File {
        let path: FilePath
        /// Below the template's folder, for messages: `files/src/a.py`.
        let source: String
        /// Below the folder that was walked: `src`, `a.py`.
        let components: [String]
    }

    let files: any FileSystem
    private(set) var found: [File] = []
    private(set) var problems: [Diagnostic] = []

    init(files: any FileSystem) {
        self.files = files
    }

    /// Walks a folder, names sorted. A symbolic link is refused: a template is a stranger's, and could copy with it
    /// whatever its user can read.
    mutating func walk(_ folder: FilePath, _ source: String, _ components: [String] = []) throws {
        for entry in try files.entries(folder) {
            let path = folder.appending(entry.name)
            let inner = (source: "\(source)/\(entry.name)", components: components + [entry.name])
            switch entry.kind {
            case .directory: try walk(path, inner.source, inner.components)
            case .file: found.append(File(path: path, source: inner.source, components: inner.components))
            case .link:
                problems.append(
                    .error(
                        "`\(path)` is a symbolic link, which a template cannot have",
                        hint: "put the file or folder itself there"))
            case .other: problems.append(.error("`\(path)` in a template is neither file nor folder"))
            }
        }
    }
}
