internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

extension JournalRunner {
    /// Brings git's index to what it is to be, if it is not.
    ///
    /// - Throws: `Failure` if it is neither that nor what it was.
    func runIndex() throws {
        guard let index = journal.index else { return }
        let file = IndexFile(at: FilePath(index.path))
        file.removeStaleLock()
        let current = try file.read().map { ContentHash(of: $0) }
        if current == index.after?.hash { return }
        guard current == index.before?.hash else {
            throw Failure(
                "git's index has changed since `mlkit apply` was interrupted, so it cannot be finished",
                notes: ["all files are updated; only the index is not"],
                hint: "stage the files with `git add`, and remove `\(JournalFolder.pending(project, files).path)`")
        }
        try file.replace(expecting: current, with: index.after.map { try bytes($0) })
    }
}
