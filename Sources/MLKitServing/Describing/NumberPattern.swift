/// Regular expressions of numbers as texts, for JSON Schema, whose bounds are for numbers alone.
///
/// Of all ways to write a number they have the plain one: no sign but `-`, no groups of thousands, no unit, no exponent.
struct NumberPattern {
    /// The least and the greatest whole number there may be.
    let least: Int
    let most: Int

    /// No number of a table needs more digits.
    private static let largest = 999_999_999_999_999

    init(_ least: Double?, _ most: Double?) {
        let limit = Double(Self.largest)
        // Bounds beyond leave nothing between them.
        self.least = Int(min(max(least ?? -limit, -limit), limit + 1).rounded(.up))
        self.most = Int(max(min(most ?? limit, limit), -limit - 1).rounded(.down))
    }

    /// Whole numbers; `nil` if there is none.
    var wholes: String? { Self.anchored(Self.parts(least, most)) }

    /// Whole numbers, and others with up to six decimal places; `nil` if there is no whole number.
    func reals(decimal: UInt8) -> String? {
        let mark = "[" + String(UnicodeScalar(decimal)) + "]"
        // What has decimal places is further from 0 than without them, and by less than 1.
        let inner = Self.parts(least + 1, min(most, -1)) + Self.parts(max(least, 0), most - 1)
        return Self.anchored(Self.parts(least, most) + inner.map { "\($0)\(mark)[0-9]{1,6}" })
    }

    private static func anchored(_ parts: [String]) -> String? { parts.isEmpty ? nil : "^(?:" + parts.joined(separator: "|") + ")$" }

    private static func parts(_ least: Int, _ most: Int) -> [String] {
        guard least <= most else { return [] }
        let negative = most < 0 ? blocks(-most, -least) : blocks(1, -least)
        return negative.map { "-" + $0 } + blocks(max(least, 0), most)
    }

    /// Blocks of numbers that share their first digits, and of whose next digit there is a range: `[1-9]`, `1[0-7]`, `[2-4][0-9]{2}`.
    private static func blocks(_ first: Int, _ last: Int) -> [String] {
        var blocks = [String]()
        var start = first
        while start <= last {
            var (size, places) = (1, 0)
            while start > 0, start % (size * 10) == 0, start + size * 10 - 1 <= last { (size, places) = (size * 10, places + 1) }
            let (rest, digit) = (start / size).quotientAndRemainder(dividingBy: 10)
            var end = digit
            while end < 9, start + (end - digit + 2) * size - 1 <= last { end += 1 }
            blocks.append((rest > 0 ? "\(rest)" : "") + "[\(digit)-\(end)]" + (places > 0 ? "[0-9]{\(places)}" : ""))
            start += (end - digit + 1) * size
        }
        return blocks
    }
}
