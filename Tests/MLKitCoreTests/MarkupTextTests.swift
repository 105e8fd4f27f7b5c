import MLKitCore
import Testing

@Suite struct MarkupTextTests {
    @Test(arguments: [
        ("a", "`a`"), ("col `x`", "`` col `x` ``"), ("a``b", "```a``b```"), ("a|b", "`a|b`"),
    ])
    func codeOfMarkdownMayHaveBackquotes(text: String, code: String) {
        #expect(text.markdownCode == code)
    }

    @Test(arguments: [
        ("a & <b> \"c\" 'd'", "a &amp; &lt;b&gt; &quot;c&quot; &#39;d&#39;"), ("line\nline\t", "line&#10;line&#9;"),
        ("bell \u{7}", "bell \u{FFFD}"), ("\u{7F}\u{85}\u{FFFE} \u{A0}", "\u{FFFD}\u{FFFD}\u{FFFD} \u{A0}"),
        ("日本 \u{1F600}", "日本 \u{1F600}"),
    ])
    func whatMarkupWouldTakeForItsOwn(text: String, escaped: String) {
        #expect(MarkupText.escaped(text) == escaped)
    }

    @Test(arguments: [
        ("set `a < b` first", "set <code>a &lt; b</code> first"), ("`all`", "<code>all</code>"),
        ("a lone ` stays", "a lone ` stays"), ("`x` and ` y", "`x` and ` y"), ("", ""),
    ])
    func codeStandsBetweenBackQuotes(text: String, markup: String) {
        #expect(MarkupText.withCode(text) == markup)
    }
}
