import MLKitDrawing

/// Pictures of every kind, at the edges of what they show. Each is kept in `Tests/GoldenPictures` under its name.
enum Picture: String, CaseIterable, Sendable {
    case line
    case lineOfWholeNumbers = "line-of-whole-numbers"
    case lineOfOneValue = "line-of-one-value"
    case lineOfNought = "line-of-nought"
    case lineOfNothing = "line-of-nothing"
    case lineFarFromNought = "line-far-from-nought"
    case lineOfTheMostPoints = "line-of-the-most-points"
    case lineOfTooManyPoints = "line-of-too-many-points"
    case areas
    case areasWithFewNames = "areas-with-few-names"
    case confusion
    case confusionOfLargeNumbers = "confusion-of-large-numbers"
    case parallel
    case parallelOfOne = "parallel-of-one"
    case badge
    case histogram
    case histogramOfNothing = "histogram-of-nothing"
    case frequencies
    case matrix
    case bars
    case barsOfNothing = "bars-of-nothing"
    case intervals
    case intervalsOfNothing = "intervals-of-nothing"

    var svg: String {
        switch self {
        case .line: return Self.lines
        case .lineOfWholeNumbers: return Self.line([Self.series("n", 3) { Double($0) }])
        case .lineOfOneValue: return Self.line([Self.series("n", 4) { _ in 5 }], title: String(repeating: "x", count: 79))
        case .lineOfNought: return Self.line([Self.series("n", 4) { _ in 0 }], title: String(repeating: "x", count: 78))
        case .lineOfNothing: return Self.line([])
        case .lineFarFromNought: return Self.line([Self.series("n", 3) { 1_000_000 + Double($0) * 0.25 }])
        case .lineOfTheMostPoints: return Self.many(1400)
        case .lineOfTooManyPoints: return Self.many(1401)
        case .areas: return Self.areas(4)
        case .areasWithFewNames: return Self.areas(12)
        case .confusion:
            let classes = ["no", "a class with a long name", "yes"]
            return ConfusionChart(title: "test", classes: classes, counts: [[7, 3, 0], [71, 29, 0], [0, 0, 0]]).svg
        case .confusionOfLargeNumbers:
            let title = "a title that is wider than the table"
            return ConfusionChart(title: title, classes: ["a", "b"], counts: [[123_456_789_012, 1], [70, 30]]).svg
        case .bars:
            let bars = [("a <layer>", 31.5), ("b", -4), ("no noise", .infinity), (String(repeating: "x", count: 41), 12)]
            let shown = bars.map { BarChart.Bar(name: $0.0, value: $0.1, label: "\($0.1) dB", isMarked: $0.0 == "b") }
            return BarChart(title: "noise & signal", bars: shown).svg
        case .intervals:
            let figures: [(String, Double, ClosedRange<Double>?)] = [
                ("a <model>", 0.91, 0.88...0.935), ("b", 0.87, nil), ("undefined", .nan, nil),
                (String(repeating: "x", count: 41), 0.9, 0.9...0.9),
            ]
            let shown = figures.map {
                IntervalChart.Figure(name: $0.0, value: $0.1, interval: $0.2, label: "\($0.1)", isMarked: $0.0 == "b")
            }
            return IntervalChart(title: "accuracy & more", figures: shown).svg
        case .intervalsOfNothing: return IntervalChart(title: "nothing", figures: []).svg
        case .barsOfNothing: return BarChart(title: "nothing", bars: []).svg
        case .parallel: return Self.parallel(4)
        case .parallelOfOne: return Self.parallel(1)
        case .histogram: return HistogramChart(title: "hours", counts: [1, 0, 400, 12, 3], from: "0", to: "99.5").svg
        case .histogramOfNothing: return HistogramChart(title: "<none>", counts: [], from: "", to: "").svg
        case .frequencies:
            let bars = [("a name that is longer than there is room for", 70), ("b & c", 29), ("rare", 0)]
            return FrequencyChart(title: "kind", bars: bars.map { .init(name: $0.0, count: $0.1) }, of: 100).svg
        case .matrix:
            return MatrixChart(
                title: "correlation", names: ["x", "a long name of a column"], values: [[1, -0.456], [nil, .nan]]
            ).svg
        case .badge: return Badge(label: "checklist", value: "mvp 2 of 4, 1 lapsed", colour: "#b45309").svg
        }
    }

