import MLKitCore
import MLKitSpec
import MLKitStages
import Testing

/// Every mistake with its whole text, as a user reads it.
@Suite struct SpecProblemTests {
    private func problems(_ text: [UInt8]) -> String {
        do {
            _ = try ProjectSpec(parsing: text, kinds: .builtIn)
            return ""
        } catch {
            return "\(error)"
        }
    }

    static let head = "mlkit: 1\nproject: {name: p}\n"

    @Test(arguments: mistakes)
    func isSaidInFull(_ mistake: Mistake) {
        #expect(problems(Array(mistake.text.utf8)) == mistake.message + "\n")
    }

    @Test func aTextInUTF16IsNamed() {
        #expect(
            problems([0xFF, 0xFE, 0x6D, 0x00]) == """
                error: `mlkit.yaml` is UTF-16, not UTF-8

                hint: save the file with the encoding UTF-8

                """)
    }

    @Test func aByteOrderMarkIsNoCharacterOfTheLine() {
        #expect(
            problems(Array("\u{FEFF}mlkit: 0\nproject: {name: p}\n".utf8)) == """
                error: `mlkit` must be 1, not 0
                 --> mlkit.yaml:1:8
                  |
                1 | mlkit: 0
                  |        ^

                """)
    }

    @Test func noMoreThanTheLimitIsSaid() {
        let text = Self.head + (0..<1000).map { "key\($0): 1\n" }.joined()
        #expect(problems(Array(text.utf8)).split(separator: "error: ").count == Diagnostic.limit)
    }
}
