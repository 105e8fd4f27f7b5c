/// How parts of a whole grow and shrink: areas one on top of the other, over points that are evenly apart.
public struct AreaChart: Sendable {
    /// One of the parts.
    public struct Area: Sendable {
        /// What it is called below the title.
        public var legend: String
        public var colour: String
        /// At each point.
        public var counts: [Int]

        public init(legend: String, colour: String, counts: [Int]) {
            self.legend = legend
            self.colour = colour
            self.counts = counts
        }
    }

    public var title: String
    /// What the picture is, for those who do not see it.
    public var label: String
    /// Of the points; a few of them are shown.
    public var names: [String]
    /// The lowest first.
    public var areas: [Area]
    /// What is said in place of areas if there are no points.
    public var nothing: String

    public init(title: String, label: String, names: [String], areas: [Area], nothing: String) {
        self.title = title
        self.label = label
        self.names = names
        self.areas = areas
        self.nothing = nothing
    }

    private static let (width, height) = (760.0, 380.0)
    private static let (left, right, top, bottom) = (52.0, 24.0, 64.0, 40.0)
    private static let font = "system-ui, sans-serif"
    private static let shownNames = 5

    /// The chart as a picture.
    public var svg: String {
        let (width, height) = (SVGDocument.n(Self.width), SVGDocument.n(Self.height))
        var picture = SVGDocument([
            "width": width, "height": height, "viewBox": "0 0 \(width) \(height)", "role": "img", "aria-label": label,
        ])
        picture.element("rect", ["width": width, "height": height, "fill": "#fff"])
        picture.element(
            "text",
            ["x": "20", "y": "28", "font-family": Self.font, "font-size": "16", "font-weight": "600", "fill": "#222"],
            text: title)
        guard !names.isEmpty else {
            Self.write(nothing, 20, 52, "#555", to: &picture)
            return picture.output
        }
        drawGrid(&picture)
        drawAreas(&picture)
        drawNames(&picture)
        drawLegend(&picture)
        return picture.output
    }

    // MARK: Places

    private var most: Int { max(names.indices.map { index in areas.reduce(0) { $0 + $1.counts[index] } }.max() ?? 1, 1) }
    private var base: Double { Self.height - Self.bottom }

    /// One point alone is drawn across the whole width.
    private func x(_ index: Int, of count: Int) -> Double {
        Self.left + (Self.width - Self.left - Self.right) * Double(index) / Double(max(count - 1, 1))
    }

    private func y(_ count: Int) -> Double { base - (base - Self.top) * Double(count) / Double(most) }

    // MARK: Parts

    /// Numbers at the left, with lines that show where no area is.
    private func drawGrid(_ picture: inout SVGDocument) {
        for tick in ChartScale([0, Double(most)], marks: 6).ticks where tick <= Double(most) {
            let y = y(Int(tick))
            picture.element(
                "line",
                [
                    "x1": SVGDocument.n(Self.left), "x2": SVGDocument.n(Self.width - Self.right),
                    "y1": SVGDocument.n(y), "y2": SVGDocument.n(y), "stroke": "#d5d8dc",
                ])
            Self.write("\(Int(tick))", Self.left - 8, y + 4, "#555", anchor: "end", to: &picture)
        }
    }

    private func drawAreas(_ picture: inout SVGDocument) {
        let indices = names.count == 1 ? [0, 0] : Array(names.indices)
        var lower = indices.map { _ in 0 }
        for area in areas {
            let upper = zip(lower, indices).map { $0 + area.counts[$1] }
            let there = upper.indices.map { place($0, upper) }
            let back = lower.indices.reversed().map { place($0, lower) }
            picture.element("polygon", ["points": (there + back).joined(separator: " "), "fill": area.colour])
            lower = upper
        }
    }

    private func place(_ index: Int, _ counts: [Int]) -> String {
        "\(SVGDocument.n(x(index, of: counts.count))),\(SVGDocument.n(y(counts[index])))"
    }

    private func drawNames(_ picture: inout SVGDocument) {
        let count = min(names.count, Self.shownNames)
        for number in 0..<count {
            let index = count == 1 ? 0 : number * (names.count - 1) / (count - 1)
            let anchor = index == 0 ? "start" : index == names.count - 1 ? "end" : "middle"
            Self.write(names[index], x(index, of: names.count), base + 20, "#555", anchor: anchor, to: &picture)
        }
    }

    private func drawLegend(_ picture: inout SVGDocument) {
        var place = 20.0
        for area in areas {
            picture.element(
                "rect",
                [
                    "x": SVGDocument.n(place), "y": "40", "width": "12", "height": "12", "rx": "2",
                    "fill": area.colour,
                ])
            Self.write(area.legend, place + 18, 50.5, "#222", to: &picture)
            place += 38 + 7.2 * Double(area.legend.count)
        }
    }

    private static func write(
        _ words: String, _ x: Double, _ y: Double, _ colour: String, anchor: String = "start",
        to picture: inout SVGDocument
    ) {
        picture.element(
            "text",
            [
                "x": SVGDocument.n(x), "y": SVGDocument.n(y), "font-family": font, "font-size": "12", "fill": colour,
                "text-anchor": anchor,
            ], text: words)
    }
}
