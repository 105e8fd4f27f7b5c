import MLKitCore
import MLKitYAML
import Testing

@Suite struct YAMLTextTests {
    @Test func writesPlainlyWhatCannotBeMistaken() {
        for text in [
            "Private", "data/raw/census.csv.gz", "Ada Lovelace <ada@example.org>", "2026-01-31T12:00:00Z", "_x", ".a", "1.0.0",
            "0a" + String(repeating: "b", count: 38),
        ] {
            #expect(YAMLText.scalar(text) == text)
        }
        #expect(YAMLText.flow(["a b", 1, 2.5, true, nil, ["k": "v"]]) == "[a b, 1, 2.5, true, null, {k: v}]")
    }

    @Test func quotesWhatSomeReaderTakesForSomethingElse() {
        for text in [
            "", " a", "a ", "1", "1.5", ".5", ".inf", "0x1f", "true", "Null", "~", "No", "off", "y", "-", "- a", "a: b",
            "a:", "a #b", "#a", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", "[a]", "{a}", "2026-01-31", "12:30:00",
            "?", "'a'", "1_000", "0b101", "010", "1e3", "straße",
        ] {
            #expect(YAMLText.scalar(text) == "\"\(text)\"")
        }
        #expect(YAMLText.flow(["a, b", "a:b"]) == #"["a, b", "a:b"]"#)
    }

    @Test func everythingReadsBackAsItWas() throws {
        let texts = (0...0x3100).compactMap { Unicode.Scalar($0) }.map { "a\($0)b" } + [
            "\u{FEFF}x", "\u{FFFE}", "🙂", "\"\\\n\r\t\0", "a\r\nb", "a\u{2028}b",
        ]
        for text in texts {
            #expect(try YAMLDocument.parse("k: \(YAMLText.scalar(text))\n", file: "f")["k"]?.text == text)
            #expect(try YAMLDocument.parse("[\(YAMLText.flow(.string(text))), 1]", file: "f").json == [.string(text), 1])
        }
    }
}
