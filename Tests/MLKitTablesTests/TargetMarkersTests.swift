import MLKitReports
import MLKitSignature
import MLKitStagesTestSupport
import MLKitTestSupport
import Testing

@testable import MLKitTables

/// Texts that mean a missing target, and may be a class.
@Suite struct TargetMarkersTests {
    private func run(_ row: (Int) -> String, _ change: (inout DataConfiguration) -> Void = { _ in }) async throws -> DataRun {
        var fixture = try DataFixture()
        change(&fixture.configuration)
        return try await fixture.run("x,label\n" + (0..<90).map { row($0) + "\n" }.joined())
    }

    private static func row(_ number: Int) -> String { "\(number),\(["0", "1", "?"][number % 3])" }

    @Test func theKeyIsSaidAndWorks() async throws {
        let left = try await run(Self.row)
        #expect(left.report.rows.kept == 60 && left.schema.classes == ["0", "1"])
        #expect(
            left.warnings.contains("dropped 30 rows in which the target `label` is missing; `clean: {missing: []}` makes a class of `?`, with `mlkit data schema STAGE --update` where there is a schema"),
            "\(left.warnings)")
        let kept = try await run(Self.row) { $0.clean.missing = [] }
        #expect(kept.report.rows.kept == 90 && kept.schema.classes == ["0", "1", "?"])
    }

    /// Where another column has it for a missing value, it goes on to mean that there.
    @Test func otherColumnsKeepWhatIsMissing() async throws {
        let row = { (number: Int) in "\(number % 10 == 0 ? "?" : number % 10 == 1 ? "NA" : "\(number)"),\(["0", "1", "?"][number % 3])" }
        let words = "`clean: {missing: [NA], missing_in: {x: [\"?\"]}}` makes a class of `?`"
        let left = try await run(row)
        #expect(left.warnings.contains { $0.contains(words) }, "\(left.warnings)")
        let kept = try await run(row) {
            $0.clean.missing = ["NA"]
            $0.clean.missingByColumn = ["x": ["?"]]
        }
        #expect(kept.report.rows.kept == 90 && kept.schema.columns[0].type == .integer && kept.report.columns[0].missing == 18)
    }

    /// What means it in the target alone is said once, and taken back by its own key.
    @Test func aWordOfTheTargetAloneIsTakenBack() async throws {
        let row = { (number: Int) in "\(number),\(["0", "1", "unknown"][number % 3])" }
        let left = try await run(row) { $0.clean.missingByColumn = ["label": ["unknown"]] }
        #expect(left.warnings.contains { $0.contains("`clean: {missing: [], missing_in: {}}` makes a class of `unknown`") }, "\(left.warnings)")
        #expect(!left.warnings.contains { $0.contains("says which texts are") }, "\(left.warnings)")
        let kept = try await run(row) { ($0.clean.missing, $0.clean.missingByColumn) = ([], [:]) }
        #expect(kept.report.rows.kept == 90 && kept.schema.classes.contains("unknown"))
    }

    @Test func rowsWithoutATextAreNoClass() async throws {
        let left = try await run { "\($0),\(["0", "1", ""][$0 % 3])" }
        #expect(left.warnings.contains("dropped 30 rows in which the target `label` is missing"), "\(left.warnings)")
    }
}