    private static func series(_ name: String, _ count: Int, colour: Int = 0, dash: Int = 0, _ y: (Int) -> Double) -> ChartSeries {
        ChartSeries(name: name, points: (0..<count).map { (Double($0), y($0)) }, colour: colour, dash: dash)
    }

    private static func line(_ series: [ChartSeries], title: String = "loss") -> String {
        LineChart(title: title, x: "epoch", series: series).svg
    }

    /// Signs that SVG escapes, a name that is cut, a single point, no point, and wide letters.
    private static var lines: String {
        let long = "a name of a series that goes on and on, far beyond what a legend has room for at all"
        var all = [series("train", 5) { 1 / Double($0 + 1) }]
        all.append(series("a very small one, <b>", 5, colour: 3, dash: 1) { Double($0) / 8 })
        all.append(series(long, 3, colour: 9, dash: 2) { _ in 0.5 })
        all.append(series("z", 1, colour: 2) { _ in 0.25 })
        all.append(series("empty", 0, colour: 1) { _ in 0 })
        all.append(series("漢字 wide", 2, colour: 5) { 1 - Double($0) })
        return line(all)
    }

    /// As many points as are drawn, or more, with a peak, a valley and a gap in them.
    private static func many(_ count: Int) -> String {
        line([
            series("m", count) { number in
                switch number {
                case 700: return 50
                case 900: return -50
                case 300: return .nan
                default: return Double(number % 7)
                }
            }
        ])
    }

    private static func areas(_ count: Int) -> String {
        let names = (0..<count).map { "day \($0)" }
        let done = AreaChart.Area(legend: "done", colour: "#1b7f5c", counts: (0..<count).map { $0 * 3 })
        let skipped = AreaChart.Area(legend: "skipped or waived", colour: "#86bfe0", counts: Array(repeating: 2, count: count))
        let open = AreaChart.Area(legend: "open", colour: "#e6e8eb", counts: (0..<count).map { (count - $0) * 3 })
        return AreaChart(title: "answers", label: "over time", names: names, areas: [done, skipped, open], nothing: "none").svg
    }

    private static func parallel(_ count: Int) -> String {
        let letters = "abcdefghijklmnopqrstuvwxyz"
        let axes = (0..<count).map { number in
            let title = number == 0 ? "a learning rate that is long" : String(letters.prefix(number + 23))
            return ParallelChart.Axis(title: title, marks: [(0, "0.\(number)"), (0.5, "x"), (1, "100000")])
        }
        let places: [Double?] = (0..<count).map { Double($0) / Double(count) }
        var (gap, second) = (places, places)
        gap[0] = nil
        second[0] = 0.5
        if count > 1 { second[1] = nil }
        let lines = [
            ParallelChart.Line(places: places, style: .plain(0), tooltip: "1"),
            ParallelChart.Line(places: places.map { $0.map { $0 + 0.1 } }, style: .plain(1), tooltip: "2"),
            ParallelChart.Line(places: gap, style: .failed, tooltip: "3 & 4"),
            ParallelChart.Line(places: second, style: .failed, tooltip: "5"),
            ParallelChart.Line(places: places.map { $0.map { $0 + 0.2 } }, style: .best, tooltip: "best"),
        ]
        return ParallelChart(
            title: "a sweep whose title is cut where its picture ends, as it has to be because it is very long indeed", axes: axes,
            lines: lines, legend: [(.best, "the best"), (.plain(0.5), "others"), (.failed, "failed")]
        ).svg
    }
}
