public import SystemPackage

extension FilePath {
    /// The path as people of a project name it: relative to its folder if it lies in it, else whole.
    public func name(in project: FilePath?) -> String {
        var relative = self
        guard let project, relative.removePrefix(project) else { return string }
        return relative.string
    }
}

extension Failure {
    /// The same in terms of the place that was asked for: the draft of it is nobody's business.
    public func naming(_ place: FilePath, insteadOf draft: FilePath) -> Failure {
        var failure = self
        for index in failure.diagnostics.indices {
            failure.diagnostics[index].message.replace(draft.string, with: place.string)
        }
        return failure
    }
}
