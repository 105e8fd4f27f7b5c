/// Parallel coordinates: an axis for each quantity side by side, and a line across them for each thing that has a value
/// of each (A. Inselberg, "The plane with parallel coordinates", 1985).
public struct ParallelChart: Sendable {
    public struct Axis: Sendable {
        public var title: String
        /// What stands at the axis; places go from 0 at its foot to 1 at its head.
        public var marks: [(place: Double, label: String)]

        public init(title: String, marks: [(place: Double, label: String)]) {
            self.title = title
            self.marks = marks
        }
    }

    public struct Line: Sendable {
        public enum Style: Sendable {
            case best
            /// From 0 for the next best to 1 for the worst.
            case plain(Double)
            case failed
        }

        /// One for each axis; a line ends before the first axis that it has no place on.
        public var places: [Double?]
        public var style: Style
        public var tooltip: String

        public init(places: [Double?], style: Style, tooltip: String) {
            self.places = places
            self.style = style
            self.tooltip = tooltip
        }
    }

    public var title: String
    public var axes: [Axis]
    /// Later ones cover earlier ones.
    public var lines: [Line]
    /// What lines of each style are.
    public var legend: [(style: Line.Style, text: String)]

    public init(title: String, axes: [Axis], lines: [Line], legend: [(style: Line.Style, text: String)]) {
        self.title = title
        self.axes = axes
        self.lines = lines
        self.legend = legend
    }

    /// The chart as a picture.
    public var svg: String {
        var picture = SVGDocument(width: width, height: Self.bottom + 26, title: title, style: Self.css)
        picture.text(SVGText.cut(title, letters: Int(width / 9)), x: 20, y: 28, class: "title")
        drawLegend(&picture)
        for line in lines { draw(line, &picture) }
        for index in axes.indices { drawAxis(index, &picture) }
        return picture.output
    }

    private static let top = 100.0
    private static let bottom = 400.0
    private static let longestTitle = 26

    /// How strong plain lines are, the best first.
    private static let strengths = [0.85, 0.6, 0.4, 0.25, 0.14]

    private static let css: String = {
        let plain = strengths.enumerated().map { ".q\($0.offset){stroke:var(--s0);stroke-opacity:\($0.element)}" }
        let all = [".best", ".failed"] + strengths.indices.map { ".q\($0)" }
        return all.joined(separator: ",") + "{fill:none;stroke-width:1.5;stroke-linejoin:round}\n"
            + plain.joined() + "\n"
            + ".best{stroke:var(--s1);stroke-width:3}.failed{stroke:var(--s5);stroke-opacity:.7;stroke-dasharray:3 4}\n"
            + ".axis{stroke:var(--frame)}.mark{paint-order:stroke;stroke:var(--page);stroke-width:4px}\n"
            + "g:hover path{stroke-opacity:1;stroke-width:3}\n"
    }()

    /// How wide the widest title is.
    private var titleWidth: Double {
        axes.map { SVGText.width(SVGText.cut($0.title, letters: Self.longestTitle), size: 12) }.max() ?? 0
    }

    private var left: Double {
        24 + max(axes.first?.marks.map(Self.width).max() ?? 0, titleWidth / 2)
    }

    private var right: Double { 24 + titleWidth / 2 }

    private var width: Double {
        let marks = axes.flatMap(\.marks).map(Self.width).max() ?? 0
        let distance = max(titleWidth, marks + 20, 110) + 24
        let explained = legend.reduce(20.0) { $0 + Self.width(ofLegend: $1.text) }
        return max(left + Double(axes.count - 1) * distance + right, explained, 480)
    }

    /// The distance of two axes, that they fill the picture.
    private var spacing: Double { (width - left - right) / Double(max(axes.count - 1, 1)) }

    private static func width(ofLegend text: String) -> Double { 34 + SVGText.width(text, size: 11) + 22 }

    private static func width(_ mark: (place: Double, label: String)) -> Double {
        SVGText.width(cut(mark.label), size: 11) + 10
    }

    private static func cut(_ label: String) -> String { SVGText.cut(label, letters: 18) }

    private func x(_ axis: Int) -> Double { left + Double(axis) * spacing }
    private static func y(_ place: Double) -> Double { bottom - place * (bottom - top) }

    private static func name(_ style: Line.Style) -> String {
        switch style {
        case .best: "best"
        case .failed: "failed"
        case .plain(let rank): "q\(min(Int(rank * Double(strengths.count)), strengths.count - 1))"
        }
    }

    private func drawLegend(_ picture: inout SVGDocument) {
        var x = 20.0
        for (style, text) in legend {
            picture.path("M\(SVGDocument.n(x)) 48h26", class: Self.name(style))
            picture.text(text, x: x + 34, y: 52, class: "faint")
            x += Self.width(ofLegend: text)
        }
    }

    private func draw(_ line: Line, _ picture: inout SVGDocument) {
        let places = line.places.prefix { $0?.isFinite ?? false }.compactMap { $0 }
        guard !places.isEmpty else { return }
        let points = places.enumerated().map {
            "\(SVGDocument.n(x($0.offset))) \(SVGDocument.n(Self.y(min(max($0.element, 0), 1))))"
        }
        // A line of one point is a stub, so that it is seen.
        let path = "M" + points.joined(separator: "L") + (points.count == 1 ? "h14" : "")
        picture.group(tooltip: line.tooltip) { $0.path(path, class: Self.name(line.style)) }
    }

    private func drawAxis(_ index: Int, _ picture: inout SVGDocument) {
        let x = x(index)
        picture.line(x, Self.top, x, Self.bottom, class: "axis")
        picture.text(
            SVGText.cut(axes[index].title, letters: Self.longestTitle), x: x, y: Self.top - 16, anchor: "middle")
        for mark in axes[index].marks {
            let y = Self.y(mark.place)
            picture.line(x - 4, y, x, y, class: "axis")
            picture.text(Self.cut(mark.label), x: x - 8, y: y + 4, class: "faint mark", anchor: "end")
        }
    }
}
