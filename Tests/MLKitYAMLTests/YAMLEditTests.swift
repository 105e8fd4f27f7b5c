import MLKitCore
import MLKitYAML
import Testing

@Suite struct YAMLEditTests {
    private func edited(_ text: String, _ edit: (inout YAMLEdit) throws -> Void) throws -> String {
        var yaml = YAMLEdit(Array(text.utf8), file: "f")
        try edit(&yaml)
        return String(decoding: try yaml.result(), as: UTF8.self)
    }

    /// The same with other line breaks, and without the last one, as the text has it.
    private func check(_ text: String, _ expected: String, _ edit: (inout YAMLEdit) throws -> Void) throws {
        #expect(try edited(text, edit) == expected)
        guard text.contains("\n"), !text.contains("\r\n") else { return }
        let result = try edited(text.replacing("\n", with: "\r\n"), edit)
        #expect(result == expected.replacing("\n", with: "\r\n"))
    }

    private static let values: [(String, String, JSON, String)] = [
        ("a: 1  # one\nb: 2\n", "a", 5, "a: 5  # one\nb: 2\n"),
        ("a: 'it''s' # c\n", "a", "isn't", "a: 'isn''t' # c\n"),
        ("a: \"x\"\n", "a", "y z", "a: \"y z\"\n"),
        ("a: x\n", "a", "1", "a: \"1\"\n"),
        ("a: ${params.x}\n", "a", "${params.y}", "a: ${params.y}\n"),
        ("a: [\"${x}\", 1]\n", "a", ["${x}", 2, "${y}"], "a: [\"${x}\", 2, \"${y}\"]\n"),
        ("a:   # c\nb: 1\n", "a", "x", "a: x   # c\nb: 1\n"),
        ("{a: 1, b: 2}\n", "b", [1, "x y"], "{a: 1, b: [1, x y]}\n"),
        ("a: [1, 2]  # c\n", "a", [1, 2, 3], "a: [1, 2, 3]  # c\n"),
        ("a:\n  - 1  # one\n  - 2  # two\n", "a", [1, 3, 2], "a:\n  - 1  # one\n  - 3\n  - 2  # two\n"),
        ("a:\n  - 1  # one\n  - 2  # two\n", "a", [2], "a:\n  - 2  # two\n"),
        ("a: |  # text\n  one\n  two\n\n# next\nb: 1\n", "a", "x", "a: x  # text\n\n# next\nb: 1\n"),
        ("a:  # c\n  # above\n  x: 1\n  y: 2\nb: 1\n", "a", 3, "a: 3  # c\n  # above\nb: 1\n"),
        ("a: &one 1\nb: *one\n", "a", 2, "a: &one 2\nb: *one\n"),
        ("a: &one 1\nb: *one\n", "b", 2, "a: &one 1\nb: 2\n"),
        ("a: !!str 1\n", "a", 2, "a: 2\n"),
        ("a: two\n  lines # c\nb: 1\n", "a", "x", "a: x # c\nb: 1\n"),
        ("\"a\" : 1\n'b': 2\n", "b", 3, "\"a\" : 1\n'b': 3\n"),
        ("? a\n: 1\n", "a", 2, "? a\n: 2\n"),
        ("a: 1 # c\n", "a", ["x": ["y": 1], "z": [["k": "v"]]], "a: # c\n  x:\n    \"y\": 1\n  z:\n    - k: v\n"),
        ("a: {x: 1}\n", "a", ["x": 2], "a: {x: 2}\n"),
        ("a:\n    x: 1 # c\n    y: 2\n", "a", ["x": 1, "z": 3], "a:\n    x: 1 # c\n    z: 3\n"),
        ("- a: 1\n  b: 2\n- 3\n", "0", 9, "- 9\n- 3\n"),
        ("-   3 # c\n", "0", ["a": 1, "b": 2], "-   a: 1\n    b: 2 # c\n"),
        ("- 3\n", "0", ["a": 1, "b": [2]], "- a: 1\n  b: [2]\n"),
        ("a: .nan\nb: 1\n", "b", .double(.infinity), "a: .nan\nb: .inf\n"),
        ("a: 1\n", "a", .double(-.infinity), "a: -.inf\n"), ("a: 1\n", "a", .double(.nan), "a: .nan\n"),
        ("a: x\n", "a", "${params.az-AZ_09}", "a: ${params.az-AZ_09}\n"), ("a: x\n", "a", "${a b}", "a: \"${a b}\"\n"),
        ("a: x\n", "a", "${x", "a: \"${x\"\n"), ("a: 'x'\n", "a", "\t", "a: \"\\t\"\n"),
        ("a: 1\n", "a", [1, [2]], "a:\n  - 1\n  - [2]\n"), ("a: 1\n", "a", ["x": []], "a:\n  x: []\n"),
        ("a: 1\n", "a", [], "a: []\n"), ("a: 1\n", "a", .object([]), "a: {}\n"),
        ("a: [1]\n", "a", [["k": 1]], "a: [{k: 1}]\n"),
        ("a: |+ # text\n  one\n\nb: 1\n", "a", "x", "a: x # text\nb: 1\n"),
        ("a: >-\n  one\nb: 1\n", "a", "x", "a: x\nb: 1\n"),
        ("a: |\n  one", "a", "x", "a: x"), ("a:\n  x: 1\n  y: 2", "a", 3, "a: 3"),
        ("a:\n  - 1\n  - 2", "a", [1], "a:\n  - 1"),
        ("a: &one {x: 1}\nb: *one\n", "a", ["x": 2], "a: &one {x: 2}\nb: *one\n"),
        ("a: &k !!str 1\nb: *k\n", "a", 2, "a: &k 2\nb: *k\n"),
        ("a: [1, 2, 3, 4]\n", "a", [1, 9, 4], "a: [1, 9, 4]\n"), ("a: [1, 2]\n", "a", [0, 1, 2], "a: [0, 1, 2]\n"),
        ("a:\n  - 1  # one\n  - 2\n", "a", [0, 1, 2], "a:\n  - 0\n  - 1  # one\n  - 2\n"),
        ("a:\n  - 1  # one\n  - 2  # two\n  - 3  # three\n", "a", [1, 3], "a:\n  - 1  # one\n  - 3  # three\n"),
        ("a:\n  - 1  # one\n  - 2  # two\n  - 3  # three\n", "a", [9, 3], "a:\n  - 9  # one\n  - 3  # three\n"),
        ("a: [1, 2]\n", "a", [1, 2, [3]], "a: [1, 2, [3]]\n"), ("a:\n- 1\n", "a", ["x": [[1]]], "a:\n  x:\n  - [1]\n"),
        ("a: {x: 1, y: 2}\n", "a", ["z": 1], "a: {z: 1}\n"), ("a: {<<: {x: 1}}\n", "a", ["y": 1], "a: {\"y\": 1}\n"),
    ]

