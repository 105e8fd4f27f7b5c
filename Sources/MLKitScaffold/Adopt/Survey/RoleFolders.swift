internal import MLKitSpec

/// The folders of a project whose role their names give away.
struct RoleFolders {
    let found: [Layout.Role: String]

    init(_ tree: ProjectTree, project: String) {
        let code = CodeFolder(tree: tree, projectName: project)
        let package = code.find()
        var found: [Layout.Role: String] = [:]
        func folder(_ name: String) -> String {
            name.replacing("{package}", with: package ?? "src").replacing("{data}", with: found[.data] ?? "data")
                .replacing("{reports}", with: found[.reports] ?? "reports")
        }
        for (role, names) in FolderNames.byRole {
            found[role] = names.map(folder).first { name in
                tree.hasFolder(name) && (role == .tests || !Self.isCodeOnly(name, tree))
            }
        }
        for (role, names) in FolderNames.code {
            let own = names.map(folder).first { $0 != package && tree.hasFolder($0) && code.holdsCode($0) }
            found[role] = own ?? package
        }
        if let package { found[.utils] = package }
        self.found = found
    }

    /// Whether a folder has code in it and nothing else: then it is no place for models, reports or data.
    private static func isCodeOnly(_ folder: String, _ tree: ProjectTree) -> Bool {
        let files = tree.files.filter { $0.hasPrefix(folder + "/") && !FileName.last($0).hasPrefix(".") }
        return !files.isEmpty && files.allSatisfy { CodeFolder.suffixes.contains(FileName.suffix($0)) }
    }
}
