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
