internal import Glibc

/// How figures are written for people.
public enum Figure {
    /// A number with six digits that matter, anything else as it is.
    public static func text(_ value: JSON?) -> String {
        switch value {
        case nil: "-"
        case .string(let text)?: text
        case .double(let number)?: text(number)
        case let other?: other.compact
        }
    }

    public static func text(_ number: Double) -> String {
        guard number.isFinite, number != 0 else { return number == 0 ? "0" : "\(number)" }
        let magnitude = Int(log10(abs(number)).rounded(.down))
        guard (-4...15).contains(magnitude) else { return rounded(number, 5 - magnitude).description }
        let rounded = rounded(number, 5 - magnitude)
        return Int(exactly: rounded).map(String.init) ?? rounded.description
    }

    /// How far a number is from another, with its sign; `nil` where they are not both numbers.
    public static func difference(_ old: JSON?, _ new: JSON?) -> Double? {
        guard let old = old?.double, let new = new?.double, old.isFinite, new.isFinite else { return nil }
        return new - old
    }

    public static func signed(_ difference: Double) -> String { (difference > 0 ? "+" : "") + text(difference) }

    private static func rounded(_ number: Double, _ places: Int) -> Double {
        let unit = pow(10, Double(abs(places)))
        guard unit.isFinite, places < 300 else { return number }
        return places >= 0 ? (number * unit).rounded() / unit : (number / unit).rounded() * unit
    }
}
