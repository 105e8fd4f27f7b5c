import MLKitCore
import Testing

@Suite struct JSONTests {
    @Test func readsAndWritesEveryKindOfValue() throws {
        let text = #"{"a":[1,-2.5,1e3,true,false,null],"b":{"é":"\"\\\n\u0001😀"}}"#
        let value = try JSON(parsing: text)
        #expect(value["a"]?.array == [1, -2.5, 1000.0, true, false, nil])
        #expect(value["b"]?["é"] == .string("\"\\\n\u{1}😀"))
        #expect(try JSON(parsing: value.compact) == value)
        #expect(try JSON(parsing: value.pretty) == value)
    }

    @Test func surrogatePairsAreJoined() throws {
        #expect(try JSON(parsing: #""\ud83d\ude00""#) == "😀")
    }

    @Test func prettyTextKeepsPlainListsOnOneLine() {
        let value: JSON = ["numbers": [1, 2], "rows": [["a": 1]], "none": [], "empty": .object([])]
        #expect(
            value.pretty == """
                {
                  "numbers": [1, 2],
                  "rows": [
                    {
                      "a": 1
                    }
                  ],
                  "none": [],
                  "empty": {}
                }

                """)
    }

    @Test func membersAreSortedAtEveryDepth() {
        let value: JSON = ["b": 1, "a": ["d": 1, "c": [["f": 1, "e": 2]]]]
        #expect(value.sorted.compact == #"{"a":{"c":[{"e":2,"f":1}],"d":1},"b":1}"#)
    }

    @Test(arguments: [
        ("", "the text ends where a value should be", 1, 1),
        ("{\"a\": 1,}", "expected a name in double quotes", 1, 9),
        ("[1\n 2]", "expected `,` or `]`", 2, 2),
        ("{\"a\" 1}", "expected `:` after the name", 1, 6),
        ("[1] x", "expected the end of the text", 1, 5),
        ("\"a", "the text ends inside a string", 1, 3),
        ("\"\\x\"", "unknown escape in text", 1, 3),
        ("\"\\u+123\"", "expected four hexadecimal digits after `\\u`", 1, 4),
        ("nul", "expected a value", 1, 4),
        (".5", "expected a value", 1, 1),
        ("[NaN]", "expected a value", 1, 2),
    ])
    func saysWhatIsWrongAndWhere(text: String, message: String, line: Int, column: Int) {
        #expect { try JSON(parsing: text) } throws: { error in
            let diagnostic = (error as? Failure)?.diagnostics.first
            return diagnostic?.message == message && diagnostic?.location?.line == line
                && diagnostic?.location?.column == column
        }
    }

    @Test func refusesDeepNestingAndBytesThatAreNotText() {
        let deep = String(repeating: "[", count: 600)
        #expect(throws: Failure.self) { try JSON(parsing: deep) }
        #expect(throws: Failure.self) { try JSON(parsing: [0x22, 0xFF, 0x22]) }
    }
}
