import MLKitCore
import Testing

@testable import MLKitYAML

/// Where something stands in a text: bytes, code points, lines and columns.
@Suite struct YAMLPlaceTests {
    private func source(_ text: String, lineOffset: Int = 0) -> YAMLSource {
        YAMLSource(file: "f.yaml", bytes: Array(text.utf8), lineOffset: lineOffset)
    }

    @Test func codePointsAreFound() {
        let plain = source("abc")
        #expect([0, 2, 3, 9].map { plain.offset(codePoint: $0) } == [0, 2, 3, 3])
        #expect([0, 2, 3, 9].map { source("\u{FEFF}abc").offset(codePoint: $0) } == [3, 5, 6, 6])
        let mixed = source("aä€🙂b")
        #expect([0, 1, 2, 3, 4, 5, 6].map { mixed.offset(codePoint: $0) } == [0, 1, 3, 6, 10, 11, 11])
        // Every 64th code point is remembered.
        let long = source(String(repeating: "ä", count: 130))
        for place in [0, 1, 63, 64, 65, 127, 128, 129, 130] { #expect(long.offset(codePoint: place) == 2 * place) }
        #expect(long.offset(codePoint: 131) == 260 && long.offset(codePoint: 1000) == 260)
        #expect(source(String(repeating: "ä", count: 64)).offset(codePoint: 64) == 128)
    }

    private func shown(_ location: MLKitCore.SourceLocation) -> String {
        "\(location.line):\(location.column)+\(location.length) \(location.sourceLine ?? "-")"
    }

    @Test func placesAreLinesAndColumns() {
        let text = source("ab\ncde\r\n\nf")
        #expect(shown(text.location(offset: 0)) == "1:1+1 ab" && shown(text.location(offset: 2)) == "1:3+1 ab")
        #expect(shown(text.location(offset: 3)) == "2:1+1 cde" && shown(text.location(3..<6)) == "2:1+3 cde")
        #expect(shown(text.location(4..<9)) == "2:2+2 cde" && shown(text.location(offset: 7)) == "2:4+1 cde")
        #expect(shown(text.location(offset: 8)) == "3:1+1 " && shown(text.location(offset: 9)) == "4:1+1 f")
        #expect(shown(text.location(offset: 10)) == "4:2+1 f")
        #expect(shown(source("a\nb", lineOffset: 4).location(offset: 2)) == "6:1+1 b")
        #expect(shown(source("äöü: x").location(6..<9)) == "1:4+3 äöü: x")
    }

    /// A very long line is shown up to a little behind the place, or not at all.
    @Test func longLinesAreCut() {
        let text = source(String(repeating: "a", count: 5000))
        #expect(text.location(offset: 2000).sourceLine?.utf8.count == 2000 && text.location(offset: 2001).sourceLine == nil)
        #expect(text.location(0..<5000).length == 2000 && text.location(10..<20).length == 10)
    }

    @Test func linesOfAPlace() {
        let text = TextScanner(Array("ab\r\n  c: x\n\nd".utf8))
        #expect([0, 2, 3, 4, 6, 11, 12].map { text.lineStart($0) } == [0, 0, 0, 4, 4, 11, 12])
        #expect([0, 1, 2, 4, 10, 11, 12].map { text.lineEnd($0) } == [2, 2, 2, 10, 10, 11, 13])
        #expect([0, 3, 4, 10, 11, 12, 13].map { text.nextLine($0) } == [4, 4, 11, 11, 12, 13, 13])
        #expect([0, 2, 6, 9].map { text.column($0) } == [0, 2, 2, 5])
        #expect([0, 1, 4, 6, 7, 12].map { text.beginsLine($0) } == [true, false, true, true, false, true])
        #expect(text.isOneLine(4..<10) && !text.isOneLine(4..<11) && text.isOneLine(4..<4))
        #expect(TextScanner(Array("\u{FEFF}a".utf8)).column(3) == 0)
    }

    @Test func tokensAreBehindBlanksAndComments() {
        func next(_ text: String, from place: Int = 0) -> Int { TextScanner(Array(text.utf8)).nextToken(from: place) }
        #expect(next("# a\n b") == 5 && next("a#b", from: 1) == 1 && next("a #b\n\t\r\nc", from: 1) == 8 && next("  ") == 2)
        #expect(next("x\t# y\nz", from: 1) == 6 && next("# a") == 3 && next("a\n#b\nc", from: 1) == 5)
    }

    @Test func anchorsAndTagsEnd() {
        func end(_ text: String) -> Int { TextScanner(Array(text.utf8)).endOfProperties(from: 0) }
        #expect(end("&a_1-Z x") == 6 && end("!t.u x") == 4 && end("&a !t x") == 5 && end("x") == 0 && end("&a") == 2)
        #expect(end("&a,x") == 2 && end("!!str") == 5 && end("!t # c\n &b x") == 10)
    }
}
