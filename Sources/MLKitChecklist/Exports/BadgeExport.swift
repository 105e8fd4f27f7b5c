internal import MLKitDrawing
internal import MLKitSpec

/// How far the project is, as a badge for a README.
///
/// It counts the items that the project's maturity requires. Green: all are settled; orange: some were settled once and
/// are no longer; yellow from two thirds on; red below.
struct BadgeExport {
    let content: ExportContent

    static let mark = "aria-label=\"checklist"

    private var required: Tally {
        Tally(of: content.items.lazy.map(\.report).filter { $0.item.maturity <= content.project.maturity }.map(\.state))
    }

    private var value: String {
        let lapsed = required.lapsed
        let count = required.total == 0 ? "no items" : "\(required.settled) of \(required.total)"
        return "\(content.project.maturity.rawValue) \(count)\(lapsed > 0 ? ", \(lapsed) lapsed" : "")"
    }

    private var colour: String {
        let required = required
        if required.total == 0 { return "#6b7280" }
        if required.isMet { return "#2e7d32" }
        if required.lapsed > 0 { return "#b45309" }
        return required.settled * 3 >= required.total * 2 ? "#8a6d00" : "#b91c1c"
    }

    var text: String { Badge(label: "checklist", value: value, colour: colour).svg }
}
