import MLKitScaffold
import Testing

/// Texts for a terminal of a width.
@Suite struct BrokenLinesTests {
    @Test(arguments: [
        ("one two three", 7, ["one two", "three"]), ("one two three", 13, ["one two three"]), ("one two three", 12, ["one two", "three"]),
        ("abcdefgh", 3, ["abcdefgh"]), ("  a  b ", 9, ["a b"]), ("", 5, []),
        ("run `git add --all` now", 12, ["run", "`git add --all`", "now"]), ("(`a b`, `c d`)", 7, ["(`a b`,", "`c d`)"]),
        // A backquote that is not closed begins nothing.
        ("it's `a b", 6, ["it's", "`a b"]), ("`a b` `c d", 6, ["`a b`", "`c d"]),
    ])
    func linesAreBrokenBetweenWords(text: String, width: Int, lines: [String]) {
        #expect(text.lines(of: width) == lines)
    }

    @Test(arguments: [
        ("one two three", 13, "one two three"), ("one two three", 12, "one two …"), ("one two three", 9, "one two …"),
        ("one two three", 8, "one …"),
        ("abcdefgh", 5, "abcd…"), ("a `b c d` e", 8, "a …"), ("  a  b ccc", 8, "  a  b …"),
        ("\u{1B}[1mone two three\u{1B}[0m", 5, "\u{1B}[1mone two three\u{1B}[0m"),
    ])
    func endsAreCutAfterAWord(text: String, width: Int, cut: String) {
        #expect(text.cut(to: width) == cut)
    }
}
