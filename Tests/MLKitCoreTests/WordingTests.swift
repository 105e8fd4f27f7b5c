import MLKitCore
import Testing

/// Where messages are cut, and from where on something is no longer said.
@Suite struct WordingTests {
    /// A third of the letters may be wrong, and one of the shortest names.
    @Test(arguments: [
        ("ab", "ax", true), ("ab", "xy", false), ("abcdef", "abcdxy", true), ("abcdef", "abcxyz", false),
        ("abcde", "abcxy", false), ("abc", "abcd", true), ("abc", "abcde", false), ("abcdef", "abdcfe", true),
        ("abcdef", "badcfe", false), ("TRAIN", "train", true), ("ca", "abc", false),
        ("a", "b", false), ("A", "a", true), ("a", "ab", false),
    ])
    func aTypoIsNearEnough(name: String, other: String, isNear: Bool) {
        #expect(Suggestion.nearest(to: name, among: [other]) == (isNear ? other : nil))
    }

    @Test func theNearestComesBeforeTheFirst() {
        #expect(Suggestion.nearest(to: "abcdef", among: ["abcdxy", "abcdex", "abcdey"]) == "abcdex")
        let long = String(repeating: "a", count: 100)
        #expect(Suggestion.nearest(to: long, among: [long + "b"]) == long + "b")
        #expect(Suggestion.nearest(to: long + "a", among: [long]) == nil)
    }

    @Test func aHintListsUpToThirtyNames() {
        let names = (10...39).map { "name\($0)" }
        #expect(Suggestion.hint(for: "zzzz", among: names) == "known are \(Suggestion.list(names))")
        let quoted = names.map { "`\($0)`" }.joined(separator: ", ")
        #expect(Suggestion.hint(for: "zzzz", among: names + ["a", "b"]) == "known are \(quoted) and 2 others")
        #expect(Suggestion.hint(for: "nam10", among: names) == "did you mean `name10`?")
        #expect(Suggestion.hint(for: "x", among: []) == nil)
        #expect(Suggestion.list(names + ["a"]) == "`name10`, `name11`, `name12`, `name13`, `name14` and 26 others")
        #expect(Suggestion.list([]) == "")
        #expect(Suggestion.list(["a", "b"]) == "`a` and `b`")
    }

    private func marked(_ line: String, _ column: Int, length: Int = 1, number: Int = 7) -> [Substring] {
        let place = SourceLocation(file: "f", line: number, column: column, length: length, sourceLine: line)
        let text = DiagnosticRenderer().render(.error("m", at: place))
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(3).prefix(2).map { $0 }
    }

    @Test func aLongLineIsShownAroundThePlace() {
        let line = String((0..<161).map { $0 == 80 ? "X" : "a" })
        #expect(marked(String(line.dropLast()), 81) == ["7 | \(line.dropLast())", "  | \(String(repeating: " ", count: 80))^"])
        // At both ends, and in the middle, where the place stands in the middle of what is shown.
        #expect(marked(line, 1) == ["7 | \(line.dropLast())…", "  | ^"])
        #expect(marked(line, 81) == ["7 | …\(line.dropFirst())", "  | \(String(repeating: " ", count: 80))^"])
        #expect(marked(line, 161)[0] == "7 | …\(line.dropFirst())")
        let longer = String(repeating: "a", count: 200) + "X" + String(repeating: "b", count: 200)
        let shown = marked(longer, 201)
        #expect(shown[0].hasPrefix("7 | …a") && shown[0].hasSuffix("b…") && shown[0].count == 4 + 162)
        #expect(Array(shown[0])[shown[1].count - 1] == "X")
    }

    @Test func whatIsMarkedEndsWithTheLine() {
        #expect(marked("abc", 2, length: 2)[1] == "  |  ^^")
        #expect(marked("abc", 2, length: 9)[1] == "  |  ^^")
        #expect(marked("abc", 4, length: 9)[1] == "  |    ^")
        #expect(marked("abc", 1, length: 0)[1] == "  | ^")
        #expect(marked("abc", 1, number: 100) == ["100 | abc", "    | ^"])
    }

    @Test func diagnosticsStandInFileOrderAndAsTheyCame() {
        func at(_ message: String, _ file: String?, _ line: Int = 1, _ column: Int = 1) -> Diagnostic {
            .error(message, at: file.map { SourceLocation(file: $0, line: line, column: column) })
        }
        let sorted = [
            at("none", nil), at("b", "b"), at("a2", "a", 2), at("first", "a", 1, 2), at("second", "a", 1, 2), at("a1",
            "a", 1),
            at("none too", nil),
        ].inFileOrder
        #expect(sorted.map(\.message) == ["a1", "first", "second", "a2", "b", "none", "none too"])
    }

    @Test(arguments: [
        (999.96, 1, "1000"), (999.94, 1, "999.9"), (1000.4, 1, "1000"), (1000.5, 1, "1001"), (-1000.4, 4, "-1000"),
        (0.00005, 4, "0.0001"), (0.00004, 4, "0"), (2.5, 0, "3"), (-999.96, 1, "-1000"), (0.12345, 4, "0.1235"),
        (.infinity, 4, "inf"),
    ])
    func numbersAreBrief(number: Double, places: Int, text: String) {
        #expect(number.brief(places) == text)
    }

    @Test func aLongTextIsCut() {
        let long = String(repeating: "a", count: 200)
        #expect(long.shortened == long)
        #expect((long + "b").shortened == long.prefix(100) + "…")
        #expect("a\u{1B}[1mb\n".onOneLine == "a?[1mb?")
        #expect("ü b".onOneLine == "ü b")
    }

    @Test(arguments: [
        (" a b ", "a b"), ("a ", "a"), ("\ta", "a"), ("!~", "!~"), ("\u{A0}é\n", "é"), (" \n", ""), ("", ""),
        ("a", "a"),
    ])
    func whiteSpaceAtEndsGoes(text: String, trimmed: String) {
        #expect(text.trimmed == trimmed)
    }
}
