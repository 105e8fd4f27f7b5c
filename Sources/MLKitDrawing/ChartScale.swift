internal import Glibc
internal import MLKitCore

/// An axis: which numbers it goes from and to, and where its marks stand.
public struct ChartScale: Sendable {
    let lower: Double
    let upper: Double
    public let ticks: [Double]
    /// What stands at the marks.
    public let labels: [String]

    /// Marks at 1, 2 or 5 times a power of ten ("nice numbers", P. Heckbert, Graphics Gems, 1990), about as many as
    /// wanted; the axis begins and ends at one. Between whole numbers there are none.
    public init(_ values: some Sequence<Double>, marks: Int) {
        var areWhole = true
        var low = Double.infinity
        var high = -Double.infinity
        for value in values where value.isFinite {
            low = min(low, value)
            high = max(high, value)
            areWhole = areWhole && value == value.rounded()
        }
        if low > high { (low, high) = (0, 1) }
        // Numbers further apart than can be told in a double are all one to a picture.
        if !(high - low > max(abs(low), abs(high)) * 1e-12) || !(high - low).isFinite {
            let room = max(abs(low) / 10, 1e-9)
            (low, high) = (low - (low == 0 ? 1 : room), low + (low == 0 ? 1 : room))
        }
        let rough = (high - low) / Double(max(marks, 1))
        let power = pow(10, log10(rough).rounded(.down))
        let nice = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999 } ?? rough
        let step = areWhole ? max(nice, 1) : nice
        lower = (low / step + 1e-9).rounded(.down) * step
        upper = (high / step - 1e-9).rounded(.up) * step
        let count = Int(((upper - lower) / step).rounded())
        let first = lower
        ticks = (0...min(max(count, 1), 100)).map { index in
            let value = first + Double(index) * step
            return abs(value) < step / 1e6 ? 0 : value
        }
        labels = ticks.map { Figure.text($0) }
    }

    /// Marks by name, from the first to the last.
    init(ticks: [Double], labels: [String]) {
        self.ticks = ticks
        self.labels = labels
        lower = ticks.first ?? 0
        upper = ticks.last ?? 1
    }

    /// Where a number stands: 0 at the beginning of the axis, 1 at its end.
    public func place(_ value: Double) -> Double { (value - lower) / (upper - lower) }
}
