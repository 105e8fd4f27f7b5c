/// A number of JSON: whole ones that 64 bits hold are kept apart, so that none is rounded.
enum JSONNumber {
    case whole(Int)
    /// From 2^63 up.
    case large(UInt64)
    /// Of a whole double the number is that one itself.
    case real(Double)
    /// A number whose double is whole, and that is none which 64 bits hold: a fraction next to a whole number, or one beyond.
    case rounded(Double)

    var double: Double {
        switch self {
        case .whole(let value): Double(value)
        case .large(let value): Double(value)
        case .real(let value), .rounded(let value): value
        }
    }
}

extension JSONScanner {
    /// Takes a number.
    mutating func number() throws -> JSONNumber {
        let start = position
        let isNegative = skip(UInt8(ascii: "-"))
        var digits = DecimalDigits()
        let whole = takeDigits(&digits)
        var end = position
        guard whole > 0, whole == 1 || bytes[position - whole] != UInt8(ascii: "0") else {
            throw problem("expected a value", at: start)
        }
        var exponent = 0
        var isWhole = true
        if skip(UInt8(ascii: ".")) {
            isWhole = false
            let fraction = takeDigits(&digits)
            guard fraction > 0 else { throw problem("expected a digit") }
            exponent = -fraction
            end = position
        }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            isWhole = false
            exponent += try takeExponent()
        }
        // No number needs so many digits, and to round a million of them takes long.
        guard position - start <= 4096 else { throw problem("the number is too long", at: start) }
        if isWhole, let value = digits.whole(isNegative: isNegative) { return value }
        if let value = digits.real(isNegative: isNegative, exponent: exponent) { return .real(value) }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let value = Double(text), value.isFinite else { throw problem("the number is too large", at: start) }
        guard value == value.rounded() else { return .real(value) }
        return Self.whole(bytes[start..<end], exponent: exponent, isNegative: isNegative) ?? .rounded(value)
    }

    /// The whole number that 64 bits hold and that digits, with a point among them, times a power of ten are; `nil` if they are
    /// another number.
    private static func whole(_ text: Slice<UnsafeBufferPointer<UInt8>>, exponent: Int, isNegative: Bool) -> JSONNumber? {
        let all = text.filter(ByteClass.isDigit)
        let kept = all.dropLast(max(-exponent, 0))
        guard all[kept.endIndex...].allSatisfy({ $0 == UInt8(ascii: "0") }) else { return nil }
        var digits = DecimalDigits()
        for digit in kept { digits.append(digit & 0x0F) }
        // More zeros than these are beyond 64 bits, unless they follow nothing but zeros.
        if digits.value != 0 || !digits.isExact { for _ in 0..<min(max(exponent, 0), 20) { digits.append(0) } }
        return digits.whole(isNegative: isNegative)
    }

    private mutating func takeDigits(_ digits: inout DecimalDigits) -> Int {
        let start = position
        while position < bytes.count, ByteClass.isDigit(bytes[position]) {
            digits.append(bytes[position] & 0x0F)
            position += 1
        }
        return position - start
    }

    private mutating func takeExponent() throws -> Int {
        let isNegative = skip(UInt8(ascii: "-"))
        if !isNegative { _ = skip(UInt8(ascii: "+")) }
        var digits = DecimalDigits()
        guard takeDigits(&digits) > 0 else { throw problem("expected a digit") }
        // What is beyond any number's range is left to the full reading.
        let size = digits.isExact ? Int(min(digits.value, 100_000)) : 100_000
        return isNegative ? -size : size
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }
}

/// Digits as one number, as long as 64 bits hold it.
private struct DecimalDigits {
    private(set) var value: UInt64 = 0
    private(set) var isExact = true

    mutating func append(_ digit: UInt8) {
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
        isExact = isExact && !overflow && !carry
        value = sum
    }

    func whole(isNegative: Bool) -> JSONNumber? {
        guard isExact else { return nil }
        if !isNegative { return Int(exactly: value).map(JSONNumber.whole) ?? .large(value) }
        return value <= 1 << 63 ? .whole(Int(truncatingIfNeeded: 0 &- value)) : nil
    }

    /// The number where one multiplication or division gives it exactly rounded: digits and power of ten are both
    /// doubles themselves (Clinger, "How to read floating point numbers accurately", 1990).
    func real(isNegative: Bool, exponent: Int) -> Double? {
        guard isExact, value <= 1 << 53, (-22...22).contains(exponent) else { return nil }
        let digits = Double(value)
        let number = exponent < 0 ? digits / Self.powers[-exponent] : digits * Self.powers[exponent]
        // Beyond, the double of a whole number may be another one. Below, that of a fraction of so few digits is none.
        guard number <= 0x1p53 else { return nil }
        return isNegative ? -number : number
    }

    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
        1e21, 1e22,
    ]
}
