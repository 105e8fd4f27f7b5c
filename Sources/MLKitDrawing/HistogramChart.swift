/// How many values are in each of bins of one width, as bars beside each other.
public struct HistogramChart: Sendable {
    public var title: String
    public var counts: [Int]
    /// What stands below the first bar's beginning and the last one's end.
    public var from: String
    public var to: String

    public init(title: String, counts: [Int], from: String, to: String) {
        (self.title, self.counts, self.from, self.to) = (title, counts, from, to)
    }

    private static let (width, height) = (320.0, 96.0)

    /// The chart as a picture.
    public var svg: String {
        var picture = SVGDocument(
            width: Self.width, height: Self.height + 24, title: title,
            style: ".bar{fill:var(--s0)}.axis{stroke:var(--frame)}\n")
        let most = Double(max(counts.max() ?? 0, 1))
        let step = (Self.width - 16) / Double(max(counts.count, 1))
        for (index, count) in counts.enumerated() where count > 0 {
            // A bin of few is seen beside one of many.
            let height = max(Double(count) / most * (Self.height - 12), 1)
            picture.rectangle(
                x: 8 + Double(index) * step, y: Self.height - height, width: max(step - 1, 1), height: height, class: "bar")
        }
        picture.line(8, Self.height, Self.width - 8, Self.height, class: "axis")
        picture.text(from, x: 8, y: Self.height + 15, class: "faint")
        picture.text(to, x: Self.width - 8, y: Self.height + 15, class: "faint", anchor: "end")
        return picture.output
    }
}
