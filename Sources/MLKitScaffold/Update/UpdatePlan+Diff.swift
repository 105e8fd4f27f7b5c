internal import MLKitGit

extension UpdatePlan {
    /// All that would change in the project's files, as `git diff` shows it.
    public func diff() throws -> String {
        try changes.map { try $0.diff() }.joined()
            + moves.map { "rename from \($0.from)\nrename to \($0.to)\n" }.joined()
    }
}

extension FileAction {
    fileprivate func diff() throws -> String {
        guard changesTree else { return "" }
        let old = before.map { (path: from ?? path, content: $0.content) }
        let new = after.map { (path: path, content: $0.bytes) }
        let renamed = from.map { "rename from \($0)\nrename to \(path)\n" } ?? ""
        return try renamed + modes + UnifiedDiff.text(from: old, to: new)
    }

    private var modes: String {
        guard let before, let after, before.isExecutable != after.isExecutable else { return "" }
        let words = after.isExecutable ? ("100644", "100755") : ("100755", "100644")
        return "old mode \(words.0)\nnew mode \(words.1)\n"
    }
}
