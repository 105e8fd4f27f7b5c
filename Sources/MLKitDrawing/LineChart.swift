internal import MLKitCore

/// Lines over one axis.
public struct LineChart: Sendable {
    public var title: String
    /// What the axis along the bottom counts.
    public var x: String
    public var series: [ChartSeries]
    /// Whether that axis has moments, in seconds since 1970.
    public var isTime: Bool

    public init(title: String, x: String, series: [ChartSeries], isTime: Bool = false) {
        self.title = title
        self.x = x
        self.series = series
        self.isTime = isTime
    }

    /// The chart as a picture.
    public var svg: String {
        let legend = legendRows()
        let top = 50.0 + Double(legend.count) * 18
        let yScale = ChartScale(series.lazy.flatMap { $0.points.map(\.y) }, marks: 6)
        let places = series.lazy.flatMap { $0.points.map(\.x) }
        let xScale = isTime ? ChartScale(times: places, marks: 6) : ChartScale(places, marks: 8)
        let labels = yScale.labels
        let left = 34 + (labels.map { SVGText.width($0, size: 11) }.max() ?? 0)
        let plot = Frame(left: left, top: top, right: Self.width - 24, bottom: top + Self.plotHeight)
        var picture = SVGDocument(
            width: Self.width, height: plot.bottom + 50, title: title,
            style: SVGPalette.seriesCSS(series.map { $0.colour % SVGPalette.seriesCount + 1 }.max() ?? 0)
                + ".grid{stroke:var(--rule)}.axis{stroke:var(--frame)}\n")
        picture.text(SVGText.cut(title, letters: 78), x: 20, y: 28, class: "title")
        draw(legend, &picture)
        drawAxes(xScale, yScale, labels, plot, &picture)
        for series in series { draw(series, xScale, yScale, plot, &picture) }
        return picture.output
    }

    private struct Frame {
        var left: Double
        var top: Double
        var right: Double
        var bottom: Double

        func x(_ place: Double) -> Double { left + place * (right - left) }
        func y(_ place: Double) -> Double { bottom - place * (bottom - top) }
    }

    private static let width = 720.0
    private static let plotHeight = 300.0
    private static let mostPoints = 1400

    /// The names of the series with where they stand, in rows that fit.
    private func legendRows() -> [[(series: ChartSeries, x: Double)]] {
        var rows: [[(series: ChartSeries, x: Double)]] = []
        var x = Double.infinity
        for series in series {
            let width = 34 + SVGText.width(Self.label(series), size: 11) + 18
            if x + width > Self.width - 10 {
                rows.append([])
                x = 20
            }
            rows[rows.count - 1].append((series, x))
            x += width
        }
        return rows
    }

    private static func label(_ series: ChartSeries) -> String { SVGText.cut(series.name, letters: 60) }

    private func draw(_ legend: [[(series: ChartSeries, x: Double)]], _ picture: inout SVGDocument) {
        for (row, entries) in legend.enumerated() {
            let y = 50 + Double(row) * 18
            for (series, x) in entries {
                picture.line(x, y - 4, x + 26, y - 4, class: Self.lineClass(series))
                picture.text(Self.label(series), x: x + 34, y: y, class: "faint")
            }
        }
    }

    private static func lineClass(_ series: ChartSeries) -> String {
        // More series than colours are told apart by their dashes.
        let dash = (series.dash + series.colour / SVGPalette.seriesCount) % 4
        return "l\(series.colour % SVGPalette.seriesCount)" + (dash > 0 ? " d\(dash)" : "")
    }

    private func drawAxes(
        _ xScale: ChartScale, _ yScale: ChartScale, _ labels: [String], _ plot: Frame, _ picture: inout SVGDocument
    ) {
        for (tick, label) in zip(yScale.ticks, labels) {
            let y = plot.y(yScale.place(tick))
            picture.line(plot.left, y, plot.right, y, class: "grid")
            picture.text(label, x: plot.left - 8, y: y + 4, class: "faint", anchor: "end")
        }
        for (tick, label) in zip(xScale.ticks, xScale.labels) {
            let x = plot.x(xScale.place(tick))
            picture.line(x, plot.bottom, x, plot.bottom + 5, class: "axis")
            picture.text(label, x: x, y: plot.bottom + 19, class: "faint", anchor: "middle")
        }
        picture.line(plot.left, plot.bottom, plot.right, plot.bottom, class: "axis")
        picture.text(
            SVGText.cut(x, letters: 60), x: (plot.left + plot.right) / 2, y: plot.bottom + 38, class: "faint",
            anchor: "middle")
    }

    /// A line with a gap where a value is missing; a value between gaps is a point.
    private func draw(
        _ series: ChartSeries, _ xScale: ChartScale, _ yScale: ChartScale, _ plot: Frame,
        _ picture: inout SVGDocument
    ) {
        var path = ""
        var isPenDown = false
        for point in series.thinned(to: Self.mostPoints) {
            guard point.x.isFinite, point.y.isFinite else {
                isPenDown = false
                continue
            }
            let x = SVGDocument.n(plot.x(xScale.place(point.x)))
            let y = SVGDocument.n(plot.y(yScale.place(point.y)))
            // A line of no length has round ends, and so is a point.
            path += isPenDown ? "L\(x) \(y)" : "M\(x) \(y)h0"
            isPenDown = true
        }
        guard !path.isEmpty else { return }
        picture.group(tooltip: series.name) { $0.path(path, class: Self.lineClass(series)) }
    }
}

/// One line of a chart.
public struct ChartSeries: Sendable {
    public var name: String
    public var points: [(x: Double, y: Double)]
    /// Which colour it has; series of one colour are the same thing at different times.
    public var colour: Int
    /// Which way it is dashed; 0 is a whole line.
    public var dash: Int

    public init(name: String, points: [(x: Double, y: Double)], colour: Int, dash: Int) {
        self.name = name
        self.points = points
        self.colour = colour
        self.dash = dash
    }

    /// No more points than a picture can show: of each stretch the lowest and the highest.
    func thinned(to limit: Int) -> [(x: Double, y: Double)] {
        guard points.count > limit else { return points }
        let stretch = (points.count + limit / 2 - 1) / (limit / 2)
        return stride(from: 0, to: points.count, by: stretch).flatMap { start -> [(x: Double, y: Double)] in
            let part = points.indices[start..<min(start + stretch, points.count)].filter { points[$0].y.isFinite }
            guard let low = part.min(by: { points[$0].y < points[$1].y }),
                let high = part.max(by: { points[$0].y < points[$1].y })
            else { return [points[start]] }
            return (low == high ? [low] : [min(low, high), max(low, high)]).map { points[$0] }
        }
    }
}