    @Test(arguments: values)
    func setsAValue(_ text: String, _ key: String, _ value: JSON, _ expected: String) throws {
        try check(text, expected) { $0.set([key], to: value) }
    }

    @Test(arguments: [
        ("a: 1\n", ["b"], "a: 1\nb: 9\n"),
        ("a: 1", ["b"], "a: 1\nb: 9"),
        ("", ["b"], "b: 9\n"),
        ("# only this\n", ["b", "c"], "# only this\nb:\n  c: 9\n"),
        ("{}\n", ["b"], "b: 9\n"),
        ("a: {}  # none\n", ["a", "b"], "a:  # none\n  b: 9\n"),
        ("a:  # none\n\nc: 1\n", ["a", "b"], "a:  # none\n  b: 9\n\nc: 1\n"),
        ("a: {x: 1}\n", ["a", "b"], "a: {x: 1, b: 9}\n"),
        ("a: {\n  x: 1,  # c\n}\n", ["a", "b"], "a: {\n  x: 1, b: 9  # c\n}\n"),
        ("a: {x: {}}\n", ["a", "x", "b"], "a: {x: {b: 9}}\n"),
        (
            "a:\n   x:\n      y: 1 # c\n\n# next\nb: 1\n", ["a", "x", "n"],
            "a:\n   x:\n      y: 1 # c\n      \"n\": 9\n\n# next\nb: 1\n"
        ),
        ("a:\n   x: 1\nb: 1\n", ["c", "d"], "a:\n   x: 1\nb: 1\nc:\n   d: 9\n"),
        ("a: 1\r\nb: 2\r\n", ["c", "d"], "a: 1\r\nb: 2\r\nc:\r\n  d: 9\r\n"),
        ("\u{FEFF}a: 1\nb: 2\n", ["c"], "\u{FEFF}a: 1\nb: 2\nc: 9\n"),
        ("l:\n- x: 1\n- y: 2\n", ["l", "0", "z"], "l:\n- x: 1\n  z: 9\n- y: 2\n"),
        ("a: |+\n  text\n\n", ["b"], "a: |+\n  text\n\nb: 9\n"),
        ("base: &b {x: 1}\na:\n  <<: *b\n", ["a", "x"], "base: &b {x: 1}\na:\n  <<: *b\n  x: 9\n"),
        ("a: x\n  y\n", ["b"], "a: x\n  y\nb: 9\n"), ("# only", ["b"], "# only\nb: 9\n"), ("\n", ["b"], "\nb: 9\n"),
        ("a: {\n  x: 1 # , c\n}\n", ["a", "b"], "a: {\n  x: 1, b: 9 # , c\n}\n"),
        ("a:\n    x: 1\nb:\n  y: 1\n", ["c", "d"], "a:\n    x: 1\nb:\n  y: 1\nc:\n    d: 9\n"),
        ("a: !!map\n  x: 1\n", ["a", "b"], "a: !!map\n  x: 1\n  b: 9\n"),
        ("a: {x: 1, y}\n", ["a", "y"], "a: {x: 1, y: 9}\n"), ("a: 1\nb:", ["b"], "a: 1\nb: 9"),
    ])
    func addsAKey(_ text: String, _ path: [String], _ expected: String) throws {
        try check(text, expected) { $0.set(path, to: 9) }
    }

