import MLKitCore
import MLKitYAML
import Testing

/// What is said of a text that is no YAML: the place, what is known of it, and what to do.
@Suite struct YAMLMessageTests {
    private func diagnostics(_ bytes: [UInt8]) -> [Diagnostic] {
        do {
            _ = try YAMLDocument.parse(bytes, file: "f")
            return []
        } catch { return (error as? Failure)?.diagnostics ?? [] }
    }

    private func diagnostics(_ text: String) -> [Diagnostic] { diagnostics(Array(text.utf8)) }

    private static let column = "keys of one mapping begin in one column; a text with `: ` in it needs quotes"

    @Test(arguments: [
        ("a: b: c\n", "mapping values are not allowed in this context", 1, 5, [], column),
        ("a: b: c\td\n", "mapping values are not allowed in this context", 1, 5, [], column),
        ("a: x\n b: 1\n", "mapping values are not allowed in this context", 2, 3, [], column),
        (
            "a: [1\nb: 2\n", "did not find expected ',' or ']'", 2, 2,
            ["while parsing a flow sequence that begins on line 1"], nil
        ),
        ("a: [1 2: 3 4: 5]\n", "did not find expected ',' or ']'", 1, 13, ["while parsing a flow sequence"], nil),
        (
            "a: %x\n", "found character that cannot start any token", 1, 4, ["while scanning for the next token"],
            "a text that begins with this character needs quotes"
        ),
        (
            "a: 1\nb\nc: 2\n", "could not find expected ':'", 3, 1, ["while scanning a simple key that begins on line 2"],
            "write `key: value`"
        ),
        (
            "a: \"x\" y\n", "did not find expected key", 1, 8, ["while parsing a block mapping"],
            "what belongs together begins in one column; a text that goes on after a quote needs quotes as a whole"
        ),
    ] as [(String, String, Int, Int, [String], String?)])
    func whatIsNoYAMLIsSaid(text: String, problem: String, line: Int, column: Int, notes: [String], hint: String?) throws {
        let found = try #require(diagnostics(text).first)
        #expect(found.message == "this is not YAML: \(problem)")
        #expect(found.location?.line == line && found.location?.column == column)
        #expect(found.notes == notes && found.hint == hint)
    }

    @Test(arguments: [
        ("x: 1\na: \"x\n", "the quotes that open here are not closed", 2, 4, nil),
        ("a: 'x\n---\n", "the quotes that open here are not closed", 1, 4, nil),
        ("a:\n \tb: 1\n", "a tab cannot indent YAML", 2, 2, "indent with spaces"),
        ("a: 1\nb: *bse\nc: &base 2\n", "no anchor `&bse` stands before this alias", 2, 4, nil),
        ("a: 1\nc: &base 2\nb: *bse\n", "no anchor `&bse` stands before this alias", 3, 4, "did you mean `base`?"),
        ("a: \u{1}\n", "the character U+0001 cannot stand in YAML", 1, 4, "take it out; in double quotes it can be written `\\x01`"),
        ("a: \u{1}é\n", "the character U+0001 cannot stand in YAML", 1, 4, "take it out; in double quotes it can be written `\\x01`"),
        ("a: \u{F}\n", "the character U+000F cannot stand in YAML", 1, 4, "take it out; in double quotes it can be written `\\x0F`"),
        ("a: \u{10}\n", "the character U+0010 cannot stand in YAML", 1, 4, "take it out; in double quotes it can be written `\\x10`"),
        ("a: \u{1F}\n", "the character U+001F cannot stand in YAML", 1, 4, "take it out; in double quotes it can be written `\\x1F`"),
        ("a: \u{7F}\n", "the character U+007F cannot stand in YAML", 1, 4, "take it out"),
        ("a: \u{80}\n", "the character U+0080 cannot stand in YAML", 1, 4, "take it out"),
        ("é: x\u{FFFE}\n", "the character U+FFFE cannot stand in YAML", 1, 5, "take it out"),
    ] as [(String, String, Int, Int, String?)])
    func whatIsKnownOfItIsSaid(text: String, message: String, line: Int, column: Int, hint: String?) throws {
        let found = try #require(diagnostics(text).first)
        #expect(found.message == message && found.hint == hint)
        #expect(found.location?.line == line && found.location?.column == column)
    }

