/// Where a project's own code lies.
struct CodeFolder {
    let tree: ProjectTree
    /// The project's name, which its package often has.
    let projectName: String

    /// `src/churn`, `src`, `churn`, …; `nil` if the code lies in the root or nowhere.
    func find() -> String? {
        let packages = tree.files.filter { FileName.last($0) == "__init__.py" }.map { FileName.folder($0) }
        let inSource = packages.filter { FileName.folder($0) == "src" && !isCommon($0) }
        if inSource.count == 1 { return inSource[0] }
        if tree.folders.contains("src"), holdsCode("src") { return "src" }
        let top = packages.filter { !$0.isEmpty && !$0.contains("/") && !isCommon($0) }
        if let named = top.first(where: { same($0, projectName) }) { return named }
        if top.count == 1 { return top[0] }
        return ["code", "lib", "scripts"].first { tree.folders.contains($0) && holdsCode($0) }
    }

    /// Whether code stands right in a folder.
    func holdsCode(_ folder: String) -> Bool {
        tree.files.contains { FileName.folder($0) == folder && Self.suffixes.contains(FileName.suffix($0)) }
            || tree.files.contains { $0.hasPrefix(folder + "/") && FileName.last($0) == "__init__.py" }
    }

    static let suffixes: Set<String> = ["py", "r", "jl", "sh", "swift", "scala", "cpp", "rs", "go"]

    /// Folders that a package's parts are called, and tests.
    private func isCommon(_ path: String) -> Bool {
        let parts: Set<String> = [
            "tests", "test", "data", "models", "model", "features", "utils", "visualization", "dataloader",
            "evaluation", "executor", "ops", "notebooks", "configs", "scripts", "docs",
        ]
        return parts.contains(FileName.last(path))
    }

    private func same(_ folder: String, _ name: String) -> Bool {
        folder.lowercased().filter { $0.isLetter || $0.isNumber } == name.filter { $0.isLetter || $0.isNumber }
    }
}
