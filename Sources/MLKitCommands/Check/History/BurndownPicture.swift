internal import MLKitChecklist
internal import MLKitCore

/// Progress over time as an SVG: areas of done, skipped or waived, and open items, one on top of the other.
struct BurndownPicture {
    let burndown: Burndown
    let title: String

    private static let (width, height) = (760.0, 380.0)
    private static let (left, right, top, bottom) = (52.0, 24.0, 64.0, 40.0)
    /// Told apart also in grey and by the colour-blind, as each is lighter than the one below it.
    private static let (done, excused, open) = ("#1b7f5c", "#86bfe0", "#e6e8eb")
    private static let font = "font-family=\"system-ui, sans-serif\""
    private static let dates = 5

    var svg: String {
        guard let last = burndown.points.last else { return frame(text("no answer was committed yet", 20, 52, "#555")) }
        return frame(grid + areas + days + legend(last))
    }

    private func frame(_ content: String) -> String {
        let (width, height) = (Self.number(Self.width), Self.number(Self.height))
        let name = Self.escaped(title)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)" role="img" aria-label="Checklist of \(name) over time">
            <rect width="\(width)" height="\(height)" fill="#fff"/>
            <text x="20" y="28" \(Self.font) font-size="16" font-weight="600" fill="#222">Checklist of \(name)</text>
            \(content)</svg>

            """
    }

    // Places.

    private var most: Int { max(burndown.points.map(\.tally.total).max() ?? 1, 1) }
    private var plotWidth: Double { Self.width - Self.left - Self.right }
    private var base: Double { Self.height - Self.bottom }

    /// One point alone is drawn across the whole width.
    private func x(_ index: Int) -> Double {
        Self.left + plotWidth * Double(index) / Double(max(burndown.points.count - 1, 1))
    }

    private func y(_ count: Int) -> Double { base - (base - Self.top) * Double(count) / Double(most) }

    // Parts.

    private var areas: String {
        let points = burndown.points.count == 1 ? burndown.points + burndown.points : burndown.points
        let tallies = points.map(\.tally)
        let lines = [tallies.map { _ in 0 }, tallies.map(\.done), tallies.map(\.settled), tallies.map(\.total)]
        return zip([Self.done, Self.excused, Self.open], zip(lines, lines.dropFirst())).map { colour, edges in
            let (lower, upper) = edges
            let there = upper.indices.map { place($0, upper[$0]) }
            let back = lower.indices.reversed().map { place($0, lower[$0]) }
            return "<polygon points=\"\((there + back).joined(separator: " "))\" fill=\"\(colour)\"/>\n"
        }.joined()
    }

    private func place(_ index: Int, _ count: Int) -> String { "\(Self.number(x(index))),\(Self.number(y(count)))" }

    /// Numbers at the left, with lines that show where no area is.
    private var grid: String {
        stride(from: 0, through: most, by: Self.step(most)).map { count in
            let height = Self.number(y(count))
            let line = """
                <line x1="\(Self.number(Self.left))" x2="\(Self.number(Self.width - Self.right))" y1="\(height)" \
                y2="\(height)" stroke="#d5d8dc"/>

                """
            return line + text("\(count)", Self.left - 8, y(count) + 4, "#555", anchor: "end")
        }.joined()
    }

    /// A round number that divides the axis into three to six parts.
    private static func step(_ most: Int) -> Int {
        var unit = 1
        while true {
            for factor in [1, 2, 5] where most <= 6 * factor * unit { return factor * unit }
            unit *= 10
        }
    }

    private var days: String {
        let points = burndown.points
        let count = min(points.count, Self.dates)
        let places = (0..<count).map { count == 1 ? 0 : $0 * (points.count - 1) / (count - 1) }
        return places.map { index in
            let anchor = index == 0 ? "start" : index == points.count - 1 ? "end" : "middle"
            return text(points[index].day.day, x(index), base + 20, "#555", anchor: anchor)
        }.joined()
    }

    private func legend(_ last: Burndown.Point) -> String {
        let parts = [
            (Self.done, "done \(last.tally.done)"), (Self.excused, "skipped or waived \(last.excused)"),
            (Self.open, "open \(last.open)"),
        ]
        var place = 20.0
        return parts.map { colour, words in
            defer { place += 38 + 7.2 * Double(words.count) }
            let size = "y=\"40\" width=\"12\" height=\"12\" rx=\"2\""
            let square = "<rect x=\"\(Self.number(place))\" \(size) fill=\"\(colour)\"/>\n"
            return square + text(words, place + 18, 50.5, "#222")
        }.joined()
    }

    private func text(_ words: String, _ x: Double, _ y: Double, _ colour: String, anchor: String = "start") -> String {
        """
        <text x="\(Self.number(x))" y="\(Self.number(y))" \(Self.font) font-size="12" fill="\(colour)" \
        text-anchor="\(anchor)">\(Self.escaped(words))</text>

        """
    }

    private static func number(_ value: Double) -> String { value.brief(1) }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