    @Test func theByteThatIsNotUTF8IsCounted() throws {
        for (text, column) in [("a: ", 4), ("é🙂: ", 5), ("\u{FEFF}a: ", 4)] {
            let found = try #require(diagnostics(Array(text.utf8) + [0xFF]).first)
            #expect(found.message == "this byte is not UTF-8" && found.location?.column == column)
        }
        // A character that is cut off is none.
        #expect(diagnostics(Array("a: ".utf8) + [0xE2, 0x82]).first?.location?.column == 4)
        #expect(diagnostics("a: 1\t# c\r\n").isEmpty)
    }

    /// Of a key that stands there thrice the first place is named twice, and there is an end to what is said.
    @Test func keysAreCountedFromTheFirst() {
        let found = diagnostics("b: 0\na: 1\na: 2\na: 3\n")
        #expect(found.map(\.location?.line) == [3, 4])
        #expect(found.map(\.notes) == [["it first stands on line 2"], ["it first stands on line 2"]])
        let many = diagnostics(String(repeating: "a: 1\n", count: Diagnostic.limit + 1))
        #expect(many.count == Diagnostic.limit && many.last?.location?.line == Diagnostic.limit + 1)
        #expect(diagnostics(String(repeating: "a: 1\n", count: Diagnostic.limit + 2)).count == Diagnostic.limit)
    }

    @Test func whatIsTooLargeOrDeepIsSaid() {
        #expect(
            diagnostics([UInt8](repeating: 0x20, count: YAMLDocument.sizeLimit + 1)).map(\.message)
                == ["`f` is too large: 4194305 bytes, at most 4194304 are read"])
        #expect(diagnostics(String(repeating: "[", count: 201)).first?.location?.column == 201)
    }

    @Test func aLaterFormatIsRefusedAndNothingElse() throws {
        for (text, isRefused) in [("k: 3\n", true), ("k: 2\n", false), ("k: x\n", false), ("k: [3]\n", false), ("x: 3\n", false)] {
            let node = try YAMLDocument.parse(text, file: "f")
            do {
                try node.refuseNewerFormat("k", than: 2, file: "f")
                #expect(!isRefused, "\(text)")
            } catch let failure as Failure {
                #expect(isRefused, "\(text)")
                #expect(failure.diagnostics.first?.message == "`f` has format 3, and this mlkit reads format 2")
                #expect(failure.diagnostics.first?.location?.column == 4)
            }
        }
    }

    /// The place behind a text still belongs to it; beyond, only the whole is named.
    @Test(arguments: [
        ("a: xyz\n", 3, [1, 7, 1]), ("a: xyz\n", 4, [1, 4, 3]), ("a: 'xyz'\n", 3, [1, 8, 1]), ("a: 'xyz'\n", 4, [1, 4, 5]),
        ("a: |\n  one\n", 4, [3, 1, 1]), ("a: |\n  one\n", 5, [1, 4, 1]), ("a: one\n  two\n", 4, [1, 4, 3]),
    ])
    func theEndOfATextHasAPlace(text: String, offset: Int, expected: [Int]) throws {
        let place = try #require(try YAMLDocument.parse(text, file: "f")["a"]).location(ofTextFrom: offset, length: 1)
        #expect([place.line, place.column, place.length] == expected)
    }

    @Test func valuesAreNodes() {
        let value: JSON = ["a": [1, 2.5, nil, true, "x", "1"], "b": [:]]
        #expect(Node(value).json == value && Node(value).weight == 11)
        #expect(Node([1, [2, 3]]).weight == 5 && Node("x").weight == 1)
        let numbers: [(Double, String)] = [(.infinity, ".inf"), (-.infinity, "-.inf"), (.nan, ".nan"), (0.1, "0.1")]
        for (number, text) in numbers { #expect(Node(.double(number)).text == text) }
    }
}
