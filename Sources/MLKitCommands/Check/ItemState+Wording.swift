internal import MLKitChecklist
internal import MLKitCore

extension ItemState {
    /// One word for a table.
    var word: String {
        switch self {
        case .open: "open"
        case .done: "done"
        case .stale: "stale"
        case .skipped: "skipped"
        case .waived: "waived"
        case .overdue: "overdue"
        case .broken: "broken"
        }
    }

    /// Every word that a table can have.
    static let words = ["open", "done", "stale", "failing", "overdue", "waived", "skipped", "broken"]

    var style: Style {
        switch self {
        case .open: .dim
        case .done: .green
        case .stale, .overdue: .yellow
        case .skipped, .waived: .cyan
        case .broken: .red
        }
    }

    /// Why the item is not simply done or open.
    var reason: String {
        switch self {
        case .stale(let causes): causes.map(\.description).joined(separator: ", ")
        case .waived(let until): "until \(until.day)"
        case .overdue(let since): "its waiver ended on \(since.day)"
        case .broken(let problems): problems.first?.message ?? ""
        default: ""
        }
    }
}

extension ItemReport {
    /// One word for a table: that of the state, or that a probe contradicts it.
    var word: String { isFailing ? "failing" : state.word }
    var style: Style { isFailing ? .red : state.style }

    /// Why the item is not simply done or open, and what its probes say to that.
    var reason: String {
        guard state == .open || state == .done else { return state.reason }
        if let objection { return state == .done && !isFailing ? "" : objection.message }
        guard !verdicts.isEmpty, state == .open, item.kind == .task, item.needsConfirmation else { return "" }
        return "its probes pass; somebody has to confirm it"
    }
}

extension ProbeVerdict {
    var word: String {
        switch outcome {
        case .passed: "passed"
        case .failed: "failed"
        case .unknown: "cannot tell"
        }
    }

    var style: Style {
        switch outcome {
        case .passed: .green
        case .failed: .red
        case .unknown: .yellow
        }
    }
}
