internal import MLKitChecklist
internal import MLKitGit

extension RecordChange.History {
    /// What git has, as it stands in brackets.
    var words: String {
        switch self {
        case .commit(let id): "commit \(id.short)"
        case .unchanged: "already in git"
        case .noRepository: "not in git: the project is in no repository"
        case .ignored: "not in git, which is told to ignore it"
        case .notWanted: "not committed"
        }
    }

    /// The commit's id.
    var commit: String? {
        if case .commit(let id) = self { id.description } else { nil }
    }
}
