internal import MLKitCore
internal import MLKitGit

/// A journal can change any file of a project, so that only one is carried out that mlkit wrote for this user: it has the mark
/// of the user's seal on all it says. One that came with a clone, an archive or a template has none.
extension Journal {
    /// What keeps a mark on a journal from being one on something else.
    private static let label = "mlkit journal\n"

    /// The journal as it is written.
    ///
    /// - Parameter seal: `nil` for a machine that can keep none: there nobody can go on with it.
    func text(_ seal: CacheSeal?) -> String {
        guard let seal else { return json.compact }
        return JSON.object((json.members ?? []) + [JSON.Member("seal", .string(mark(seal)))]).compact
    }

    /// Whether the text that was read is by somebody who has the seal. It is asked of what was understood of the text, as that
    /// is what is carried out.
    func isSealed(_ text: JSON?, by seal: CacheSeal?) -> Bool {
        guard let seal, let found = text?["seal"]?.string else { return false }
        return found == mark(seal)
    }

    private func mark(_ seal: CacheSeal) -> String { seal.mark(of: Array(Self.label.utf8) + json.compactBytes).hex }
}

extension JournalFolder {
    /// - Throws: `Failure` if git has the folder: what is in it came with the repository, or goes to others with it.
    func refuseTracked(_ repository: Repository?) throws {
        guard let repository, let name = repository.path(of: path) else { return }
        guard try !repository.trackedFiles(below: name).isEmpty else { return }
        throw refusal("git has it, so it may be of anybody who works on the repository")
    }

    /// Says of a journal that it is not carried out, and what to do about it.
    func refusal(_ reason: String) -> Failure {
        Failure(
            "`\(path)` is not carried out: it was not noted by an mlkit of yours, here", notes: [reason],
            hint: "look at `git status`, and remove `\(path)`: all files stay as they are then")
    }
}
