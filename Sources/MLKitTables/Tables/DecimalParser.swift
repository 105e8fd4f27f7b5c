internal import Glibc

/// Reads numbers from bytes, correctly rounded.
enum DecimalParser {
    /// The number that `text` spells, NaN if it spells none.
    ///
    /// Up to 15 digits and 22 decimal places take the exact fast path of Clinger, "How to read floating
    /// point numbers accurately" (1990); the rest goes to `strtod`.
    ///
    /// - Parameter text: followed in memory by a byte that cannot continue a number.
    static func double(_ text: UnsafeBufferPointer<UInt8>) -> Double {
        var index = 0
        let isNegative = text.first == UInt8(ascii: "-")
        if isNegative { index = 1 }
        var digits: Int64 = 0
        var places = 0
        var sawPoint = false
        guard text.count - index > 0, text.count - index <= 16 else { return slow(text) }
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits = digits * 10 + Int64(text[index] &- UInt8(ascii: "0"))
                if sawPoint { places += 1 }
            case UInt8(ascii: ".") where !sawPoint: sawPoint = true
            default: return slow(text)
            }
            index += 1
        }
        guard digits <= 1 << 53 else { return slow(text) }
        let value = Double(digits) / powersOfTen[places]
        return isNegative ? -value : value
    }

    private static func slow(_ text: UnsafeBufferPointer<UInt8>) -> Double {
        guard let base = text.baseAddress, !text.isEmpty else { return .nan }
        return base.withMemoryRebound(to: CChar.self, capacity: text.count) { start in
            var end: UnsafeMutablePointer<CChar>?
            let value = strtod(start, &end)
            return end.map { UnsafePointer($0) } == start + text.count ? value : .nan
        }
    }

    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    ]
}
