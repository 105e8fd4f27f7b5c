/// What a classifier took for what: rows are the truth, columns the predictions, shaded by their share of the row.
public struct ConfusionChart: Sendable {
    public var title: String
    public var classes: [String]
    public var counts: [[Int]]

    public init(title: String, classes: [String], counts: [[Int]]) {
        self.title = title
        self.classes = classes
        self.counts = counts
    }

    /// The chart as a picture.
    public var svg: String {
        let names = classes.map { SVGText.cut($0, letters: 18) }
        let longest = names.map { SVGText.width($0, size: 11) }.max() ?? 0
        let digits = counts.joined().map { SVGText.width("\($0)", size: 12) }.max() ?? 0
        let cell = max(min(longest, 130), digits, 52) + 16
        let left = 56 + longest
        let top = 92.0
        let size = Double(classes.count)
        let width = max(left + size * cell + 24, SVGText.width(SVGText.cut(title, letters: 78), size: 14) + 44)
        var picture = SVGDocument(
            width: width, height: top + size * Self.rowHeight + 28, title: title,
            style: ".cell{fill:var(--s0)}.frame{fill:none;stroke:var(--rule)}.on{fill:#fff}.share{font-size:11px}\n"
                + "@media(prefers-color-scheme:dark){.on{fill:#10151b}}\n")
        picture.text(SVGText.cut(title, letters: 78), x: 20, y: 28, class: "title")
        picture.text("predicted", x: left + size * cell / 2, y: 56, class: "faint", anchor: "middle")
        picture.text("truth", x: 28, y: top + size * Self.rowHeight / 2, class: "faint", anchor: "middle", turned: true)
        for (row, counts) in counts.prefix(classes.count).enumerated() {
            let y = top + Double(row) * Self.rowHeight
            picture.text(names[row], x: left - 10, y: y + Self.rowHeight / 2 + 4, class: "faint", anchor: "end")
            picture.text(
                names[row], x: left + (Double(row) + 0.5) * cell, y: top - 10, class: "faint", anchor: "middle")
            let total = Double(max(counts.reduce(0) { $0 &+ $1 }, 1))
            for (column, count) in counts.prefix(classes.count).enumerated() {
                draw(count, share: Double(count) / total, x: left + Double(column) * cell, y: y, cell, &picture)
            }
        }
        return picture.output
    }

    private static let rowHeight = 48.0

    private func draw(
        _ count: Int, share: Double, x: Double, y: Double, _ cell: Double, _ picture: inout SVGDocument
    ) {
        picture.rectangle(
            x: x, y: y, width: cell, height: Self.rowHeight, class: "cell", opacity: min(max(share, 0), 1))
        picture.rectangle(x: x, y: y, width: cell, height: Self.rowHeight, class: "frame")
        let ink = share > 0.7 ? " on" : ""
        picture.text("\(count)", x: x + cell / 2, y: y + 22, class: "count" + ink, anchor: "middle")
        let percent = SVGText.number(share * 100) + "%"
        picture.text(percent, x: x + cell / 2, y: y + 38, class: "share" + ink, anchor: "middle")
    }
}
