internal import MLKitCore

extension ItemState {
    /// One word for a table.
    public var word: String {
        switch self {
        case .open: "open"
        case .done: "done"
        case .failing: "failing"
        case .unclear: "unclear"
        case .stale: "stale"
        case .skipped: "skipped"
        case .waived: "waived"
        case .overdue: "overdue"
        case .broken: "broken"
        }
    }

    /// Why the item is not simply done or open.
    public var reason: String {
        switch self {
        case .failing(let found): found
        case .unclear(let doubts): doubts.joined(separator: ", ")
        case .stale(let causes): causes.map(\.description).joined(separator: ", ")
        case .waived(let until): "until \(until.day)"
        case .overdue(let since): "its waiver ended on \(since.day)"
        case .broken(let problems): problems.first?.message ?? ""
        default: ""
        }
    }
}

extension ItemReport {
    /// One word for a table.
    public var word: String { state.word }

    /// Why the item is not simply done or open, and what its probes say to that.
    public var reason: String {
        if state == .done { return remark ?? "" }
        guard state == .open else { return state.reason }
        if let objection { return objection.message }
        guard !verdicts.isEmpty, item.kind == .task, item.needsConfirmation else { return "" }
        return "its probes pass; somebody has to confirm it"
    }
}
