import Testing

@testable import MLKitServing

/// Numbers and texts of requests: none is rounded that has not to be, and none is taken for another.
@Suite struct JSONScannerTests {
    private func scan<T>(_ bytes: [UInt8], _ body: (inout JSONScanner) throws -> T) throws -> T {
        try bytes.withUnsafeBufferPointer { bytes in
            var scanner = JSONScanner(bytes)
            return try body(&scanner)
        }
    }

    private func number(_ text: String) throws -> String { try scan(Array(text.utf8)) { "\(try $0.number()) \($0.position)" } }

    private func problem(_ bytes: [UInt8], _ body: (inout JSONScanner) throws -> Void) -> String? {
        do {
            try scan(bytes, body)
            return nil
        } catch let problem as JSONScanner.Problem {
            return "\(problem.position): \(problem.message)"
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        ("0", "whole(0)"), ("-0", "whole(0)"), ("-1", "whole(-1)"), ("9223372036854775807", "whole(9223372036854775807)"),
        ("9223372036854775808", "large(9223372036854775808)"), ("18446744073709551615", "large(18446744073709551615)"),
        ("18446744073709551616", "rounded(1.8446744073709552e+19)"), ("-9223372036854775808", "whole(-9223372036854775808)"),
        ("-9223372036854775809", "rounded(-9.223372036854776e+18)"), ("1.5", "real(1.5)"), ("-1.5", "real(-1.5)"), ("1.0", "real(1.0)"),
        ("1e2", "real(100.0)"),
        ("1E-2", "real(0.01)"), ("1e+2", "real(100.0)"), ("1e15", "real(1000000000000000.0)"), ("1e16", "whole(10000000000000000)"),
        ("1e19", "large(10000000000000000000)"),
        ("1e20", "rounded(1e+20)"), ("1e22", "rounded(1e+22)"), ("1e-22", "real(1e-22)"), ("1e-23", "real(1e-23)"),
        ("9007199254740992.0", "whole(9007199254740992)"),
        ("9007199254740993.0", "whole(9007199254740993)"), ("9007199254740992.5", "rounded(9007199254740992.0)"),
        ("9007199254740993e0", "whole(9007199254740993)"),
        ("9007199254740992e0", "real(9007199254740992.0)"), ("12345678901234567890e-1", "whole(1234567890123456789)"),
        ("12345678901234567891e-1", "rounded(1.2345678901234568e+18)"),
        ("0e100000", "whole(0)"), ("0.000e9", "real(0.0)"), ("-1e19", "rounded(-1e+19)"), ("1e-400", "rounded(0.0)"), ("0.1", "real(0.1)"),
        ("5e-324", "real(5e-324)"),
    ])
    func numbersAreKeptApart(text: String, expected: String) throws {
        #expect(try number(text) == "\(expected) \(text.utf8.count)")
        // It ends where its digits do.
        #expect(try number(text + ",1") == "\(expected) \(text.utf8.count)")
    }

    @Test(arguments: [
        ("-", "0: expected a value"), ("01", "0: expected a value"), ("-01", "0: expected a value"), ("1.", "2: expected a digit"),
        ("1.e1", "2: expected a digit"),
        ("1e", "2: expected a digit"), ("1e+", "3: expected a digit"), ("1e-x", "3: expected a digit"),
        ("1e400", "0: the number is too large"), ("-1e400", "0: the number is too large"),
        ("1e99999999999999999999", "0: the number is too large"),
    ])
    func whatIsNoNumber(text: String, message: String) {
        #expect(problem(Array(text.utf8)) { _ = try $0.number() } == message)
    }

    @Test func numbersHaveABoundedLength() {
        let digits = { (count: Int) in Array(("0." + String(repeating: "1", count: count - 2)).utf8) }
        #expect(problem(digits(4096)) { _ = try $0.number() } == nil)
        #expect(problem(digits(4097)) { _ = try $0.number() } == "0: the number is too long")
    }

    @Test(arguments: [
        ("\"\"", ""), (#""a b""#, "a b"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"),
        (#""\uD800\uDC00""#, "\u{10000}"),
        (#""\uDBFF\uDFFF""#, "\u{10FFFF}"), (#""\ud83d\ude00x""#, "😀x"), (#""\u007f\u0080""#, "\u{7F}\u{80}"), (#""é\n""#, "é\n"),
        (#""\uFFFF""#, "\u{FFFF}"),
    ])
    func textsAreUnescaped(text: String, expected: String) throws {
        try scan(Array(text.utf8)) { scanner in
            let found = try scanner.text()
            #expect(scanner.position == text.utf8.count && Array(scanner.string(found).utf8) == Array(expected.utf8))
            #expect(scanner.isEqual(found, Array(expected.utf8)) && !scanner.isEqual(found, Array((expected + "x").utf8))
                && !scanner.isEqual(found, Array("y".utf8)))
        }
    }

    @Test(arguments: [
        (#""a"#, "2: the text ends inside a string"), (#""\"#, "2: the text ends inside a string"), (#""\x""#, "2: unknown escape in text"),
        (#""\u12""#, "3: expected four hexadecimal digits after `\\u`"), (#""\u12g4""#, "3: expected four hexadecimal digits after `\\u`"),
        (#""\u123"#, "3: expected four hexadecimal digits after `\\u`"),
        (#""\ud800""#, "1: half of a surrogate pair is no character"), (#""\udc00""#, "1: half of a surrogate pair is no character"),
        (#""\ud800\u0041""#, "1: half of a surrogate pair is no character"),
        (#""\ud800\n""#, "1: half of a surrogate pair is no character"),
        (#""\udbff\ue000""#, "1: half of a surrogate pair is no character"),
        (#""\udfff\udc00""#, "1: half of a surrogate pair is no character"),
        ("\"a\u{1F}\"", "2: a control character inside text must be escaped"),
        ("\"\n\"", "1: a control character inside text must be escaped"),
    ])
    func whatIsNoText(text: String, message: String) {
        #expect(problem(Array(text.utf8)) { _ = try $0.text() } == message)
    }

    @Test func bytesAreUTF8() {
        #expect(problem([0x22, 0xC3, 0xA9, 0x22]) { _ = try $0.text() } == nil
            && problem([0x22, 0x20, 0x7F, 0x22]) { _ = try $0.text() } == nil)
        #expect(problem([0x22, 0xC3, 0x22]) { _ = try $0.text() } == "3: not UTF-8 text"
            && problem([0x22, 0x80, 0x22]) { _ = try $0.text() } == "3: not UTF-8 text")
    }

    @Test func aNULIsSeen() throws {
        for (text, hasNUL) in [(#""a\u0000""#, true), (#""a\n""#, false), (#""a""#, false)] {
            let found = try scan(Array(text.utf8)) { scanner in
                let text = try scanner.text()
                return scanner.hasNUL(text)
            }
            #expect(found == hasNUL)
        }
    }

    /// www.w3.org/TR/trace-context, section 3.2.
    @Test(arguments: [
        ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", true),
        ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x", false),
        ("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x", true),
        ("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", false),
        ("00-00000000000000000000000000000000-b7ad6b7169203331-01", false),
        ("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", false),
        ("00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", false),
        ("00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01", false),
        ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333-01", false),
        ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1", false),
        ("0-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", false),
        ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331", false), ("00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01", false),
        ("00-`af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", false),
    ])
    func callersAreNamedByTheirFields(field: String, isValid: Bool) {
        let context = TraceContext(field)
        #expect((context != nil) == isValid)
        if let context { #expect(context.trace == "0af7651916cd43dd8448eb211c80319c" && context.parent == "b7ad6b7169203331") }
    }
}
