import MLKitCore
import MLKitReports
import MLKitStagesTestSupport
import MLKitTestSupport
import Testing

@testable import MLKitTables

/// Texts that say nearly the same.
@Suite("Data stage: near duplicates")
struct NearDuplicatesTests {
    private func stays(_ texts: [String], _ similarity: Double) -> [Bool] {
        var found = NearDuplicates(similarity: similarity)
        return texts.map { found.take($0) }
    }

    @Test func wordsCountWithoutOrderCaseAndPunctuation() {
        #expect(stays(["Good food, nice place!", "nice place; GOOD food", "good food", "", "!?", ""], 1)
            == [true, false, true, true, true, true])
        #expect(stays(["Größe zählt", "GRÖSSE zählt", "GRÖßE ZÄHLT"], 1) == [true, true, false])
    }

    /// Nine of ten words in common with eleven of either: 9 / 11.
    @Test func theBoundIsJaccards() {
        let ten = (0..<10).map { "word\($0)" }
        let other = (1..<11).map { "word\($0)" }
        let texts = [ten, other].map { $0.joined(separator: " ") }
        #expect(stays(texts, 9.0 / 11) == [true, false])
        #expect(stays(texts, 9.0 / 11 + 0.001) == [true, true])
    }

    /// Of texts at 0.7 one in eighty may be missed, and none that are farther apart is found.
    @Test func hardlyAnyIsMissed() {
        var (missed, wrong) = (0, 0)
        for text in 0..<300 {
            // 14 of 17 + 3 words are shared: 14 / 20.
            let shared = (0..<14).map { "s\(text)x\($0)" }
            let one = (shared + (0..<3).map { "a\(text)x\($0)" }).joined(separator: " ")
            let near = (shared + (0..<3).map { "b\(text)x\($0)" }).joined(separator: " ")
            let far = (shared + (0..<4).map { "c\(text)x\($0)" }).joined(separator: " ")
            if stays([one, near], 0.7)[1] { missed += 1 }
            if !stays([one, far], 0.7)[1] { wrong += 1 }
        }
        #expect(missed <= 12 && wrong == 0)
    }

    @Test func theFirstOfSeveralStays() async throws {
        var fixture = try DataFixture()
        fixture.configuration.clean.dropDuplicates = .near(.init("note", similarity: 0.9))
        let text = "x,note,label\n" + (0..<90).map { row in
            "\(row),\"visit number \(row / 3) of the guest was long and "
                + "good\(row % 3 == 1 ? "!" : row % 3 == 2 ? ", really" : "")\",\(row % 2 == 0 ? "yes" : "no")\n"
        }.joined()
        let run = try await fixture.run(text)
        #expect(run.rows == 30 && run.duplicates == 60)
        let rows = try await fixture.rows(run.schema).flatMap { $0 }
        #expect(Set(rows.compactMap { $0.split(separator: ",").first.flatMap { Int($0) } }) == Set((0..<30).map { $0 * 3 }))
        fixture.configuration.clean.dropDuplicates = .near(.init("x"))
        #expect(await fixture.failure(text).hasPrefix("error: the column `x` is integer, and only texts are nearly the same"))
        fixture.configuration.clean.dropDuplicates = .near(.init("notes"))
        #expect(await fixture.failure(text).hasPrefix("error: there is no column `notes` whose texts are compared"))
    }
}
