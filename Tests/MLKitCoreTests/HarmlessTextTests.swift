import MLKitCore
import Testing

/// Texts of others on a terminal.
@Suite struct HarmlessTextTests {
    @Test func whatATerminalObeysIsMadeVisible() {
        #expect("plain äöü\ttext\n".harmless() == "plain äöü\ttext\n")
        #expect("a\u{1B}[2Jb\u{7}c\u{9B}d\u{202E}e\rf\r\n".harmless() == "a\\x1b[2Jb\\x07c\\x9bd\\u202ee\\x0df\r\n")
    }

    @Test func onlyKnownStylesStay() {
        let styles: Set = ["\u{1B}[31m", "\u{1B}[0m"]
        #expect("\u{1B}[31mred\u{1B}[0m \u{1B}[8mhidden".harmless(keeping: styles) == "\u{1B}[31mred\u{1B}[0m \\x1b[8mhidden")
    }

    @Test(arguments: [
        ("\u{1B}]0;title\u{7}\u{1B}[31mred\u{1B}[0m", "red"), ("\u{1B}]8;;http://x\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link"),
        (" 10%\r 50%\r100%", "100%"), ("done\r", "done"), ("a\u{0}b", "a\\x00b"), ("end\u{1B}", "end\\x1b"),
        ("\u{1B}P never ends", ""), ("\u{1B}[38;5;12mx\u{1B}(By", "xy"),
    ]) func aLineOfALogIsWhatItsReaderWouldSee(line: String, shown: String) {
        #expect(line.asLogLine == shown)
    }
}
