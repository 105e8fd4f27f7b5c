extension NumberFormat {
    /// Whether a text spells a whole number that becomes another one as a `Double`, so that two different ones may become
    /// the same: one that the `Double` would not be written as again, in the fewest digits that tell it from its neighbours.
    ///
    /// `20000000000000000000` is none, and `18446744073709551617` is one. What has an exponent or decimal places is a
    /// measurement, and is rounded as all are.
    ///
    /// - Parameters:
    ///   - text: without spaces around it.
    ///   - value: the number that it spells.
    public func isRounded(_ text: UnsafeBufferPointer<UInt8>, to value: Double) -> Bool {
        guard value.magnitude >= 0x1p53, value.isFinite else { return false }
        var scanner = DecimalScanner(text, self)
        if scanner.value() == nil {
            guard let core = withoutUnit(text) else { return false }
            scanner = DecimalScanner(core, self)
            guard scanner.value() != nil else { return false }
        }
        return scanner.wholeDigits.map { $0 != Self.digits(of: value) } ?? false
    }

    /// The digits of a whole number from 2^53 on, as few of them as tell it from its neighbours, and noughts.
    private static func digits(of whole: Double) -> [UInt8] {
        // `1.8446744073709552e+19`, or `9007199254740992.0`.
        let parts = whole.magnitude.description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".")
        let digits = Array(mantissa.joined().utf8)
        let shift = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - (mantissa.count > 1 ? mantissa[1].utf8.count : 0)
        return shift < 0 ? digits.dropLast(-shift) : digits + [UInt8](repeating: UInt8(ascii: "0"), count: shift)
    }
}
