internal import Glibc

/// How numbers are written: `1,234.50`, `1.234,50`, `12 %`, `$5`, `(5)`.
public struct NumberFormat: Hashable, Sendable {
    /// What stands before the decimal places: a point or a comma.
    public var decimal: UInt8
    /// What stands between groups of three digits; `nil` for nothing. A space also stands for those that do not break and for thin
    /// ones, an apostrophe for the typesetters' one. Commas may also stand as in India, `12,34,567`.
    public var thousands: UInt8?
    /// Texts before or behind a number that are left out, such as `$`, `%` and `kg`.
    public var units: [String]
    /// Whether a number in brackets is a negative one, as accountants write it: `(1,234.50)`.
    public var hasBrackets = false
    /// Whether the minus of a negative number may stand behind it, as accounting programs write it: `1,234.50-`.
    public var hasMinusBehind = false

    public init(
        decimal: UInt8 = UInt8(ascii: "."), thousands: UInt8? = nil, units: [String] = [], hasBrackets: Bool = false, hasMinusBehind: Bool = false
    ) {
        self.decimal = decimal
        self.thousands = thousands
        self.units = units
        self.hasBrackets = hasBrackets
        self.hasMinusBehind = hasMinusBehind
    }

    /// As programs write numbers.
    public static let plain = NumberFormat()

    /// A number as it was read.
    public enum Value: Hashable, Sendable {
        /// A whole number that 64 bits hold, written with or without decimal places (`3.0`).
        case integer(Int64)
        case real(Double)
        /// `inf` and `infinity`.
        case infinite(Double)
        /// `nan`, which stands for a missing number.
        case notANumber
    }

    /// The number that a text spells as a whole; `nil` if it spells none.
    ///
    /// A whole number begins with no nought of no use: `02134` is a code, whose noughts count. Decimal numbers of up to 18
    /// digits take the exact path of Clinger, "How to read floating point numbers accurately" (1990); the rest goes to
    /// `strtod`.
    ///
    /// - Parameter text: without spaces around it.
    public func value(_ text: UnsafeBufferPointer<UInt8>) -> Value? {
        var scanner = DecimalScanner(text, self)
        if let value = scanner.value() { return value }
        if text.count > 2, let named = Self.named(text) { return named }
        if hasBrackets, let inside = Self.inBrackets(text) { return negative(inside) }
        if hasMinusBehind, let before = Self.beforeMinus(text) { return negative(before) }
        guard !units.isEmpty, let (core, isNegative) = parts(text) else { return nil }
        if hasBrackets, !isNegative, let inside = Self.inBrackets(core) { return negative(inside) }
        if hasMinusBehind, !isNegative, let before = Self.beforeMinus(core) { return negative(before) }
        scanner = DecimalScanner(core, self)
        let value = scanner.value()
        return isNegative ? value?.negated : value
    }

    public func value(_ text: String) -> Value? {
        var text = text
        return text.withUTF8 { value($0) }
    }

    /// What stands between brackets around all of it.
    private static func inBrackets(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
        guard text.count > 2, text[0] == UInt8(ascii: "("), text[text.count - 1] == UInt8(ascii: ")") else { return nil }
        return UnsafeBufferPointer(rebasing: text[1..<(text.count - 1)]).withoutSpaces
    }

    /// What stands before a minus that ends it.
    public static func beforeMinus(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
        guard text.count > 1 else { return nil }
        let width = text[text.count - 1] == UInt8(ascii: "-") ? 1 : text.count > 3 && DecimalScanner.isMinus(text, at: text.count - 3) ? 3 : 0
        let rest = UnsafeBufferPointer(rebasing: text.dropLast(width))
        // `12.-` is a Swiss price.
        guard width > 0, let last = rest.last, last != UInt8(ascii: "."), last != UInt8(ascii: ",") else { return nil }
        return rest.withoutSpaces
    }

    /// The number that stood in brackets or before a minus, which has no sign besides.
    private func negative(_ inside: UnsafeBufferPointer<UInt8>) -> Value? {
        guard Self.signWidth(inside) == 0 else { return nil }
        switch NumberFormat(decimal: decimal, thousands: thousands, units: units).value(inside) {
        case .integer(let whole): return .integer(0 &- whole)
        case .real(let value): return .real(-value)
        case .infinite, .notANumber, nil: return nil
        }
    }

