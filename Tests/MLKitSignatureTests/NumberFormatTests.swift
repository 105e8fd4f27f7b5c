import Testing

@testable import MLKitSignature

/// What texts spell as numbers, to the last digit and the last sign.
@Suite struct NumberFormatTests {
    private static let german = NumberFormat(decimal: UInt8(ascii: ","), thousands: UInt8(ascii: "."))
    private static let spaced = NumberFormat(thousands: UInt8(ascii: " "))

    @Test(arguments: [
        ("0", 0), ("7", 7), ("-7", -7), ("+7", 7), ("3.0", 3), ("-3.00", -3), ("0.0", 0), ("10.", 10), ("-0", 0), ("1.000000", 1),
        ("999999999999999999", 999_999_999_999_999_999), ("123456789012345.000", 123_456_789_012_345),
        ("1000000000000000000", 1_000_000_000_000_000_000), ("9223372036854775807", .max), ("-9223372036854775808", .min),
        ("9223372036854775807.0", .max), ("-1000000000000000001", -1_000_000_000_000_000_001),
    ] as [(String, Int64)])
    func wholeNumbers(text: String, number: Int64) {
        #expect(NumberFormat.plain.value(text) == .integer(number))
    }

    @Test(arguments: [
        ("0.5", 0.5), (".5", 0.5), ("-.5", -0.5), ("+2.25", 2.25), ("1e3", 1000), ("1E3", 1000), ("2.5e-3", 0.0025), ("1e+2", 100),
        ("-4e0", -4), ("1e22", 1e22), ("1e23", 1e23), ("1e-22", 1e-22), ("1e-23", 1e-23), ("3e22", 3e22), ("12.5e1", 125),
        ("9007199254740992e0", 9_007_199_254_740_992), ("9007199254740993e0", 9_007_199_254_740_992),
        ("9007199254740995e0", 9_007_199_254_740_996),
        ("9223372036854775808", 9_223_372_036_854_775_808), ("-9223372036854775809", -9_223_372_036_854_775_808),
        ("123456789012345678.5", 123_456_789_012_345_678.5), ("0.1234567890123456789", 0.1234567890123456789),
        ("1234567890123456789.5", 1_234_567_890_123_456_789.5), ("1e-400", 0), ("4.9e-324", .leastNonzeroMagnitude),
        ("1.7976931348623157e308", 1.7976931348623157e308),
        ("9223372036854775807.5", 9_223_372_036_854_775_807.5),
    ] as [(String, Double)])
    func realNumbers(text: String, number: Double) {
        #expect(NumberFormat.plain.value(text) == .real(number))
    }

    @Test(arguments: [
        "", "-", "+", ".", "-.", "e3", "1e", "1e+", "1e-", "--1", "+-1", "1 ", " 1", "1x", "0x1", "02134", "-02", "00", "00.5", "1.2.3",
        "1,000", "1e3.5", "e", "1e1000000", "1e309", "-1e309", "١", "1e99999999999999999999", ".e1", "in", "na", "infinite",
    ])
    func whatIsNone(text: String) {
        #expect(NumberFormat.plain.value(text) == nil)
    }

