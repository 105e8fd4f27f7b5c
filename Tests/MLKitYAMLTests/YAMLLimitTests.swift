import MLKitCore
import MLKitYAML
import Testing

/// How much of a text is read, and where in it a diagnostic points.
@Suite struct YAMLLimitTests {
    private func parse(_ text: String) throws -> Node { try YAMLDocument.parse(text, file: "f") }

    private func message(_ text: String) -> Diagnostic? {
        do {
            _ = try parse(text)
            return nil
        } catch {
            return (error as? Failure)?.diagnostics.first
        }
    }

    private static let tooDeep = "nested deeper than 200 levels"

    @Test func aTextOfJustTheLimitIsRead() throws {
        let start = "a: 1 #"
        let text = Array(start.utf8) + [UInt8](repeating: 0x78, count: YAMLDocument.sizeLimit - start.utf8.count)
        #expect(try YAMLDocument.parse(text, file: "f").json == ["a": 1])
        #expect(throws: Failure.self) { try YAMLDocument.parse(text + [0x78], file: "f") }
    }

    @Test func twoHundredLevelsAreRead() throws {
        let (open, close) = (String(repeating: "[", count: 200), String(repeating: "]", count: 200))
        #expect(try parse(open + close).json.compact == open + close)
        #expect(message("[" + open + close + "]")?.message == Self.tooDeep)
        // Many side by side are not deep.
        let wide = "[" + (0..<300).map { _ in "[]" }.joined(separator: ", ") + "]"
        #expect(try parse(wide).sequence?.count == 300)
    }

    /// Levels that come in through aliases count, in lists as in mappings, for values as for keys.
    @Test(arguments: [("[", "]"), ("{k: ", "}")]) func levelsOfAliasesCount(open: String, close: String) throws {
        func text(_ outer: Int) -> String {
            let inner = String(repeating: open, count: 100) + "1" + String(repeating: close, count: 100)
            let alias = String(repeating: open, count: outer) + "*a" + String(repeating: close, count: outer)
            return "a: &a \(inner)\nb: \(alias)"
        }
        // The mapping at the top is a level too.
        #expect(try parse(text(99)).mapping?.count == 2)
        #expect(message(text(100))?.message == Self.tooDeep)
    }

    /// A million values, those in aliases counted each time.
    @Test func aliasesUnfoldUpToTheLimit() throws {
        func text(_ last: Int) -> String {
            let tens = (1...5).map { number in
                "- &a\(number) [" + (0..<10).map { _ in "*a\(number - 1)" }.joined(separator: ", ") + "]\n"
            }
            return "- &a0 1\n" + tens.joined() + "- [" + (0..<last).map { _ in "*a5" }.joined(separator: ", ") + "]\n"
        }
        // 111,111 for each of the last, and 1 + 11 + 111 + … for those before, the list itself and the last list.
        let before = 1 + 1 + 11 + 111 + 1_111 + 11_111 + 111_111 + 1
        let count = (1_000_000 - before) / 111_111
        let fill = 1_000_000 - before - count * 111_111
        let filled = { (more: Int) in text(count) + (0..<more).map { _ in "- 1\n" }.joined() }
        #expect(try parse(filled(fill)).weight == 1_000_000)
        #expect(message(filled(fill + 1))?.message == "the aliases unfold to more than 1000000 values")
    }

    /// The words of a refusal, and the place, beyond characters of several bytes and of several code points.
    @Test(arguments: [
        ("\u{FEFF}" + String(repeating: "# é\n", count: 40) + "a: 1\na: 2\n", 42, 1),
        (String(repeating: "é", count: 70) + ": 1\nb: {x: 1, x: 2}\n", 2, 11),
        ("# 🙂\n{\"é🙂\": 1, b: 2, b: 3}\n", 2, 17), ("a: 1\r\né: 2\r\né: 3\r\n", 3, 1),
    ])
    func aPlaceCountsCharacters(text: String, line: Int, column: Int) {
        let found = message(text)
        #expect(found?.message.hasSuffix("stands here twice") == true)
        #expect(found?.location?.line == line)
        #expect(found?.location?.column == column)
        #expect(found?.location?.sourceLine?.contains("\r") == false)
    }

    @Test func everyCodePointIsFound() throws {
        for count in [62, 63, 64, 65, 127, 128, 129] {
            let text = String(repeating: "é", count: count) + ": x\nb: y"
            let node = try parse(text)
            #expect(node["b"]?.byteRange == (text.utf8.count - 1)..<text.utf8.count, "\(count)")
            #expect(node["b"]?.location.column == 4)
            #expect(node.mapping?[0].value.location.column == count + 3)
        }
    }