    @Test(arguments: [
        ("a: 1 # one\n# about b\nb: 2\n", ["a"], "# about b\nb: 2\n"),
        ("a: 1\nb:\n  c: 2\n  d:\n    - 3\ne: 4\n", ["b"], "a: 1\ne: 4\n"),
        ("a: 1\nb: 2", ["b"], "a: 1"),
        ("a: {b: 1, c: 2, d: 3}\n", ["a", "c"], "a: {b: 1, d: 3}\n"),
        ("a: {b: 1, c: 2}\n", ["a", "c"], "a: {b: 1}\n"),
        ("a:\n  b: 1\nc: 2\n", ["a", "b"], "a: {}\nc: 2\n"),
        ("a: [1]\n", ["a", "0"], "a: []\n"),
        ("a:\n- 1\n- 2\n", ["a", "0"], "a:\n- 2\n"),
        ("- a: 1\n  b: 2\n", ["0", "a"], "- b: 2\n"),
        ("- - 1\n  - 2\n", ["0", "0"], "- - 2\n"), ("a: 1\nb:\n  - 2\n  - 3", ["b", "1"], "a: 1\nb:\n  - 2"),
        ("a: [1, 2, 3]\n", ["a", "0"], "a: [2, 3]\n"), ("a: [1, 2, 3]\n", ["a", "2"], "a: [1, 2]\n"),
        ("a: 1", ["a"], "{}"),
        ("? a\n: 1\nb: 2\n", ["a"], "b: 2\n"), ("a: 1\n? b\n: 2", ["b"], "a: 1"),
        ("a: |\n  x\n\nb: 1\n", ["a"], "\nb: 1\n"),
        ("a: |+\n  x\n\nb: 1\n", ["a"], "b: 1\n"), ("b: 1 # c\na: 2 # d", ["a"], "b: 1 # c"),
    ])
    func removes(_ text: String, _ path: [String], _ expected: String) throws {
        try check(text, expected) { $0.remove(path) }
    }

