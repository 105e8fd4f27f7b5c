import MLKitCore
import MLKitReports
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import Testing

/// Samples for quick runs, and splits that rows which come later leave as they are.
@Suite("Data stage: samples and fixed splits")
struct SampleTests {
    private static func lines(_ rows: Range<Int>) -> [String] {
        rows.map { "\($0),k\($0 % 7),\($0 % 3 == 0 ? "yes" : "no")\n" }
    }

    private func text(_ lines: [String]) -> String { "x,kind,label\n" + lines.joined() }

    private func run(_ text: String, _ change: (inout DataConfiguration) -> Void) async throws -> (run: DataRun, parts: [Set<String>]) {
        var fixture = try DataFixture()
        change(&fixture.configuration)
        let run = try await fixture.run(text)
        return (run, try await fixture.rows(run.schema).map { Set($0) })
    }

    @Test func aSampleIsTheSameWhateverTheOrderOfRows() async throws {
        let lines = Self.lines(0..<2000)
        let shuffled = lines.enumerated().sorted { $0.offset * 7919 % 2003 < $1.offset * 7919 % 2003 }.map(\.element)
        for sample in [DataConfiguration.Sample(fraction: 0.3), .init(rows: 300)] {
            let one = try await run(text(lines)) { $0.sample = sample }
            let other = try await run(text(shuffled)) { $0.sample = sample }
            let rows = one.parts.reduce(Set()) { $0.union($1) }
            #expect(rows == other.parts.reduce(Set()) { $0.union($1) })
            let count = one.run.rows
            #expect(sample.rows == nil ? abs(count - 600) < 80 : count == 300)
            #expect(one.run.report.rows.outOfSample == 2000 - count && rows.count == count)
            #expect(one.run.warnings.contains("`sample` takes \(count) of 2000 rows: all figures are of these alone"))
            // What columns are is found out from all rows.
            #expect(one.run.schema.columns[1].categories.count == 7)
            let otherSeed = try await run(text(lines)) {
                $0.sample = sample
                $0.sample?.seed = 1
            }
            #expect(otherSeed.parts.reduce(Set()) { $0.union($1) } != rows)
        }
    }

    /// Rows that are the same have one number; as many as are asked for are taken all the same.
    @Test func copiesAreSampledToTheRow() async throws {
        let rows = (0..<200).map { "\($0 % 4),k,\($0 % 2 == 0 ? "yes" : "no")\n" }
        #expect(try await run(text(rows)) { $0.sample = .init(rows: 77) }.run.rows == 77)
        #expect(try await run(text(rows)) { $0.sample = .init(rows: 500) }.run.report.rows.outOfSample == nil)
    }

    /// Copies of a row that is none of the sample do not take its place.
    @Test(arguments: [DataConfiguration.Sample(fraction: 0.3), .init(rows: 60)]) func copiesDoNotComeBack(
        _ sample: DataConfiguration.Sample) async throws {
        let rows = Self.lines(0..<200)
        func sampled(_ text: String) async throws -> DataRun {
            try await run(text) {
                $0.sample = sample
                $0.clean.dropDuplicates = true
            }.run
        }
        let (once, thrice) = (try await sampled(text(rows)), try await sampled(text(rows + rows + rows)))
        #expect(once.rows == thrice.rows && once.report.rows.outOfSample == 200 - once.rows
            && thrice.report.rows.outOfSample == 200 - once.rows)
    }

    /// What came first stays where it is when rows come behind, before and between.
    @Test func rowsThatComeLaterLeaveTheOthersInTheirPart() async throws {
        let before = try await run(text(Self.lines(100..<900))) { $0.split.isFixed = true }
        let later = Self.lines(0..<2000).enumerated().sorted { $0.offset * 7919 % 2003 < $1.offset * 7919 % 2003 }.map(\.element)
        let after = try await run(text(later)) { $0.split.isFixed = true }
        for (old, new) in zip(before.parts, after.parts) { #expect(old.isSubset(of: new) && old.count > 100 && new.count > old.count) }
        #expect(before.run.json["split"]?["fixed"] == true)
        // Without the key, rows are moved.
        let plain = try await run(text(Self.lines(100..<900))) { _ in }
        let moved = try await run(text(later)) { _ in }
        #expect(zip(plain.parts, moved.parts).contains { !$0.isSubset(of: $1) })
        #expect(plain.run.json["split"]?["fixed"] == nil)
    }

    @Test func aFixedSplitByGroupsKeepsThemTogether() async throws {
        let lines = (0..<1200).map { "\($0),g\($0 % 60),\($0 % 2 == 0 ? "yes" : "no")\n" }
        let before = try await run(text(Array(lines.prefix(600)))) { ($0.split.isFixed, $0.split.group) = (true, "kind") }
        let after = try await run(text(lines)) { ($0.split.isFixed, $0.split.group) = (true, "kind") }
        for (old, new) in zip(before.parts, after.parts) { #expect(old.isSubset(of: new)) }
        let groups = after.parts.map { part in Set(part.map { $0.split(separator: ",")[1] }) }
        #expect(groups[0].isDisjoint(with: groups[1]) && groups[0].isDisjoint(with: groups[2]) && groups[1].isDisjoint(with: groups[2]))
    }

    @Test func aPartWithoutRowsIsRefused() async throws {
        var fixture = try DataFixture()
        fixture.configuration.split = .init(train: 0.98, valid: 0.01, test: 0.01)
        fixture.configuration.split.isFixed = true
        let text = await fixture.failure(DataFixture.csv())
        #expect(text.hasPrefix("error: no row goes to `") && text.contains("a fixed split meets its shares by chance"), "\(text)")
        fixture.configuration.split.stratify = "label"
        #expect(await fixture.failure(DataFixture.csv()).hasPrefix("error: a split is fixed, or goes by `label`, not both"))
    }
}
