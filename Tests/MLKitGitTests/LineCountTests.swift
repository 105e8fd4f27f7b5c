import Testing

@testable import MLKitGit

/// How alike two files are, as git has it.
@Suite struct LineCountTests {
    private func similarity(_ one: String, _ other: String) -> Int {
        LineCounts(of: Array(one.utf8)).similarity(to: LineCounts(of: Array(other.utf8)))
    }

    @Test func linesAreCountedAsOftenAsTheyStand() {
        #expect(similarity("a\nb\n", "b\na\n") == 100 && similarity("a\n", "b\n") == 0 && similarity("", "") == 100
            && similarity("", "a\n") == 0)
        #expect(similarity("a\na\n", "a\n") == 50 && similarity("a\nb\nc\n", "a\nb\n") == 66 && similarity("a\nb\n", "a\nb\nc\n") == 66)
        // A last line without its end is another one.
        #expect(similarity("a\nb", "a\nb\n") == 50)
    }

    @Test func theReturnOfALineDoesNotCount() {
        // Sizes are those of the files: four bytes of six.
        #expect(similarity("a\r\nb\r\n", "a\nb\n") == 66)
        // One that stands alone counts, and so does each in what is no text.
        #expect(similarity("a\rb\n", "ab\n") == 0 && similarity("a\r\n\0", "a\n\0") == 25)
    }

    /// Of more than 64 bytes the first 64 are a line.
    @Test func longLinesAreCut() {
        let long = String(repeating: "x", count: 64)
        #expect(
            similarity(long + "y\n", long + "z\n") == 64 * 100 / 66 && similarity(long.dropLast() + "y\n", long.dropLast() + "z\n") == 1)
        #expect(similarity(long.dropLast() + "\n", long.dropLast() + "\n") == 100)
    }

    @Test func sizesAloneCanRuleOut() {
        #expect(LineCounts.canReach(50, sizes: 50, 100) && LineCounts.canReach(50, sizes: 100, 50)
            && !LineCounts.canReach(50, sizes: 49, 100) && LineCounts.canReach(50, sizes: 0, 0))
    }
}
