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
        ("\"\\", "the text ends inside a string", 1, 3),
        ("\"\\ud83d\\", "the text ends inside a string", 1, 9),
        ("\"\\x\"", "unknown escape in text", 1, 3),
        ("\"\\u+123\"", "expected four hexadecimal digits after `\\u`", 1, 4),
        ("nul", "expected a value", 1, 4),
        (".5", "expected a value", 1, 1),
        ("[NaN]", "expected a value", 1, 2),
        ("{\"a\": 1", "expected `,` or `}`", 1, 8),
        ("{\"a\": 1]", "expected `,` or `}`", 1, 8),
        ("[1, -a]", "expected a value", 1, 5),
        ("[1, 1e999]", "the number is too large", 1, 5),
        ("\"a\u{1F}\"", "a control character inside text must be escaped", 1, 3),
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

    @Test func nestingIsReadDownTo512Levels() throws {
        let (open, close) = (String(repeating: "[", count: 512), String(repeating: "]", count: 512))
        #expect(try JSON(parsing: open + close).compact == open + close)
        #expect { try JSON(parsing: "[" + open + close + "]") } throws: {
            "\($0)".hasPrefix("error: nested deeper than 512 levels")
        }
        // It is the depth that counts, not how many lists there are.
        #expect(try JSON(parsing: "[" + String(repeating: "[],", count: 600) + "[]]").array?.count == 601)
    }

    @Test(arguments: [
        "01", "-", "1.", "1e", "1e+", "-a", "1.e1", "[1,]", "tru", "\"\\u12\"", "\"\u{1F}\"", "1e999", "+1",
    ])
    func whatIsAlmostJSONIsNot(text: String) {
        #expect(throws: Failure.self) { try JSON(parsing: text) }
    }

    @Test(arguments: [
        ("0", .int(0)), ("-0.5", .double(-0.5)), ("1E2", .double(100)), ("1e-2", .double(0.01)), ("10", .int(10)),
        ("9223372036854775807", .int(.max)), ("9223372036854775808", .double(9_223_372_036_854_775_808)),
        ("\"\\/\\b\\f\\r\\t\\u001f\u{7F} \"", .string("/\u{8}\u{C}\r\t\u{1F}\u{7F} ")), (" \t\r\n[ ]\n", .array([])),
        ("\"\\ud83d\"", .string("\u{FFFD}")), ("\"\\ud83dx\\u0041\"", .string("\u{FFFD}xA")),
        ("{\"\":{}}", ["": .object([])]),
    ] as [(String, JSON)])
    func whatIsJustJSONIs(text: String, value: JSON) throws {
        #expect(try JSON(parsing: text) == value)
        #expect(try JSON(parsing: value.compact) == value)
    }

    @Test func anErrorShowsItsLineUnlessItIsLong() {
        for (length, isShown) in [(200, true), (201, false)] {
            let line = "[" + String(repeating: " ", count: length - 2) + "x"
            #expect { try JSON(parsing: "\n" + line + "\n") } throws: { error in
                let place = (error as? Failure)?.diagnostics.first?.location
                return place?.line == 2 && place?.column == length && place?.sourceLine == (isShown ? line : nil)
            }
        }
    }

    @Test func whatJSONHasNoWordForIsNull() {
        #expect(JSON.array([.double(.nan), .double(.infinity), .double(1)]).compact == "[null,null,1.0]")
        #expect(JSON.string("\u{0}\u{F}\u{10}\u{1F} \r\n\t").compact == "\"\\u0000\\u000f\\u0010\\u001f \\r\\n\\t\"")
        #expect(JSON.int(2).double == 2)
        #expect(JSON.double(2).int == nil)
    }

    /// What Python writes for numbers that JSON does not have, where it is asked for.
    @Test func numbersThatAreNotFiniteAreReadWhereTheyMayBe() throws {
        let text = Array(#"{"a": NaN, "b": [Infinity, -Infinity, -1]}"#.utf8)
        let json = try JSON(parsing: text, allowsNonFinite: true)
        #expect(json["a"]?.double?.isNaN == true)
        #expect(json["b"] == [.double(.infinity), .double(-.infinity), -1])
        #expect(throws: Failure.self) { try JSON(parsing: text) }
        #expect(throws: Failure.self) { try JSON(parsing: Array("[Inf]".utf8), allowsNonFinite: true) }
        #expect(throws: Failure.self) { try JSON(parsing: Array("[-NaN]".utf8), allowsNonFinite: true) }
    }

    /// Only what holds something needs lines of its own.
    @Test func emptyListsAndObjectsStayOnOneLine() {
        #expect(JSON.array([[], [], .object([])]).pretty == "[[], [], {}]\n")
        #expect(JSON.array([[], [1]]).pretty == "[\n  [],\n  [1]\n]\n")
        #expect(JSON.array([["a": 1]]).pretty == "[\n  {\n    \"a\": 1\n  }\n]\n")
    }
}
