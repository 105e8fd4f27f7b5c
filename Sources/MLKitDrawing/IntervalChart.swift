/// Figures that lie below each other, each with what it is between, over one axis.
public struct IntervalChart: Sendable {
    public struct Figure: Sendable {
        public var name: String
        /// One that is no finite number has no mark.
        public var value: Double
        /// `nil` where nobody can say.
        public var interval: ClosedRange<Double>?
        /// What stands behind it.
        public var label: String
        /// Whether it is drawn as one of another kind.
        public var isMarked: Bool

        public init(name: String, value: Double, interval: ClosedRange<Double>?, label: String, isMarked: Bool = false) {
            (self.name, self.value, self.interval, self.label, self.isMarked) = (name, value, interval, label, isMarked)
        }
    }

    public var title: String
    public var figures: [Figure]

    public init(title: String, figures: [Figure]) {
        (self.title, self.figures) = (title, figures)
    }

    private static let (width, top, row) = (720.0, 46.0, 24.0)

    /// The chart as a picture.
    public var svg: String {
        let names = figures.map { SVGText.cut($0.name, letters: 40) }
        let left = 30 + (names.map { SVGText.width($0, size: 11) }.max() ?? 0)
        let right = Self.width - 28 - (figures.map { SVGText.width($0.label, size: 11) }.max() ?? 0)
        let ends = figures.flatMap { [$0.value] + ($0.interval.map { [$0.lowerBound, $0.upperBound] } ?? []) }
        let scale = ChartScale(ends, marks: 5)
        let bottom = Self.top + Double(figures.count) * Self.row
        func x(_ value: Double) -> Double { left + scale.place(value) * (right - left) }
        var picture = SVGDocument(
            width: Self.width, height: bottom + 32, title: title,
            style: ".reach{stroke:var(--s0);stroke-width:3;stroke-linecap:round}.point{fill:var(--s0)}.reach1{stroke:var(--s1);"
                + "stroke-width:3;stroke-linecap:round}.point1{fill:var(--s1)}.grid{stroke:var(--rule)}.axis{stroke:var(--frame)}\n")
        picture.text(SVGText.cut(title, letters: 78), x: 20, y: 28, class: "title")
        for (tick, label) in zip(scale.ticks, scale.labels) {
            picture.line(x(tick), Self.top, x(tick), bottom, class: "grid")
            picture.text(label, x: x(tick), y: bottom + 18, class: "faint", anchor: "middle")
        }
        picture.line(left, bottom, right, bottom, class: "axis")
        for (place, figure) in figures.enumerated() {
            let y = Self.top + (Double(place) + 0.5) * Self.row
            let kind = figure.isMarked ? "1" : ""
            picture.text(names[place], x: left - 10, y: y + 4, class: "faint", anchor: "end")
            if figure.value.isFinite {
                picture.group(tooltip: "\(figure.name): \(figure.label)") { picture in
                    if let interval = figure.interval {
                        picture.line(x(interval.lowerBound), y, x(interval.upperBound), y, class: "reach" + kind)
                    }
                    picture.rectangle(x: x(figure.value) - 5, y: y - 5, width: 10, height: 10, class: "point" + kind, radius: 5)
                }
            }
            picture.text(figure.label, x: right + 14, y: y + 4, class: "faint")
        }
        return picture.output
    }
}
