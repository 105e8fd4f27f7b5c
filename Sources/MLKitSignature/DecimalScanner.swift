internal import Glibc

/// Reads one decimal number from bytes, digit by digit.
struct DecimalScanner {
    private let text: UnsafeBufferPointer<UInt8>
    private let decimal: UInt8
    private let thousands: UInt8?
    private var place = 0
    private var digits: UInt64 = 0
    private var digitCount = 0
    private var decimals = 0
    private var exponent = 0
    private var hasExponent = false
    private var isNegative = false

    init(_ text: UnsafeBufferPointer<UInt8>, _ format: NumberFormat) {
        self.text = text
        // Not the whole format, whose list of units would have to be counted for each value.
        (decimal, thousands) = (format.decimal, format.thousands)
    }

    /// The number; `nil` where the text is none from its first byte to its last.
    mutating func value() -> NumberFormat.Value? {
        guard text.count > 0 else { return nil }
        if text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") {
            isNegative = text[0] == UInt8(ascii: "-")
            place = 1
        } else if Self.isMinus(text, at: 0) {
            (isNegative, place) = (true, 3)
        }
        guard takeWhole() else { return nil }
        if place < text.count, text[place] == decimal {
            place += 1
            takeDecimals()
        }
        guard digitCount > 0, takeExponent(), place == text.count else { return nil }
        return number
    }

    /// Whether the sign of typesetters stands there, U+2212.
    @inline(__always)
    static func isMinus(_ text: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
        text[place] == 0xE2 && text.count - place > 2 && text[place + 1] == 0x88 && text[place + 2] == 0x92
    }

    /// The digits before the decimal places, perhaps none, perhaps in groups.
    private mutating func takeWhole() -> Bool {
        let start = place
        takeDigits()
        let first = place - start
        // A nought in front makes a code of it.
        if first > 1, text[start] == UInt8(ascii: "0") { return false }
        guard let thousands, first >= 1, first <= 3, text[start] != UInt8(ascii: "0") else { return true }
        // Pairs before the last three digits, as `12,34,567` has them.
        var (arePairs, last) = (thousands == UInt8(ascii: ",") && first <= 2, 3)
        var areThrees = true
        while let width = separator(thousands) {
            if last != 3 { areThrees = false }
            let before = place
            place += width
            takeDigits()
            if last == 3, before - start != first { arePairs = false }
            last = place - before - width
            guard last == 3 || (last == 2 && arePairs) else { return false }
        }
        return last == 3 && (areThrees || arePairs)
    }

    /// The bytes of a separator of groups that stands here: one, or more for a space that does not break or is thin (U+00A0, U+2007,
    /// U+2009, U+202F), or for the typesetters' apostrophe (U+2019).
    private func separator(_ thousands: UInt8) -> Int? {
        guard place < text.count else { return nil }
        if text[place] == thousands { return 1 }
        let isSpace = thousands == UInt8(ascii: " ")
        if isSpace, text.count - place > 1, text[place] == 0xC2, text[place + 1] == 0xA0 { return 2 }
        guard isSpace || thousands == UInt8(ascii: "'"), text.count - place > 2, text[place] == 0xE2, text[place + 1] == 0x80
        else { return nil }
        let isOne = isSpace ? [0x87, 0x89, 0xAF].contains(text[place + 2]) : text[place + 2] == 0x99
        return isOne ? 3 : nil
    }

    @inline(__always)
    private mutating func takeDigits() {
        while place < text.count {
            let digit = text[place] &- UInt8(ascii: "0")
            guard digit <= 9 else { return }
            if digitCount < 19 { digits = digits &* 10 &+ UInt64(digit) }
            digitCount += 1
            place += 1
        }
    }

    private mutating func takeDecimals() {
        let before = digitCount
        takeDigits()
        decimals = digitCount - before
    }

    private mutating func takeExponent() -> Bool {
        guard place < text.count, text[place] | 0x20 == UInt8(ascii: "e") else { return true }
        place += 1
        hasExponent = true
        var sign = 1
        if place < text.count, text[place] == UInt8(ascii: "-") || text[place] == UInt8(ascii: "+") {
            sign = text[place] == UInt8(ascii: "-") ? -1 : 1
            place += 1
        }
        let start = place
        while place < text.count, text[place] &- UInt8(ascii: "0") <= 9 {
            exponent = min(exponent * 10 + Int(text[place] &- UInt8(ascii: "0")), 100_000)
            place += 1
        }
        exponent *= sign
        return place > start
    }

    /// Of a number that was read, the digits, if it is whole and has no exponent, with which nobody writes one that has to
    /// be exact. Noughts behind the decimal point are left out.
    var wholeDigits: [UInt8]? {
        guard !hasExponent else { return nil }
        let all = text.filter { $0 &- UInt8(ascii: "0") <= 9 }
        return all.suffix(decimals).allSatisfy { $0 == UInt8(ascii: "0") } ? all.dropLast(decimals) : nil
    }

    private var number: NumberFormat.Value? {
        guard digitCount <= 18 else { return long ?? quotient ?? slow }
        if !hasExponent {
            if decimals == 0 { return .integer(isNegative ? -Int64(digits) : Int64(digits)) }
            let scale = Self.wholePowers[decimals]
            if digits % scale == 0 {
                let whole = Int64(digits / scale)
                return .integer(isNegative ? -whole : whole)
            }
        }
        let power = exponent - decimals
        guard digits <= 1 << 53, power >= -22, power <= 22 else { return quotient ?? slow }
        let value = power < 0 ? Double(digits) / Self.powers[-power] : Double(digits) * Self.powers[power]
        return .real(isNegative ? -value : value)
    }

    /// A whole number of more digits that 64 bits hold.
    private var long: NumberFormat.Value? {
        guard decimals == 0 || text[text.count - 1] == UInt8(ascii: "0"), let digits = wholeDigits else { return nil }
        return Int64((isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self)).map { .integer($0) }
    }

    /// Digits that 64 bits hold, divided by a power of ten whose odd factor 63 bits hold, in whole numbers: a quotient of 63 bits or
    /// more, with a mark for the rest that it leaves, is rounded once.
    private var quotient: NumberFormat.Value? {
        let places = decimals - exponent
        guard digits > 0, digitCount <= 19, places > 0, places < Self.oddPowers.count else { return nil }
        let divisor = Self.oddPowers[places]
        let (shift, divisorShift) = (digits.leadingZeroBitCount, divisor.leadingZeroBitCount)
        let dividend = digits << shift
        let (whole, rest) = (divisor << divisorShift).dividingFullWidth((dividend >> 1, dividend << 63))
        let value = Double(sign: .plus, exponent: divisorShift - shift - 63 - places, significand: Double(rest == 0 ? whole : whole | 1))
        return .real(isNegative ? -value : value)
    }

    /// By the C library, from a copy in plain form.
    private var slow: NumberFormat.Value? {
        var copy = [CChar]()
        copy.reserveCapacity(text.count + 2)
        if isNegative, text[0] >= 0x80 { copy.append(CChar(bitPattern: UInt8(ascii: "-"))) }
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == decimal {
                copy.append(CChar(bitPattern: UInt8(ascii: ".")))
            } else if byte < 0x80, byte != thousands {
                copy.append(CChar(bitPattern: byte))
            }
            index += 1
        }
        copy.append(0)
        let value = strtod(copy, nil)
        return value.isFinite ? .real(value) : nil
    }

    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
        1e21, 1e22,
    ]

    /// Of five, as far as 64 bits hold them.
    private static let oddPowers: [UInt64] = (0...27).map { (0..<$0).reduce(1) { power, _ in power * 5 } }

    private static let wholePowers: [UInt64] = (0...18).map { (0..<$0).reduce(1) { power, _ in power * 10 } }
}
