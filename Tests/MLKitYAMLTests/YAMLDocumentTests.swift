import MLKitCore
import MLKitYAML
import Testing

@Suite struct YAMLDocumentTests {
    @Test func readsValuesWithTheirTypes() throws {
        let node = try YAMLDocument.parse(
            "a: 1\nb: 1.5\nc: yes\nd: true\ne: ~\nf: '1'\ng: [x, 0x10, -.inf]\nh: 1e3\ni: 007\n", file: "f")
        #expect(
            node.json.compact
                == #"{"a":1,"b":1.5,"c":"yes","d":true,"e":null,"f":"1","g":["x",16,null],"h":1000.0,"i":7}"#)
    }

    @Test func knowsWhereANodeStands() throws {
        let node = try YAMLDocument.parse("é: {naïve: wörld}\nlist:\n  - one\n  - two\n", file: "spec.yaml")
        let value = try #require(node["é"]?["naïve"])
        #expect(value.location.line == 1)
        #expect(value.location.column == 12)
        #expect(value.location.length == 5)
        #expect(value.location.sourceLine == "é: {naïve: wörld}")
        #expect(value.byteRange == 13..<19)
        #expect(try #require(node["list"]?.sequence?[1]).location.line == 4)
    }

    @Test func anEmptyTextIsNull() throws {
        #expect(try YAMLDocument.parse("# nothing\n", file: "f").isNull)
    }

    @Test func unfoldsAliasesAndMergeKeys() throws {
        let node = try YAMLDocument.parse(
            "base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3\nsame: *b\n", file: "f")
        #expect(node["own"]?.json == ["y": 3, "x": 1])
        #expect(node["same"]?.json == ["x": 1, "y": 2])
    }

    @Test(arguments: [
        (
            "a: 1\nb: 2\na: 3\n",
            "error: the key `a` stands here twice\n --> f:3:1\n  |\n3 | a: 3\n  | ^\nnote: it first stands on line 1\n"
        ),
        (
            "a:\n\tb: 1\n",
            "error: a tab cannot indent YAML\n --> f:2:1\n  |\n2 | \tb: 1\n  | ^\n\nhint: indent with spaces\n"
        ),
        ("a: *b\n", "error: no anchor `&b` stands before this alias\n --> f:1:4\n  |\n1 | a: *b\n  |    ^^\n"),
        ("a: 1\n---\nb: 2\n", "error: a second document begins here\n --> f:2:1\n  |\n2 | ---\n  | ^^^\n"),
        ("? [a, b]\n: 1\n", "error: a key must be text, not a list\n --> f:1:3\n  |\n1 | ? [a, b]\n  |   ^^^^^^\n"),
    ])
    func saysWhatIsWrongAndWhere(text: String, message: String) {
        #expect { try YAMLDocument.parse(text, file: "f") } throws: { "\($0)" == message }
    }

    @Test func reportsEveryDuplicateKey() {
        #expect { try YAMLDocument.parse("a: 1\na: 2\nb: {c: 1, c: 2}\n", file: "f") } throws: {
            ($0 as? Failure)?.diagnostics.count == 2
        }
    }

    @Test func namesTheByteThatIsNotUTF8() {
        #expect { try YAMLDocument.parse(Array("a: b\nc: ".utf8) + [0xFF], file: "f") } throws: {
            let location = ($0 as? Failure)?.diagnostics.first?.location
            return location?.line == 2 && location?.column == 4
        }
    }

    @Test func refusesAnAliasBomb() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect { try YAMLDocument.parse(text, file: "f") } throws: {
            "\($0)".hasPrefix("error: the aliases unfold to more than 1000000 values\n --> f:6")
        }
    }

    @Test func refusesWhatIsTooLargeOrTooDeep() {
        let large = [UInt8](repeating: 0x20, count: YAMLDocument.sizeLimit + 1)
        #expect(throws: Failure.self) { try YAMLDocument.parse(large, file: "f") }
        let deep = String(repeating: "[", count: 300)
        #expect { try YAMLDocument.parse(deep, file: "f") } throws: { "\($0)".contains("nested deeper than 200") }
    }

    @Test func countsLinesFromWhereTheTextStands() throws {
        let node = try YAMLDocument.parse("status: done\n", file: "record.md", lineOffset: 1)
        #expect(node["status"]?.location.line == 2)
    }
}