    @Test func infinityAndNaN() {
        for text in ["inf", "+Inf", "INFINITY", "+infinity"] { #expect(NumberFormat.plain.value(text) == .infinite(.infinity)) }
        for text in ["-inf", "-Infinity"] { #expect(NumberFormat.plain.value(text) == .infinite(-.infinity)) }
        for text in ["nan", "NaN"] { #expect(NumberFormat.plain.value(text) == .notANumber) }
        for text in ["-nan", "+nan", "nans", "-in", "infinit"] { #expect(NumberFormat.plain.value(text) == nil, "\(text)") }
    }

    @Test func groupsHaveThreeDigits() {
        let values: [(String, NumberFormat.Value?)] = [
            ("1.234.567", .integer(1_234_567)), ("12.345,5", .real(12345.5)), ("123.456", .integer(123_456)), ("-1.234", .integer(-1234)),
            ("1234", .integer(1234)), ("1,5", .real(1.5)), ("0,5", .real(0.5)), (",5", .real(0.5)), ("1.234,0", .integer(1234)),
            ("1.23", nil), ("1.2345", nil), ("1234.567", nil), (".123", nil), ("0.123", nil), ("1.234.56", nil), ("1..234", nil),
            ("1.", nil),
            ("1.234e1", .real(12340)), ("1.234.567.890.123.456.789,5", .real(1_234_567_890_123_456_789.5)),
            ("1.234.567.890.123.456.789", .integer(1_234_567_890_123_456_789)),
        ]
        for (text, value) in values { #expect(Self.german.value(text) == value, "\(text)") }
    }

    /// A space, and those that do not break: U+00A0 and U+202F.
    @Test func spacesBetweenGroups() {
        for text in ["1 234 567", "1\u{A0}234\u{A0}567", "1\u{202F}234\u{202F}567", "1 234\u{202F}567"] {
            #expect(Self.spaced.value(text) == .integer(1_234_567), "\(text)")
        }
        #expect(Self.spaced.value("1\u{A0}234.5") == .real(1234.5)
            && Self.spaced.value("1 234 567 890 123 456 789.5") == .real(1_234_567_890_123_456_789.5))
        for text in ["1\u{A1}234", "1\u{202E}234", "1\u{203F}234", "1 ", "1\u{A0}", "1\u{202F}", "1 23"] {
            #expect(Self.spaced.value(text) == nil, "\(text)")
        }
        // Only where a space is the separator.
        #expect(Self.german.value("1\u{A0}234") == nil && NumberFormat.plain.value("1 234") == nil)
    }

    /// A sign stands before the unit or behind it, and not both.
    @Test func aSignBeforeAUnitCounts() {
        let format = NumberFormat(thousands: UInt8(ascii: ","), units: ["$", "US$"])
        #expect(format.value("-$5") == .integer(-5) && format.value("$-5") == .integer(-5) && format.value("+$5") == .integer(5))
        #expect(format.value("-$1,234.50") == .real(-1234.5) && format.value("- US$ 7") == .integer(-7)
            && format.value("\u{2212}$5") == .integer(-5))
        #expect(format.value("-$-5") == nil && format.value("--$5") == nil && format.value("-$") == nil && format.value("-") == nil)
        #expect(NumberFormat.plain.value("-$5") == nil)
    }

    @Test func unitsAreLeftOut() {
        let format = NumberFormat(units: ["", "$", "%", "kg"])
        let values: [(String, NumberFormat.Value?)] = [
            ("$5", .integer(5)), ("$ 5", .integer(5)), ("5 %", .integer(5)), ("5%", .integer(5)), ("2.5 kg", .real(2.5)),
            ("kg2", .integer(2)), ("5", .integer(5)),
            ("$", nil), ("kg", nil), ("5 g", nil), ("$5 %", nil), ("$ ", nil), ("$$5", nil), ("$inf", nil),
        ]
        for (text, value) in values { #expect(format.value(text) == value, "\(text)") }
        #expect(NumberFormat.plain.value("$5") == nil)
    }

    /// As the standard library reads them, which rounds once: of up to twenty digits, with the point anywhere and exponents.
    @Test func decimalNumbersAreRoundedOnce() throws {
        var texts = [
            "0.12345678901234567", "9007199254740993.5", "9007199254740992.5", "1.7976931348623157e-5", "0.30000000000000004", "5e-324",
            "9999999999999999999e-27", "9999999999999999999e-28", "18446744073709551615e-27", "0.1e-26", "4503599627370497.5",
        ]
        var random = SystemRandomNumberGenerator()
        for digits in 15...20 {
            for _ in 0..<300 {
                var text = (0..<digits).map { String(Int.random(in: $0 == 0 ? 1...9 : 0...9, using: &random)) }.joined()
                let place = Int.random(in: 1..<digits, using: &random)
                text.insert(".", at: text.index(text.startIndex, offsetBy: place))
                if Bool.random(using: &random) { text += "e\(Int.random(in: -30...10, using: &random))" }
                texts.append(text)
            }
        }
        for text in texts.flatMap({ [$0, "-" + $0] }) {
            let expected = try #require(Double(text))
            switch NumberFormat.plain.value(text) {
            case .real(let value): #expect(value == expected, "\(text)")
            case .integer(let whole): #expect(Double(whole) == expected, "\(text)")
            default: Issue.record("\(text)")
            }
        }
    }

    /// From 2^53 on two whole numbers may become one.
    @Test(arguments: [
        ("9007199254740991", 9_007_199_254_740_991, false), ("9007199254740992", 9_007_199_254_740_992, false),
        ("9007199254740993", 9_007_199_254_740_992, true), ("20000000000000000000", 2e19, false),
        ("18446744073709551617", 18_446_744_073_709_551_616, true),
        ("18446744073709552000", 18_446_744_073_709_551_616, false), ("-9007199254740993", -9_007_199_254_740_992, true),
        ("9007199254740993.0", 9_007_199_254_740_992, true),
        ("9007199254740993.5", 9_007_199_254_740_994, false), ("9007199254740993e0", 9_007_199_254_740_992, false), ("x", 1e20, false),
        ("9007199254740993 kg", 9_007_199_254_740_992, true), ("9007199254740992 kg", 9_007_199_254_740_992, false), ("y kg", 1e20, false),
    ] as [(String, Double, Bool)])
    func wholeNumbersThatBecomeOthers(text: String, value: Double, isRounded: Bool) {
        var text = text
        #expect(text.withUTF8 { NumberFormat(units: ["kg"]).isRounded($0, to: value) } == isRounded)
    }

    @Test func spacesAtBothEnds() {
        func trimmed(_ text: String) -> String {
            var text = text
            return text.withUTF8 { String(decoding: $0.withoutSpaces, as: UTF8.self) }
        }
        #expect(trimmed(" \t\r\n\u{0B}\u{0C}a b\t ") == "a b" && trimmed("a") == "a" && trimmed("  ").isEmpty && trimmed("").isEmpty)
        #expect(trimmed("\u{08}a\u{0E}") == "\u{08}a\u{0E}" && trimmed("a ") == "a" && trimmed(" a") == "a")
    }
}
