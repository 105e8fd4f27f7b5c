/// Bars that lie below each other, each with its name and what it is as a text.
public struct BarChart: Sendable {
    /// One of the bars.
    public struct Bar: Sendable {
        public var name: String
        /// How long it is; one that is no finite number has no bar.
        public var value: Double
        /// What stands behind it.
        public var label: String
        /// Whether it is drawn as one of another kind.
        public var isMarked: Bool

        public init(name: String, value: Double, label: String, isMarked: Bool = false) {
            self.name = name
            self.value = value
            self.label = label
            self.isMarked = isMarked
        }
    }

    public var title: String
    public var bars: [Bar]

    public init(title: String, bars: [Bar]) {
        self.title = title
        self.bars = bars
    }

    private static let (width, top, row) = (720.0, 46.0, 22.0)

    /// The chart as a picture.
    public var svg: String {
        let names = bars.map { SVGText.cut($0.name, letters: 40) }
        let left = 30 + (names.map { SVGText.width($0, size: 11) }.max() ?? 0)
        let right = Self.width - 20 - (bars.map { SVGText.width($0.label, size: 11) }.max() ?? 0) - 8
        let values = bars.map(\.value).filter(\.isFinite) + [0]
        let (low, high) = (values.min() ?? 0, values.max() ?? 0)
        let unit = high > low ? (right - left) / (high - low) : 0
        var picture = SVGDocument(
            width: Self.width, height: Self.top + Double(bars.count) * Self.row + 12, title: title,
            style: ".bar{fill:var(--s0)}.marked{fill:var(--s1)}.axis{stroke:var(--frame)}\n")
        picture.text(SVGText.cut(title, letters: 78), x: 20, y: 28, class: "title")
        for (place, bar) in bars.enumerated() {
            let y = Self.top + Double(place) * Self.row
            picture.text(names[place], x: left - 8, y: y + 13, class: "faint", anchor: "end")
            let value = bar.value.isFinite ? bar.value : 0
            let (start, end) = (left + (min(value, 0) - low) * unit, left + (max(value, 0) - low) * unit)
            picture.group(tooltip: "\(bar.name): \(bar.label)") { picture in
                picture.rectangle(
                    x: start, y: y + 3, width: end - start, height: Self.row - 8, class: bar.isMarked ? "marked" : "bar", radius: 2)
            }
            picture.text(bar.label, x: end + 8, y: y + 13, class: "faint")
        }
        let zero = left - low * unit
        picture.line(zero, Self.top, zero, Self.top + Double(bars.count) * Self.row, class: "axis")
        return picture.output
    }
}
