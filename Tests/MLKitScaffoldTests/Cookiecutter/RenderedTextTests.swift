import MLKitCore
import Testing

@testable import MLKitScaffold

/// Which files are texts, and how their lines end.
@Suite struct RenderedTextTests {
    private func newline(_ text: String) -> String? { RenderedText(Array(text.utf8))?.newline }

    @Test(arguments: [
        ("a\nb\n", "\n"), ("a\r\nb\r\n", "\r\n"), ("a\rb\r", "\r"), ("a\r\nb\n", "\n"), ("\na\r\n", "\n"), ("a\r\nb\r", "\r"),
        ("a\n\rb", "\r"),
        ("a", "\n"), ("", "\n"), ("a\r", "\r"), ("a\r\n", "\r\n"), ("\r\n", "\r\n"), ("\n", "\n"),
    ])
    func linesEndAsTheyDid(text: String, end: String) { #expect(newline(text) == end) }

    /// Python looks at the beginning alone.
    @Test func onlyTheBeginningTells() {
        let letters = String(repeating: "a", count: 8190)
        #expect(newline("\r\n" + letters + "\n") == "\r\n" && newline("\r\n" + letters.dropLast() + "\nb") == "\n")
        #expect(newline(letters + "a\r\n") == "\r\n" && newline(letters + "aa\r\n") == "\n")
    }

    @Test func whatIsNoTextIsCopied() {
        let letters = [UInt8](repeating: 0x61, count: 1023)
        #expect(RenderedText(letters + [0]) == nil && RenderedText(letters + [0x61, 0]) != nil && RenderedText([0xFF]) == nil)
        #expect(RenderedText.bytes("a\nb", newline: "\r\n") == Array("a\r\nb".utf8)
            && RenderedText.bytes("a\nb", newline: "\n") == Array("a\nb".utf8))
        let settings = JinjaSettings()
        #expect(RenderedText.mayHaveTags([0xFF] + Array("{{".utf8), settings) && !RenderedText.mayHaveTags([0xFF, 0x7B], settings))
        #expect(!RenderedText.mayHaveTags([0] + Array("{{".utf8), settings)
            && RenderedText.mayHaveTags(letters + [0x61] + Array("{{\0".utf8), settings))
    }
}
