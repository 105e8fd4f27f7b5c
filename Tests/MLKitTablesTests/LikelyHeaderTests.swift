import MLKitTestSupport
import Testing

@testable import MLKitTables

/// Lines that stand before the names of the columns.
@Suite struct LikelyHeaderTests {
    private func skip(_ lines: String..., line: Int = 1) -> Int? { LikelyHeader(behind: lines[0], lines, line: line)?.skip }

    @Test func threeLinesWithAsManyValuesAreNoChance() {
        #expect(skip("Report", "made today", "", "a;b", "1;2", "3;4") == 3)
        #expect(skip("Report", "made today", "", "a;b", "1;2") == nil)
        #expect(skip("Report", "a;b", "1;2", "3;4;5") == nil)
        #expect(skip("Report, all of it", "a;b", "1;2", "3;4") == 1)
        #expect(skip("Report", "\"a;b\"", "1;2", "3;4") == nil)
        #expect(LikelyHeader(behind: "Report", ["Report", "a\tb\tc", "1\t2\t3", "4\t5\t6"], line: 3)?.skip == 3)
        #expect(LikelyHeader(behind: "Report", ["Report", "a\tb\tc", "1\t2\t3", "4\t5\t6"], line: 3)?.columns == 3)
    }

    /// A header that lacks a name has what stands between the values all the same.
    @Test func aHeaderIsNoTitle() {
        #expect(skip("x;y", "a;1;2", "b;3;4", "c;5;6") == nil)
        #expect(skip("text", "one", "two", "three") == nil)
    }

    private func isBinary(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBufferPointer { TextEncoding.isBinary($0) } }

    /// Four control characters, one in fifty bytes, and what is not UTF-8.
    @Test func textOfAnyEncodingIsNoBinary() {
        let umlaut: [UInt8] = [0xE4, 0x61]
        #expect(isBinary(umlaut + [1, 2, 3, 4, 0x61]) && !isBinary(umlaut + [1, 2, 3, 0x61]))
        let letters = [UInt8](repeating: 0x61, count: 194)
        #expect(isBinary(umlaut + [1, 2, 3, 4] + letters) && !isBinary(umlaut + [1, 2, 3, 4] + letters + [0x61]))
        #expect(!isBinary(Array("a\u{1}b\u{1}c\u{1}d\u{1}ä\n".utf8)) && !isBinary([]))
        #expect(!isBinary(umlaut + Array("\t\r\n\u{B}\u{C}a".utf8)))
        // A character that is cut is no fault.
        #expect(!isBinary(Array("a\u{1}b\u{1}c\u{1}d\u{1}".utf8) + [0xC3]))
    }
}
