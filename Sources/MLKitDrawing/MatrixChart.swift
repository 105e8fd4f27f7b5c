/// A figure from -1 to 1 of each pair of some names: the further from 0, the darker; above and below 0 in two colours.
public struct MatrixChart: Sendable {
    public var title: String
    public var names: [String]
    /// By row and column; `nil` where there is none.
    public var values: [[Double?]]

    public init(title: String, names: [String], values: [[Double?]]) {
        (self.title, self.names, self.values) = (title, names, values)
    }

    private static let cell = 40.0

    /// The chart as a picture.
    public var svg: String {
        let shown = names.map { SVGText.cut($0, letters: 18) }
        let longest = shown.map { SVGText.width($0, size: 11) }.max() ?? 0
        let (left, top) = (longest + 16, longest + 16)
        let size = Double(names.count) * Self.cell
        var picture = SVGDocument(
            width: left + size + 12, height: top + size + 12, title: title,
            style: ".up{fill:var(--s0)}.down{fill:var(--s1)}.frame{fill:none;stroke:var(--rule)}.on{fill:#fff}.value{font-size:11px}\n"
                + "@media(prefers-color-scheme:dark){.on{fill:#10151b}}\n")
        for (index, name) in shown.enumerated() {
            let middle = (Double(index) + 0.5) * Self.cell
            picture.text(name, x: left - 8, y: top + middle + 4, class: "faint", anchor: "end")
            picture.text(name, x: left + middle + 4, y: top - 8, class: "faint", turned: true)
        }
        for (row, values) in values.prefix(names.count).enumerated() {
            for (column, value) in values.prefix(names.count).enumerated() {
                draw(value, left + Double(column) * Self.cell, top + Double(row) * Self.cell, &picture)
            }
        }
        return picture.output
    }

    private func draw(_ value: Double?, _ x: Double, _ y: Double, _ picture: inout SVGDocument) {
        picture.rectangle(x: x, y: y, width: Self.cell, height: Self.cell, class: "frame")
        guard let value, value.isFinite else { return }
        let size = min(abs(value), 1)
        picture.rectangle(x: x, y: y, width: Self.cell, height: Self.cell, class: value < 0 ? "down" : "up", opacity: size)
        let text = "\((value * 100).rounded() / 100)"
        picture.text(text, x: x + Self.cell / 2, y: y + Self.cell / 2 + 4, class: "value" + (size > 0.6 ? " on" : ""), anchor: "middle")
    }
}
