public import MLKitCore

extension Diagnostic {
    /// That git is told to ignore what updates are merged by: then no clone of the project can be updated.
    ///
    /// - Parameter ignored: files that were written, and that git ignores.
    public static func hiddenRecord(_ ignored: [String]) -> Diagnostic? {
        let hidden = [ScaffoldRecord.path, KeptRenderings.path].filter(ignored.contains)
        guard let first = hidden.first else { return nil }
        return .warning(
            "git ignores \(Suggestion.list(hidden)): clones of this project cannot be updated",
            hint: "put `!/.mlkit/` into the project's `.gitignore`, or take out the rule that "
                + "`git check-ignore --verbose \(first)` shows; then commit it")
    }
}
