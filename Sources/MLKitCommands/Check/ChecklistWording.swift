internal import MLKitChecklist
internal import MLKitCore
internal import MLKitGit

extension ItemState {
    /// Every word that a table can have.
    static let words = ["open", "done", "stale", "failing", "unclear", "overdue", "waived", "skipped", "broken"]

    var style: Style {
        switch self {
        case .open: .dim
        case .done: .green
        case .stale, .overdue, .unclear: .yellow
        case .skipped, .waived: .cyan
        case .broken, .failing: .red
        }
    }
}

extension ItemReport {
    var style: Style { state.style }
}

extension ProbeVerdict {
    var word: String {
        switch outcome {
        case .passed: "passed"
        case .failed: "failed"
        case .unknown: "cannot tell"
        case .manual: "by hand"
        }
    }

    var style: Style {
        switch outcome {
        case .passed: .green
        case .failed: .red
        case .unknown: .yellow
        case .manual: .cyan
        }
    }
}

extension RecordChange {
    /// What was done, as it stands before a colon.
    var words: String {
        switch step {
        case .answered: record.status.rawValue
        case .assigned(let name?): "assigned to \(name)"
        case .assigned(nil): "assigned to nobody"
        case .reviewed: "reviewed"
        }
    }
}

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

extension Evidence {
    /// A line of its own: what it is, and what binds it.
    var line: String { "  evidence \(name)\(mark.isEmpty ? "" : "  \(mark)")\n" }
}
