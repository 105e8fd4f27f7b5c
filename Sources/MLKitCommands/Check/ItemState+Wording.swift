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
        case .broken: "broken"
        }
    }

    var style: Style {
        switch self {
        case .open: .dim
        case .done: .green
        case .stale: .yellow
        case .skipped: .cyan
        case .broken: .red
        }
    }

    /// Why the item is not simply done or open.
    var reason: String {
        switch self {
        case .stale(let changes): changes.map(\.description).joined(separator: ", ")
        case .broken(let problems): problems.first?.message ?? ""
        default: ""
        }
    }
}
