import MLKitTestSupport
import Testing

@testable import MLKitScaffold

/// What Python 3.11 does with texts.
@Suite struct PythonTextTests {
    /// `textwrap.wrap` with `expand_tabs` and `replace_whitespace` off.
    @Test(arguments: [
        ("a bb ccc dddd", 5, true, true, ["a bb", "ccc", "dddd"]), ("abcdefghij kl", 4, true, true, ["abcd", "efgh", "ij", "kl"]),
        ("well-known word-by-word -b --bb a-b", 6, true, true, ["well-", "known", "word-", "by-", "word", "-b", "--bb", "a-b"]),
        ("well-known word-by-word -b --bb a-b", 6, true, false, ["well-k", "nown w", "ord-by", "-word", "-b", "--bb", "a-b"]),
        ("abcdefghij kl", 4, false, true, ["abcdefghij", "kl"]), ("a abcdefghij", 4, true, true, ["a ab", "cdef", "ghij"]),
        ("a   b", 3, true, true, ["a", "b"]),
        ("  lead in", 4, true, true, ["lead", "in"]), ("trail  ", 5, true, true, ["trail"]), ("", 5, true, true, []),
        ("   ", 2, true, true, []),
        ("abcd", 4, true, true, ["abcd"]), ("ab cd", 5, true, true, ["ab cd"]), ("ab cd", 4, true, true, ["ab", "cd"]),
        ("ab-cd", 4, true, true, ["ab-", "cd"]),
        ("e-mail in-house x--yy ab--cd", 5, true, true, ["e-", "mail", "in-", "house", "x--yy", "ab--", "cd"]),
        ("abcd efgh", 4, true, true, ["abcd", "efgh"]),
        ("abc defgh", 5, true, true, ["abc", "defgh"]),
    ] as [(String, Int, Bool, Bool, [String])])
    func linesAreWrapped(text: String, width: Int, breaksLongWords: Bool, breaksAtHyphens: Bool, lines: [String]) {
        #expect(WordWrap(width: width, breaksLongWords: breaksLongWords, breaksAtHyphens: breaksAtHyphens).lines(text) == lines)
    }

    @Test func bytesAreFoundWhereTheyFirstStand() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<2000 {
            let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in UInt8.random(in: 0...1, using: &random) }
            let part = (0..<Int.random(in: 0...5, using: &random)).map { _ in UInt8.random(in: 0...1, using: &random) }
            let start = Int.random(in: 0...text.count, using: &random)
            let expected = (start...text.count).first { text[$0...].starts(with: part) }
            #expect(ByteSearch.position(of: part, in: text, from: start) == expected, "\(part) in \(text) from \(start)")
        }
        #expect(ByteSearch.position(of: [], in: [1], from: 2) == nil && ByteSearch.position(of: [1], in: [1], from: 2) == nil)
    }

    @Test func textsArePadded() {
        func all(_ text: String, _ width: Int) -> [String] {
            [(true, true), (false, true), (true, false)].map { PythonText.padded(text, to: width, before: $0.0, after: $0.1, with: ".") }
        }
        #expect(all("ab", 5) == ["..ab.", "ab...", "...ab"] && all("ab", 6) == ["..ab..", "ab....", "....ab"]
            && all("abc", 6) == [".abc..", "abc...", "...abc"])
        #expect(all("a", 4) == [".a..", "a...", "...a"] && all("", 3) == ["...", "...", "..."] && all("abcd", 3) == ["abcd", "abcd", "abcd"]
            && all("abc", 3) == ["abc", "abc", "abc"])
    }

    @Test func lettersBecomeLarge() {
        #expect(PythonText.title("hello wOrld they're a1b") == "Hello World They'Re A1B"
            && PythonText.capitalized("hELLO wORLD") == "Hello world")
        #expect(PythonText.capitalized("") == "" && PythonText.titleFilter("a-b (cD [e {f <g h_i") == "A-B (Cd [E {F <G H_i")
    }

    @Test func partsAreReplacedAndSplit() {
        #expect(PythonText.replacing("a", with: "bb", in: "aXa") == "bbXbb"
            && PythonText.replacing("a", with: "b", in: "aaa", limit: 2) == "bba")
        #expect(PythonText.replacing("", with: "-", in: "ab") == "-a-b-"
            && PythonText.replacing("", with: "-", in: "ab", limit: 2) == "-a-b"
            && PythonText.replacing("a", with: "b", in: "a", limit: 0) == "a")
        #expect(PythonText.replacing("", with: "-", in: "ab", limit: 3) == "-a-b-"
            && PythonText.replacing("", with: "-", in: "ab", limit: 0) == "ab")
        #expect(PythonText.split("a,b,c", by: ",", limit: 1) == ["a", "b,c"] && PythonText.split(",", by: ",") == ["", ""]
            && PythonText.split("", by: ",") == [""])
        #expect(PythonText.words(" a  b c ") == ["a", "b", "c"] && PythonText.words(" a  b c ", limit: 1) == ["a", "b c"]
            && PythonText.words(" a b ", limit: 2) == ["a", "b"] && PythonText.words("  ").isEmpty)
        #expect(PythonText.lines("a\n\nb\n") == ["a", "", "b"] && PythonText.lines("a") == ["a"] && PythonText.lines("") == [])
        #expect(PythonText.stripped(" a ", nil) == "a" && PythonText.stripped("xyax", "xy") == "a"
            && PythonText.stripped(" a ", nil, start: false) == " a" && PythonText.stripped(" a ", nil, end: false) == "a ")
        #expect(PythonText.position(of: "b", in: "ab\u{301}") == 1 && PythonText.hasSuffix("ab", "b") && !PythonText.hasSuffix("ab", "a")
            && PythonText.hasPrefix("ab", "a") && !PythonText.hasPrefix("a", "ab"))
    }

    @Test func namesAreTakenApart() {
        let words: [(String, [String])] = [
            ("HTTPServer v2", ["http", "server", "v2"]), ("my-net_work", ["my", "net", "work"]), ("aB", ["a", "b"]), ("AB", ["ab"]),
            ("A1B", ["a1", "b"]), ("ABc", ["a", "bc"]), ("", []), ("--", []),
            ("Straße 7a", ["straße", "7a"]),
        ]
        for (text, expected) in words { #expect(NameText.words(text) == expected, "\(text)") }
        #expect(NameText.capitalized("abC") == "AbC" && NameText.capitalized("") == ""
            && NameText.capitalizedWords("o'neill it’s a-b ßx") == "O'neill It’s A-B Ssx")
        #expect(NameText.slug("Crème Brûlée, 2nd!") == "creme-brulee-2nd" && NameText.slug(" -- ") == "" && NameText.slug("½ a") == "a")
    }
}
