import MLKitCore
import MLKitReports
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import Testing

/// Classes that are made as frequent as each other, in training alone.
@Suite("Data stage: balanced classes")
struct BalanceTests {
    /// Of ten rows one is rare and two are few.
    private let text = "x,label\n" + (0..<400).map { "\($0),\($0 % 10 == 0 ? "rare" : $0 % 10 < 3 ? "few" : "many")\n" }.joined()

    private func run(_ balance: ClassBalance?) async throws -> (run: DataRun, parts: [[String]]) {
        var fixture = try DataFixture()
        fixture.configuration.balance = balance
        let run = try await fixture.run(text)
        return (run, try await fixture.rows(run.schema))
    }

    private func counts(_ rows: [String]) -> [String: Int] {
        Dictionary(rows.map { (String($0.split(separator: ",")[1]), 1) }, uniquingKeysWith: +)
    }

    @Test(arguments: ClassBalance.allCases) func trainingClassesAreAsFrequentAsEachOther(balance: ClassBalance) async throws {
        let (plain, parts) = try await run(nil)
        let (balanced, after) = try await run(balance)
        #expect(after[1] == parts[1] && after[2] == parts[2])
        let before = counts(parts[0])
        let wanted = balance == .oversample ? before.values.max() : before.values.min()
        #expect(before.count == 3 && Set(before.values).count > 1)
        #expect(counts(after[0]).values.allSatisfy { $0 == wanted })
        // No row that was not there, and of each class all as often as each other, but for the rest.
        #expect(Set(after[0]).isSubset(of: parts[0]))
        let copies = Dictionary(after[0].map { ($0, 1) }, uniquingKeysWith: +)
        for name in before.keys {
            let often = copies.filter { $0.key.hasSuffix(",\(name)") }.values
            #expect(try #require(often.max()) - #require(often.min()) <= 1)
        }
        if balance == .oversample { #expect(Set(after[0]) == Set(parts[0])) }
        // The report is of the rows as they are, and says what came of it.
        #expect(balanced.report.splits == plain.report.splits)
        #expect(balanced.report.split.balanced == after[0].count && plain.json["split"]?["balanced"] == nil)
    }

    @Test func aNumberHasNoClassesToBalance() async throws {
        var fixture = try DataFixture()
        fixture.configuration.balance = .undersample
        fixture.configuration.target = "x"
        let text = await fixture.failure("x,y\n" + (0..<60).map { "\($0).5,\($0 * 7 % 11)\n" }.joined())
        #expect(text.hasPrefix("error: `balance` makes classes as frequent as each other, and the target `x` is a number"), "\(text)")
    }
}
