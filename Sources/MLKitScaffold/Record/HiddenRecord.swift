public import MLKitCore
internal import MLKitSpec

extension Diagnostic {
    /// That git is told to ignore what a project is known by, or what its updates are merged by: then no clone of it can be
    /// updated.
    ///
    /// - Parameter ignored: files that were written, and that git ignores.
    public static func hiddenRecord(_ ignored: [String]) -> Diagnostic? {
        let hidden = [ProjectSpec.fileName, ScaffoldRecord.path, KeptRenderings.path].filter(ignored.contains)
        guard let first = hidden.first else { return nil }
        // A file cannot be taken out of the rules where its folder is in them; a rule for the folder alone leaves out files by name.
        let folders = hidden.contains { $0.hasPrefix(".mlkit/") } ? ["!/.mlkit/"] : []
        return .warning(
            "git ignores \(Suggestion.list(hidden)): clones of this project cannot be updated",
            hint: "put the lines \(Suggestion.list(folders + hidden.map { "!/\($0)" })) at the end of the project's `.gitignore`, or "
                + "take out the rule that `git check-ignore --verbose \(first)` shows; then commit it")
    }
}