    @Test(arguments: [
        ("l: [a]\n", "l: [a, x]\n"), ("l: []\n", "l: [x]\n"), ("k: 1\n", "k: 1\nl: [x]\n"),
        ("l:\n  - a # first\nk: 1\n", "l:\n  - a # first\n  - x\nk: 1\n"), ("l:\n- a\n", "l:\n- a\n- x\n"),
        ("l:\nk: 1\n", "l: [x]\nk: 1\n"), ("l:\n  - a", "l:\n  - a\n  - x"), ("l: [a,]\n", "l: [a, x]\n"),
        ("l: &l [a]\n", "l: &l [a, x]\n"),
        ("l:\n  - k: 1\n    m:\n      - 2 # c\nk: 1\n", "l:\n  - k: 1\n    m:\n      - 2 # c\n  - x\nk: 1\n"),
    ])
    func appends(_ text: String, _ expected: String) throws {
        try check(text, expected) { $0.append("x", to: ["l"]) }
    }

    /// An anchor may go with all that refers to it, and may not while something elsewhere does.
    @Test func anAnchorGoesOnlyWithItsAliases() throws {
        #expect(try edited("a: {b: &x 1, c: *x}\nd: 1\n") { $0.remove(["a"]) } == "d: 1\n")
        #expect(try edited("a: {b: &x 1}\nc: &y 2\nd: *y\n") { $0.remove(["a"]) } == "c: &y 2\nd: *y\n")
        #expect { try edited("a: &x 1\nb: *x\n") { $0.remove(["a"]) } } throws: {
            "\($0)".hasPrefix("error: `a` holds the anchor `&x`, which line 2 refers to\n")
        }
        #expect { try edited("a: &x [1]\nb: *x\n") { $0.remove(["b", "0"]) } } throws: {
            "\($0)".contains("`b.0` is reached through the alias `*x`")
        }
    }

    @Test func doesSeveralEditsInOrder() throws {
        let text = "# top\na: 'x'   # a\nb:\n  - src/one.py\n  - src/two.py # two\n"
        let node = try YAMLDocument.parse(text, file: "f")
        let result = try edited(text) {
            $0.set(["c"], to: ["d": true])
            $0.remove(["b", "0"])
            $0.replaceScalar(at: try #require(node["b"]?.sequence?[1]), with: "lib/two.py")
            $0.replaceScalar(at: try #require(node["a"]), with: "y")
        }
        #expect(result == "# top\na: 'y'   # a\nb:\n  - lib/two.py # two\nc:\n  d: true\n")
    }

    @Test(arguments: [
        ("a: 1\n", ["a", "b"], "error: `a` is a number, so it cannot hold `b`\n --> f:1:4\n"),
        ("x: &x {y: 1}\na: *x\n", ["a", "y"], "error: `a` is the alias `*x`\n --> f:2:4\n"),
        ("x: &x {y: {z: 1}}\na: {<<: *x}\n", ["a", "y", "z"], "error: `a.y` comes in through `<<`\n --> f:1:11\n"),
        ("a: {b: &x 1}\nc: *x\n", ["a"], "error: `a` holds the anchor `&x`, which line 2 refers to\n --> f:1:4\n"),
        ("a: [1]\n", ["a", "4"], "error: `a` has no item 4\n --> f:1:4\n"),
    ])
    func saysWhyAPlaceCannotBeSet(_ text: String, _ path: [String], _ message: String) {
        #expect { try edited(text) { $0.set(path, to: 9) } } throws: { "\($0)".hasPrefix(message) }
    }

    @Test func reportsEveryEditThatCannotBeDone() {
        #expect {
            try edited("a: 1\n") {
                $0.remove(["b"])
                $0.set(["a"], to: 2)
                $0.append(1, to: ["a"])
            }
        } throws: {
            ($0 as? Failure)?.diagnostics.map(\.message) == ["`b` is not there", "`a` is a number, not a list"]
        }
    }

    @Test func whatIsEqualAlreadyStaysAsItIsWritten() throws {
        let text = "a: {x: '1',   y: 0x10}\n"
        #expect(try edited(text) { $0.set(["a"], to: ["y": 16, "x": "1"]) } == text)
    }
}