    @Test func aVeryLongLineIsShownUpTo2000Bytes() throws {
        let long = "{a: 1, " + String(repeating: " ", count: 1993) + "a: 2}"
        #expect(message(long)?.location?.sourceLine == String(long.prefix(2000)))
        let longer = "{a: 1, " + String(repeating: " ", count: 1994) + "a: 2}"
        #expect(message(longer)?.location?.sourceLine == nil)
        let value = try #require(try parse("a: " + String(repeating: "x", count: 3000))["a"])
        #expect(value.location.length == 2000)
    }

    @Test(arguments: [
        ("a: &x 1\nb:\n  <<: *x\n", "`<<` takes a mapping, not a number"),
        ("b:\n  <<: [{x: 1}, 2]\n", "`<<` takes a mapping, not a number"),
        ("[a]: 1\n", "a key must be text, not a list"), ("a: *b\n", "no anchor `&b` stands before this alias"),
        ("a: \u{7F}\n", "the character U+007F cannot stand in YAML"),
        ("a: 'x\n", "the quotes that open here are not closed"),
        ("a: 1\n---\nb: 1\n", "a second document begins here"), ("a:\n\tb: 1\n", "a tab cannot indent YAML"),
    ])
    func whatIsWrongIsSaid(text: String, expected: String) {
        #expect(message(text)?.message == expected)
    }

    @Test(arguments: [[0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61]] as [[UInt8]])
    func sixteenBitsAreToldApart(bytes: [UInt8]) {
        #expect { try YAMLDocument.parse(bytes, file: "f") } throws: {
            "\($0)".hasPrefix("error: `f` is UTF-16, not UTF-8")
        }
    }

    /// Of several bases the first that has a key counts, and what the mapping itself has counts before all.
    @Test func theFirstBaseCounts() throws {
        let node = try parse("a: &a {x: 1, y: 1}\nb: &b {x: 2, z: 2}\nc:\n  z: 3\n  <<: [*a, *b]\n")
        #expect(node["c"]?.json == ["z": 3, "x": 1, "y": 1])
        #expect(try parse("a: &a {x: 1}\nb: {<<: *a, <<: {x: 2, y: 2}}\n")["b"]?.json == ["x": 1, "y": 2])
    }

    /// A part of a text is found where it stands in the source.
    @Test(arguments: [
        ("a: plain text\n", 6, 4, 1, 10, 4), ("a: 'it''s x'\n", 5, 1, 1, 11, 1), ("a: \"q\\\"x y\"\n", 4, 1, 1, 10, 1),
        ("a: |\n  one\n  two\n", 4, 3, 3, 3, 3), ("a: |\n  one\n\n   two\n", 5, 4, 4, 3, 4),
        ("a: |\n  one\n  two\n", 1, 9, 2, 4, 2),
        ("a: 'x'\n", 9, 1, 1, 4, 3), ("a: \"\\x41b\"\n", 1, 1, 1, 4, 7), ("a: >\n  one\n  two\n", 4, 3, 1, 4, 1),
        ("a: 'é🙂x'\n", 6, 1, 1, 7, 1), ("a: ''\n", 0, 0, 1, 5, 1),
    ])
    func aPartOfATextHasItsPlace(text: String, offset: Int, length: Int, line: Int, column: Int, marked: Int) throws {
        let node = try #require(try parse(text)["a"])
        let place = node.location(ofTextFrom: offset, length: length)
        #expect([place.line, place.column, place.length] == [line, column, marked])
    }

    @Test(arguments: [
        ("0x1F", .int(31)), ("0o17", .int(15)), ("0xg", "0xg"), ("0o8", "0o8"), ("+1", .int(1)), ("1_0", "1_0"),
        (".5", .double(0.5)),
        ("1e3", .double(1000)), (".inf", .double(.infinity)), ("-.INF", .double(-.infinity)), ("nan", "nan"),
        ("Infinity", "Infinity"),
        ("~", nil), ("null", nil), ("'~'", "~"), ("!!str 1", "1"), ("TRUE", true), ("tRue", "tRue")
    ] as [(String, JSON)])
    func scalarsHaveTheirType(text: String, value: JSON) throws {
        #expect(try parse("a: \(text)\n")["a"]?.json == value)
    }
}
