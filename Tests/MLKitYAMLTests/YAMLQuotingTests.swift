import MLKitCore
import MLKitYAML
import Testing

/// Which texts need quotes and which, and which places an edit still finds.
@Suite struct YAMLQuotingTests {
    private func edited(_ text: String, _ edit: (inout YAMLEdit) throws -> Void) throws -> String {
        var yaml = YAMLEdit(Array(text.utf8), file: "f")
        try edit(&yaml)
        return String(decoding: try yaml.result(), as: UTF8.self)
    }

    /// Only what a reader would refuse or take for the end of a line is written by its number.
    @Test(arguments: [
        ("\u{1F}", "\\u001f"), ("\u{7F}", "\\u007f"), ("\u{80}", "\\u0080"), ("\u{9F}", "\\u009f"), ("\u{2028}", "\\u2028"),
        ("\u{2029}", "\\u2029"), ("\u{FEFF}", "\\ufeff"), ("\u{FFFE}", "\\ufffe"), ("\u{FFFF}", "\\uffff"), ("\n", "\\n"), ("\"", "\\\""),
        (" ", " "), ("~", "~"), ("\u{A0}", "\u{A0}"), ("\u{2027}", "\u{2027}"), ("\u{202A}", "\u{202A}"), ("\u{FEFE}", "\u{FEFE}"),
        ("\u{FF00}", "\u{FF00}"), ("\u{FFFD}", "\u{FFFD}"), ("🙂", "🙂"),
    ])
    func quotesHoldAText(text: String, inside: String) {
        #expect(YAMLText.quoted(text).unicodeScalars.elementsEqual("\"\(inside)\"".unicodeScalars))
    }

    @Test func aReferenceOfSafeLettersIsPlain() throws {
        for name in ["a", "z", "A", "Z", "0", "9", "_", "-", "."] {
            #expect(try edited("k: x\n") { $0.set(["k"], to: .string("${\(name)}")) } == "k: ${\(name)}\n")
        }
        for name in ["/", ":", "@", "[", "`", "{", " ", "é"] {
            #expect(try edited("k: x\n") { $0.set(["k"], to: .string("${\(name)}")) } == "k: \"${\(name)}\"\n")
        }
    }

    /// Single quotes stay where they can hold the text.
    @Test func singleQuotesHoldWhatIsPrinted() throws {
        for text in [" ", "~", "\u{A1}", "\u{1FFF}", "1", "a: b"] {
            #expect(try edited("k: 'x'\n") { $0.set(["k"], to: .string(text)) } == "k: '\(text)'\n")
        }
        for (text, inside) in [("\u{1F}", "\\u001f"), ("\u{7F}", "\\u007f"), ("\u{A0}", "\u{A0}"), ("\u{2000}", "\u{2000}")] {
            #expect(try edited("k: 'x'\n") { $0.set(["k"], to: .string(text)) } == "k: \"\(inside)\"\n")
        }
    }

    @Test func aScalarIsFoundBehindOtherEdits() throws {
        let node = try YAMLDocument.parse("l: [a, b]\nk: c\n", file: "f")
        let items = try #require(node["l"]?.sequence)
        let last = try #require(node["k"])
        let text = "l: [a, b]\nk: c\n"
        let longer = try edited(text) {
            $0.set(["l"], to: ["zz", "a", "b"])
            $0.replaceScalar(at: items[0], with: "q")
            $0.replaceScalar(at: items[1], with: "r")
            $0.replaceScalar(at: last, with: "s")
        }
        #expect(longer == "l: [zz, q, r]\nk: s\n")
        let shorter = try edited(text) {
            $0.set(["l"], to: 5)
            $0.replaceScalar(at: last, with: "s")
        }
        #expect(shorter == "l: 5\nk: s\n")
        #expect {
            try edited(text) {
                $0.set(["l"], to: 5)
                $0.replaceScalar(at: items[1], with: "q")
            }
        } throws: { "\($0)".hasPrefix("error: this value is changed by another edit already\n --> f:1:8\n") }
    }

    @Test func onlyAScalarIsReplaced() throws {
        let text = "a: &x 1\nb: *x\nc: [1]\n"
        let node = try YAMLDocument.parse(text, file: "f")
        for (name, message) in [
            ("b", "error: `b` is the alias `*x`\n --> f:2:4\n"), ("c", "error: `c` is a list, not one value\n --> f:3:4\n"),
        ] {
            let target = try #require(node[name])
            #expect { try edited(text) { $0.replaceScalar(at: target, with: "2") } } throws: { "\($0)".hasPrefix(message) }
        }
    }
}
