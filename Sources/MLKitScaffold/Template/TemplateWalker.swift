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
    /// Whether to pass over what editors, systems and Python leave in folders.
    let skipsLitter: Bool
    /// What was passed over, for messages.
    private(set) var litter: [String] = []
    private(set) var found: [File] = []
    private(set) var problems: [Diagnostic] = []

    init(files: any FileSystem, skipsLitter: Bool = false) {
        self.files = files
        self.skipsLitter = skipsLitter
    }

    /// Walks a folder, names sorted. A symbolic link is refused: a template is a stranger's, and could copy with it
    /// whatever its user can read.
    mutating func walk(_ folder: FilePath, _ source: String, _ components: [String] = []) throws {
        for entry in try files.entries(folder) {
            let path = folder.appending(entry.name)
            guard !skipsLitter || !Self.isLitter(entry.name) else { litter.append("\(source)/\(entry.name)"); continue }
            guard try !isNameless(entry.name, path) else {
                problems.append(.error("the name of `\(source)/\(entry.name)` is not UTF-8", hint: "rename it in the template"))
                continue
            }
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

    /// Whether bytes of a name are no text, so that nothing can be found by it.
    private func isNameless(_ name: String, _ path: FilePath) throws -> Bool {
        try name.unicodeScalars.contains("\u{FFFD}") && files.standing(at: path) == nil
    }

    private static let litterNames: Set<String> = [
        ".DS_Store", "Thumbs.db", "desktop.ini", "__pycache__", ".ipynb_checkpoints", ".pytest_cache", ".mypy_cache",
        ".ruff_cache",
    ]

    private static func isLitter(_ name: String) -> Bool {
        litterNames.contains(name) || [".pyc", ".pyo", "~", ".swp", ".swo"].contains { name.hasSuffix($0) }
            || name.hasPrefix("._")
    }
}
