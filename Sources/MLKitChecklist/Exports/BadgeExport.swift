internal import MLKitCore
internal import MLKitSpec

/// How far the project is, as a picture for a README: a label and a value side by side, as shields.io draws them.
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

    var text: String {
        let label = "checklist"
        let widths = (BadgeText.width(label) + Self.margin * 2, BadgeText.width(value) + Self.margin * 2)
        let all = widths.0 + widths.1
        let title = MarkupText.escaped("\(label): \(value)")
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(all)" height="20" role="img" aria-label="\(title)">
              <title>\(title)</title>
              <clipPath id="r"><rect width="\(all)" height="20" rx="3"/></clipPath>
              <g clip-path="url(#r)">
                <rect width="\(widths.0)" height="20" fill="#444"/>
                <rect x="\(widths.0)" width="\(widths.1)" height="20" fill="\(colour)"/>
              </g>
              <g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">
                \(Self.text(label, widths.0, from: 0))
                \(Self.text(value, widths.1, from: widths.0))
              </g>
            </svg>

            """
    }

    /// `textLength` keeps the text in its box where another font is wider.
    private static func text(_ text: String, _ width: Int, from x: Int) -> String {
        let middle = (Double(x) + Double(width) / 2).brief(1)
        return "<text x=\"\(middle)\" y=\"14\" textLength=\"\(width - margin * 2)\">\(MarkupText.escaped(text))</text>"
    }

    private static let margin = 6
}
