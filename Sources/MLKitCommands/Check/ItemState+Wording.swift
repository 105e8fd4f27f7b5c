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
