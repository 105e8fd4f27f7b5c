/// How often each of some values is there, as bars below each other.
public struct FrequencyChart: Sendable {
    public struct Bar: Sendable {
        public var name: String
        public var count: Int

        public init(name: String, count: Int) { (self.name, self.count) = (name, count) }
    }

    public var title: String
    public var bars: [Bar]
    /// What counts are shares of.
    public var whole: Int

    public init(title: String, bars: [Bar], of whole: Int) {
        (self.title, self.bars, self.whole) = (title, bars, whole)
    }

    private static let (width, row, names) = (320.0, 20.0, 130.0)

    /// The chart as a picture.
    public var svg: String {
        var picture = SVGDocument(
            width: Self.width, height: Double(max(bars.count, 1)) * Self.row + 8, title: title, style: ".bar{fill:var(--s0)}\n")
        let most = Double(max(bars.map(\.count).max() ?? 0, 1))
        let room = Self.width - Self.names - 70
        for (index, bar) in bars.enumerated() {
            let y = 4 + Double(index) * Self.row
            picture.text(SVGText.cut(bar.name, letters: 17), x: Self.names - 6, y: y + 14, class: "faint", anchor: "end")
            let length = max(Double(bar.count) / most * room, bar.count > 0 ? 1 : 0)
            picture.rectangle(x: Self.names, y: y + 3, width: length, height: Self.row - 6, class: "bar")
            let percent = SVGText.number(Double(bar.count) / Double(max(whole, 1)) * 100)
            picture.text("\(percent) %", x: Self.names + length + 6, y: y + 14, class: "faint")
        }
        return picture.output
    }
}
