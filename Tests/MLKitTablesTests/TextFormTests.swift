import MLKitSignature
import Testing

@testable import MLKitTables

/// What texts of a file are: how their characters are written, and what they could be besides a text.
@Suite struct TextFormTests {
    private func told(_ bytes: [UInt8]) -> TextEncoding? { bytes.withUnsafeBufferPointer { TextEncoding.told(by: $0) } }

    @Test func firstBytesTellAnEncoding() {
        #expect(told([0xFF, 0xFE]) == .utf16 && told([0xFE, 0xFF, 0, 0x61]) == .utf16 && told([0xFF]) == nil && told([]) == nil)
        // A third of noughts, all at even or all at odd places, of eight bytes or more.
        #expect(told([0x61, 0, 0x62, 0, 0x63, 0, 0x64, 0]) == .utf16 && told([0, 0x61, 0, 0x62, 0, 0x63, 0, 0x64]) == .utf16)
        #expect(told([0x61, 0, 0x62, 0, 0x63, 0, 0x64]) == nil && told([0x61, 0, 0, 0x62, 0x63, 0, 0x64, 0]) == nil
            && told(Array("abcdefgh".utf8)) == nil)
        #expect(told([0x61, 0, 0x62, 0, 0x63, 0, 0x64, 1, 2]) == .utf16 && told([0x61, 0, 0x62, 0, 0x63, 0, 0x64, 1, 2, 3]) == nil)
        // What comes behind the first 512 bytes tells nothing.
        #expect(told([UInt8](repeating: 0x61, count: 512) + (0..<2000).map { UInt8($0 % 2) }) == nil)
    }

    /// Windows-1252's own table.
    @Test func latin1IsThatOfWindows() {
        var transcoder = Transcoder(.latin1)
        let bytes: [UInt8] = [0x61, 0x7F, 0x80, 0x81, 0x8C, 0x99, 0x9F, 0xA0, 0xE9, 0xFF]
        let text = bytes.withUnsafeBufferPointer { transcoder.utf8($0) }
        #expect(String(decoding: text, as: UTF8.self) == "a\u{7F}€\u{FFFD}Œ™Ÿ\u{A0}éÿ")
    }

    @Test(arguments: [1, 2, 3, 5, 100]) func utf16ComesInPieces(size: Int) {
        let text = "aé€😀\u{FFFD}z\u{10FFFF}"
        let units = Array(text.utf16)
        let little = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        for bytes in [little, big, [0xFF, 0xFE] + little, [0xFE, 0xFF] + big] {
            var transcoder = Transcoder(.utf16)
            var out = [UInt8]()
            for start in stride(from: 0, to: bytes.count, by: size) {
                out += Array(bytes[start..<min(start + size, bytes.count)]).withUnsafeBufferPointer { transcoder.utf8($0) }
            }
            #expect(String(decoding: out, as: UTF8.self) == text)
        }
    }

    private func kind(_ text: String, _ formats: [DateFormat] = DateFormat.known) -> TextKind {
        var text = text
        return text.withUTF8 { TextKind($0, .plain, formats) }
    }

    @Test func textsThatAreNumbers() {
        #expect(kind("12").isInteger && kind("12").isNumber && kind("1.5").isNumber && !kind("1.5").isInteger && !kind("12").isRounded
            && !kind("1.5").isInfinite)
        #expect(
            kind("inf").isInfinite && kind("inf").isNumber && !kind("inf").isInteger && kind("nan").isNotANumber && !kind("nan").isNumber)
        #expect(kind("9007199254740993").isRounded && kind("9007199254740993").isInteger && kind("18446744073709551617").isRounded
            && !kind("18446744073709551617").isInteger)
    }

    @Test func textsThatAreTrueOrFalse() {
        for text in ["true", "FALSE", "True"] { #expect(kind(text).isBoolean) }
        for text in ["tru", "falsey", "yes", "truth", "1"] { #expect(!kind(text).isBoolean) }
    }

    @Test func textsThatAreDates() {
        #expect(kind("2024-02-29").dates == 1 && !kind("2024-02-29").hasTime && kind("2024-02-29 12:00").hasTime)
        // Day and month may be either.
        #expect(kind("1/2/2024").dates == 0b11000 && kind("13/2/2024").dates == 0b01000 && kind("2/13/2024").dates == 0b10000)
        #expect(kind("no day").dates == 0 && kind("2024-02-29 12:00:00." + String(repeating: "0", count: 20)).dates == 1)
        #expect(kind("2024-02-29 12:00:00." + String(repeating: "0", count: 21)).dates == 0)
    }

    /// One bit for each of `NumberFormat.ways`.
    @Test(arguments: [
        ("1,5", 0b1010_1010, nil), ("1,234", 0b1010_1110, nil), ("1.234,5", 0b1000, nil), ("1 234", 0b110000, nil),
        ("1'234", 0b1100_0000, nil),
        ("1'234,5", 0b1000_0000, nil), ("1,23,456.7", 0b100, nil), ("1\u{2009}234,5", 0b100000, nil), ("1\u{2019}234.5", 0b1000000, nil),
        ("5 %", 0b1111_1111, "%"), ("$5", 0b1111_1111, "$"),
        ("$ -5", 0b1111_1111, "$"), ("EUR 5", 0b1111_1111, "EUR"), ("US$5", 0b1111_1111, "US$"), ("5 kg", 0b1111_1111, "kg"),
        ("$.5", 0b1010101, "$"), ("+5 m", 0b1111_1111, "m"),
        ("A5", 0, nil), ("A-12", 0, nil), ("shop4", 0, nil), ("#4", 0, nil), ("_4", 0, nil), ("Z 5", 0, nil), ("{5", 0b1111_1111, "{"),
        ("[5", 0b1111_1111, "["), ("$5%", 0, nil),
        ("5 abcdefgh", 0b1111_1111, "abcdefgh"), ("5 abcdefghi", 0, nil), ("€€5", 0, nil), ("€5", 0b1111_1111, "€"), ("5-6", 0, nil),
        ("1,23 €", 0b1010_1010, "€"), ("(5 €)", 0b1111_1111, "€"), ("$(5)", 0b1111_1111, "$"), ("z5", 0, nil), ("`5", 0b1111_1111, "`"),
        ("@5", 0b1111_1111, "@"),
    ] as [(String, UInt8, String?)])
    func textsThatCouldBeNumbers(text: String, ways: UInt8, unit: String?) {
        let found = kind(text)
        #expect(!found.isNumber && found.ways == ways && found.unit == unit, "\(found.ways) \(found.unit ?? "-")")
    }

    @Test func textsAreCounted() {
        var summary = TextSummary(limit: 3, numbers: .plain, formats: [])
        func take(_ text: String, _ hash: UInt64) -> Int32 {
            var text = text
            let code = text.withUTF8 { summary.take($0, hash: hash).code }
            summary.count(code)
            return code
        }
        #expect([take("b", 1), take("a", 2), take("b", 1), take("c", 3), take("c", 3), take("12", 4), take("a", 2), take("13", 5),
            take("12", 4)] == [0, 1, 0, 2, 2, -2, 1, -2, -2])
        summary.count(TextSummary.missing)
        #expect(summary.present == 9 && summary.distinct == 5 && !summary.isWhole && summary.counts == [2, 2, 2])
        #expect(summary.top(2).map(\.text) == ["a", "b"] && summary.top(9).map(\.count) == [2, 2, 2])
        summary.count(2)
        #expect(summary.top(1).first?.text == "c" && summary.top(0).isEmpty)
        #expect(TextSummary(limit: 3, numbers: .plain, formats: []).isWhole)
    }
}
