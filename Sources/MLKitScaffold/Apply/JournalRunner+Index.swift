internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

extension JournalRunner {
    /// Brings git's index to what it is to be, if it is not. What somebody has staged or committed meanwhile stays.
    ///
    /// - Parameter repository: the project's; `nil` outside git.
    func runIndex(_ repository: Repository?) throws {
        guard let index = journal.index, let repository else { return }
        let file = IndexFile(at: FilePath(index.path))
        file.removeStaleLock()
        let current = try file.read().map { ContentHash(of: $0) }
        if current == index.after?.hash { return }
        if current == index.before?.hash {
            return try file.replace(expecting: current, with: index.after.map { try bytes($0) })
        }
        try repository.unfoldIndex()
        let (before, after) = (try snapshot(index.before), try snapshot(index.after))
        let now = try IndexSnapshot(at: file.path)
        let untouched = before.differing(from: after).subtracting(before.differing(from: now))
        try repository.prepareIndex(after.restoring(untouched)).publish()
    }

    /// What an index that stands among the contents says.
    func snapshot(_ version: Journal.Version?) throws -> IndexSnapshot {
        try IndexSnapshot(of: version.map { try bytes($0) })
    }
}
