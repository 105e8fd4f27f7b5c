import Testing

@testable import MLKitGit

/// Which line ends a merge gives back.
@Suite struct MergedLineEndTests {
    private func ending(_ text: String) -> LineEnding? { LineEnding(of: Array(text.utf8)) }

    private func restored(_ yours: String, _ others: String...) -> LineEnding? {
        LineEnding.toRestore(yours: Array(yours.utf8), others: others.map { Array($0.utf8) })
    }

    @Test func allLinesEndAlike() {
        #expect(ending("a\nb\n") == .lf && ending("a\r\nb\r\n") == .crlf && ending("\n") == .lf && ending("\r\n") == .crlf)
        #expect(ending("a\r\nb\n") == nil && ending("\na\r\n") == nil && ending("a") == nil && ending("") == nil && ending("a\r") == nil)
        #expect(ending("a\nb") == .lf && ending("a\rb\n") == .lf)
    }

    @Test func endsAreGivenBackWhereAllOthersHaveOthers() {
        #expect(restored("a\r\n", "a\n", "b\n") == .crlf && restored("a\n", "a\r\n", "b\r\n") == .lf)
        #expect(restored("a\r\n", "a\n", "b\r\n") == nil && restored("a\n", "a\n") == nil)
        // What has no line says nothing, and what has both kinds is left alone.
        #expect(restored("a\r\n", "a\n", "b") == .crlf && restored("a\r\n", "b", "") == nil && restored("a\r\n") == nil)
        #expect(restored("a", "a\n") == nil && restored("a\r\nb\n", "a\n") == nil && restored("a\r\n", "a\nb\r\n") == nil)
    }

    @Test func endsAreApplied() {
        func applied(_ ending: LineEnding, _ text: String) -> String {
            String(decoding: ending.applied(to: Array(text.utf8)), as: UTF8.self)
        }
        #expect(applied(.crlf, "a\n\nb") == "a\r\n\r\nb" && applied(.lf, "a\r\n\r\nb") == "a\n\nb")
        #expect(applied(.crlf, "a\r\n") == "a\r\n" && applied(.lf, "a\n") == "a\n" && applied(.lf, "a\rb") == "a\rb")
    }
}