    /// The text without a unit before or behind it, the spaces between, and a sign before the unit.
    func withoutUnit(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? { parts(text)?.core }

    /// - Returns: whether a minus stands before the unit, as in `-$5`.
    private func parts(_ text: UnsafeBufferPointer<UInt8>) -> (core: UnsafeBufferPointer<UInt8>, isNegative: Bool)? {
        let sign = Self.signWidth(text)
        for unit in units {
            let mark = Array(unit.utf8)
            guard !mark.isEmpty, text.count > mark.count else { continue }
            if text.starts(with: mark) { return (UnsafeBufferPointer(rebasing: text[mark.count...]).withoutSpaces, false) }
            if text.suffix(mark.count).elementsEqual(mark) {
                return (UnsafeBufferPointer(rebasing: text[..<(text.count - mark.count)]).withoutSpaces, false)
            }
            let behind = UnsafeBufferPointer(rebasing: text[sign...]).withoutSpaces
            guard sign > 0, behind.count > mark.count, behind.starts(with: mark) else { continue }
            let core = UnsafeBufferPointer(rebasing: behind[mark.count...]).withoutSpaces
            return Self.signWidth(core) == 0 ? (core, text[0] != UInt8(ascii: "+")) : nil
        }
        return nil
    }

    /// How many bytes a sign in front takes; 0 for none.
    public static func signWidth(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        guard let first = text.first else { return 0 }
        if first == UInt8(ascii: "-") || first == UInt8(ascii: "+") { return 1 }
        return DecimalScanner.isMinus(text, at: 0) ? 3 : 0
    }

    /// Infinity and NaN, in whichever case.
    private static func named(_ text: UnsafeBufferPointer<UInt8>) -> Value? {
        let sign = text[0] == UInt8(ascii: "-") ? -1.0 : 1
        let isSigned = text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+")
        let first = text[isSigned ? 1 : 0] | 0x20
        guard first == UInt8(ascii: "n") || first == UInt8(ascii: "i") else { return nil }
        let word = text[(isSigned ? 1 : 0)...].map { $0 | 0x20 }
        if word == Array("nan".utf8), !isSigned { return .notANumber }
        return word == Array("inf".utf8) || word == Array("infinity".utf8) ? .infinite(sign * .infinity) : nil
    }
}

extension NumberFormat.Value {
    fileprivate var negated: NumberFormat.Value {
        switch self {
        case .integer(let whole): .integer(0 &- whole)
        case .real(let value): .real(-value)
        case .infinite(let value): .infinite(-value)
        case .notANumber: .notANumber
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Without white space at either end, that of Unicode too.
    @inline(__always)
    public var withoutSpaces: UnsafeBufferPointer<UInt8> {
        var (start, end) = (0, count)
        while start < end, Self.isSpace(self[start]) { start += 1 }
        while end > start, Self.isSpace(self[end - 1]) { end -= 1 }
        // Bytes of other spaces than ASCII's: hardly any text begins or ends with one of them.
        if end > start, self[start] >= 0xC2 && Self.mayBeginSpace(self[start]) || self[end - 1] >= 0x80 {
            return withoutWideSpaces(start, end)
        }
        return start == 0 && end == count ? self : UnsafeBufferPointer(rebasing: self[start..<end])
    }

    private static func mayBeginSpace(_ byte: UInt8) -> Bool { byte == 0xC2 || byte == 0xE2 || byte == 0xE3 || byte == 0xEF }

    private func withoutWideSpaces(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
        var (start, end) = (start, end)
        while start < end {
            let width = Self.isSpace(self[start]) ? 1 : wideSpace(at: start, end)
            guard width > 0 else { break }
            start += width
        }
        while end > start {
            let width = Self.isSpace(self[end - 1]) ? 1 : [2, 3].first { end - $0 >= start && wideSpace(at: end - $0, end) == $0 } ?? 0
            guard width > 0 else { break }
            end -= width
        }
        return UnsafeBufferPointer(rebasing: self[start..<end])
    }

    /// The bytes of a space that is none of ASCII's, and of U+FEFF, which is none to be seen; 0 for another character.
    private func wideSpace(at place: Int, _ end: Int) -> Int {
        if self[place] == 0xC2, place + 1 < end, self[place + 1] == 0xA0 { return 2 }
        guard place + 2 < end else { return 0 }
        let isSpace =
            switch (self[place], self[place + 1]) {
            // U+2000 to U+200B, U+202F, U+205F.
            case (0xE2, 0x80): self[place + 2] <= 0x8B || self[place + 2] == 0xAF
            case (0xE2, 0x81): self[place + 2] == 0x9F
            case (0xE3, 0x80): self[place + 2] == 0x80
            case (0xEF, 0xBB): self[place + 2] == 0xBF
            default: false
            }
        return isSpace ? 3 : 0
    }

    @inline(__always)
    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
}
