import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

/// Rows that are left out once all were read: the source is not read a second time for them.
@Suite("Data stage: one reading") struct OneReadingTests {
    private func rows(_ count: Int = 400, replacing lines: [Int: String] = [:]) -> String {
        "id,x,share,colour,label\n"
            + (0..<count).map { row in
                (lines[row] ?? "k\(row % 300),\(row),\(Double(row) / 4),\(["red", "green", "blue"][row % 3]),"
                    + "\(row % 2 == 0 ? "yes" : "no")") + "\n"
            }.joined()
    }

    private func run(_ text: String, _ change: (inout DataConfiguration) -> Void) async throws -> DataRun {
        var fixture = try DataFixture()
        change(&fixture.configuration)
        return try await fixture.run(text)
    }

    private static let cases: [@Sendable (inout DataConfiguration) -> Void] = [
        { $0.clean.rules = [.init("x < 350", otherwise: .drop)] },
        { $0.clean.dropDuplicates = .key(["id"]) },
        { $0.clean.dropDuplicates = .key(["id"]); $0.clean.keep = .last },
        { $0.sample = .init(rows: 100) },
        { $0.clean.rules = [.init("x >= 20", otherwise: .drop)]; $0.sample = .init(rows: 77) },
    ]

    /// The same as of a source that has none of the rows that are left out: figures, types, categories, and the splits' rows.
    @Test(arguments: cases.indices)
    func whatIsLeftOutIsAsIfItWasNotThere(_ index: Int) async throws {
        var fixture = try DataFixture()
        Self.cases[index](&fixture.configuration)
        let again = try await fixture.run(rows())
        let lines = try await fixture.rows(again.schema).flatMap { $0 }
        let plain = try DataFixture()
        let only = try await plain.run("id,x,share,colour,label\n" + lines.joined(separator: "\n") + "\n")
        for (own, other) in zip(again.report.columns, only.report.columns) {
            #expect(own.count == other.count && own.missing == other.missing, "\(own.name)")
            // What texts there are is found out from all rows of which a sample is taken.
            if index < 3 { #expect(own.distinct == other.distinct, "\(own.name)") }
            #expect(own.minimum == other.minimum && own.maximum == other.maximum && own.median == other.median, "\(own.name)")
            #expect(Set((own.top ?? []).map { "\($0)" }) == Set((other.top ?? []).map { "\($0)" }), "\(own.name)")
        }
    }

    /// A value that makes a column text goes with its row, so that types come out otherwise: there the source is read again.
    @Test func aTypeThatOnlyDroppedRowsSpoilIsTheOthers() async throws {
        let run = try await run(rows(replacing: [7: "k7,none,1.5,red,yes"])) { $0.clean.rules = [.init("x <> 'none'", otherwise: .drop)] }
        #expect(run.schema.columns[1].type == .integer && run.rows == 399)
        let halves = try await self.run(
            rows(replacing: [7: "k7,7.5,1.5,red,yes"])) { $0.clean.rules = [.init("x <> 7.5", otherwise: .drop)] }
        #expect(halves.schema.columns[1].type == .integer && halves.rows == 399)
        let class3 = try await self.run(
            rows(replacing: [7: "k7,7,1.5,violet,maybe"])) { $0.clean.rules = [.init("x <> 7", otherwise: .drop)] }
        #expect(class3.schema.classes == ["no", "yes"] && class3.schema.columns[3].categories == ["blue", "green", "red"])
    }

    /// Markers of missing values that only dropped rows have are none that the schema keeps.
    @Test func whatOnlyDroppedRowsHaveIsNotRecorded() async throws {
        let run = try await run(rows(replacing: [9: "k9,9,?,red,no", 20: "k20,20,NA,red,yes"])) {
            $0.clean.rules = [.init("x <> 9", otherwise: .drop)]
        }
        #expect(run.schema.cleaning.missing == ["NA"])
        #expect(run.report.columns[2].missing == 1)
    }

    /// A value that is there twice, but for a row that goes, is unique; a relation that only such a row breaks holds.
    @Test func theSchemaIsHeldToTheRowsThatStay() async throws {
        var fixture = try DataFixture()
        fixture.configuration.clean.rules = [.init("x < 300", otherwise: .drop)]
        let run = try await fixture.run(rows(replacing: [350: "k1,350,9999,red,yes"]))
        #expect(run.rows == 300)
        try fixture.scratch.write(
            try fixture.scratch.read("out/schema.yaml")
                .replacing("  id:\n    type: identifier", with: "  id:\n    type: identifier\n    unique: true")
                + "relations: [share <= x]\n", to: "schema.yaml")
        #expect(try await fixture.run(rows(replacing: [350: "k1,350,9999,red,yes"])).rows == 300)
    }
}
