internal import Glibc
internal import MLKitCore
internal import MLKitSpec

/// A range of numbers as searches see it: a stretch of a line on which all values count the same, which is that of
/// logarithms for a logarithmic range. A value of a stepped range owns the stretch around it that is nearest to it.
struct NumberAxis: Sendable {
    private let range: SweepParameter.Range
    /// The ends of the stretch.
    let lower: Double
    let upper: Double
    /// How many values a stepped range has; `nil` for any number.
    let count: Int?

    init(_ range: SweepParameter.Range) {
        self.range = range
        guard let step = range.step else {
            count = nil
            lower = Self.place(range.minimum, range)
            upper = Self.place(range.maximum, range)
            return
        }
        let steps = Int(min(((range.maximum - range.minimum) / step + 1e-9).rounded(.down), 1e15))
        count = steps + 1
        let first = range.minimum - step / 2
        lower = Self.place(range.isLogarithmic ? max(first, range.minimum / 2) : first, range)
        upper = Self.place(range.minimum + (Double(steps) + 0.5) * step, range)
    }

    private static func place(_ value: Double, _ range: SweepParameter.Range) -> Double {
        range.isLogarithmic ? log(value) : value
    }

    /// Where a value stands on the line.
    func place(of value: Double) -> Double { Self.place(value, range) }

    /// The stretch that a value owns; `nil` where each value is only a point.
    func stretch(of value: Double) -> ClosedRange<Double>? {
        guard let step = range.step else { return nil }
        let low = value <= range.minimum + step / 4 ? lower : max(place(of: value - step / 2), lower)
        return low...max(min(place(of: value + step / 2), upper), low)
    }

    /// The value at a place: the nearest of a stepped range, else one with six digits that matter, as people write it.
    func value(at place: Double) -> JSON {
        let value = range.isLogarithmic ? exp(place) : place
        guard let step = range.step, let count else {
            return .double(min(max(Self.rounded(value), range.minimum), range.maximum))
        }
        return self.value(number: Int(min(max(((value - range.minimum) / step).rounded(), 0), Double(count - 1))))
    }

    /// A value of a stepped range, counted from 0.
    func value(number: Int) -> JSON {
        let value = range.minimum + Double(number) * (range.step ?? 0)
        return range.givesWholeNumbers ? .int(Int(value)) : .double(Self.rounded(value, digits: 12))
    }

    /// With so many digits that matter.
    private static func rounded(_ value: Double, digits: Int = 6) -> Double {
        guard value != 0, value.isFinite else { return value }
        let places = digits - 1 - Int(log10(abs(value)).rounded(.down))
        guard (-300...300).contains(places) else { return value }
        let unit = pow(10, Double(abs(places)))
        return places >= 0 ? (value * unit).rounded() / unit : (value / unit).rounded() * unit
    }
}
