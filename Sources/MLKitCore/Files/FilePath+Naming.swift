public import SystemPackage

extension FilePath {
    /// The path as people of a project name it: relative to its folder if it lies in it, else whole.
    public func name(in project: FilePath?) -> String {
        var relative = self
        guard let project, relative.removePrefix(project) else { return string }
        return relative.string
    }
}
