import MLKitCore
import MLKitReports
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import Testing

/// Rules of a schema beyond types: severity, uniqueness, shares, row counts, relations.
@Suite("Data stage: rules of the schema")
struct SchemaRuleTests {
    private static let columns = """
        target: label
        columns:
          id: {type: text, unique: true}
          start: {type: date}
          finish: {type: date, nullable: true, missing: 0.1}
          age: {type: integer, maximum: 100, severity: {maximum: warning}}
          label: {type: text, categories: ["no", "yes"]}

        """

    /// Forty rows that fit, but for some lines put in place of those of these numbers.
    private func csv(_ lines: [Int: String] = [:], rows: Int = 40) -> String {
        let all = (0..<rows).map { "a\($0),2024-01-\(10 + $0 % 20),2024-03-\(10 + $0 % 20),\($0),\($0 % 2 == 0 ? "yes" : "no")" }
        return "id,start,finish,age,label\n" + all.enumerated().map { (lines[$0.offset + 1] ?? $0.element) + "\n" }.joined()
    }

    private func run(_ text: String, _ rules: String = "") async throws -> DataRun {
        let fixture = try DataFixture()
        try fixture.scratch.write(Self.columns + rules, to: "schema.yaml")
        return try await fixture.run(text)
    }

    @Test func dataThatFitPass() async throws {
        let run = try await run(csv(), "rows: {minimum: 40, maximum: 40}\nrelations: [start <= finish]\n")
        #expect(run.rows == 40 && run.schema.relations == [ColumnRelation("start", .atMost, "finish")])
        #expect(!run.warnings.contains { $0.contains("schema.yaml") })
    }

    @Test func whatIsBrokenIsShownWithRowsAndLines() async {
        let lines = [
            3: "a1,2024-05-01,2024-03-01,7,yes", 7: "a1,2024-01-01,,3,no", 8: "b,2024-01-01,,3,no", 9: "c,2024-01-01,,3,no",
            10: "d,2024-01-01,,3,no", 11: "e,2024-01-01,,3,no",
        ]
        let text = await failureText { _ = try await run(csv(lines), "rows: {minimum: 100}\nrelations:\n  - start <= finish\n") }
        #expect(
            text == """
                error: the column `id` has 2 values that stand there already, and is unique
                 --> schema.yaml:3:28
                  |
                3 |   id: {type: text, unique: true}
                  |                            ^^^^
                note: the first, `a1`, is in row 3 of `data.csv`, the header not counted
                note: then `a1` in row 7 of `data.csv`

                error: the column `finish` has no value in 12.5 % of the rows
                 --> schema.yaml:5:49
                  |
                5 |   finish: {type: date, nullable: true, missing: 0.1}
                  |                                                 ^^^

                error: there are 40 rows, and at least 100 are expected
                 --> schema.yaml:8:1
                  |
                8 | rows: {minimum: 100}
                  | ^^^^

                error: 1 row breaks the rule `start <= finish`
                  --> schema.yaml:10:5
                   |
                10 |   - start <= finish
                   |     ^^^^^^^^^^^^^^^
                note: row 3 of `data.csv`: `start` is `2024-05-01`, `finish` is `2024-03-01`

                """, "\(text)")
    }

    @Test func aWarningGoesOnAndSaysWhere() async throws {
        let lines = [2: "x,2024-05-01,2024-03-01,120,yes", 4: "y,2024-01-01,2024-03-01,130,no"]
        let rules = "rows: {maximum: 10, severity: warning}\nrelations: [{check: start <= finish, severity: warning}]\n"
        let run = try await run(csv(lines), rules)
        #expect(
            Array(run.warnings.prefix(3)) == [
                "the column `age` has 2 values above its maximum (`schema.yaml`, line 6); the first, `120`, is in row 2 of `data.csv`, "
                    + "the header not counted; then `130` in row 4 of `data.csv`",
                "there are 40 rows, and at most 10 are expected (`schema.yaml`, line 8)",
                "1 row breaks the rule `start <= finish` (`schema.yaml`, line 9); row 2 of `data.csv`: `start` is `2024-05-01`, `finish` "
                    + "is `2024-03-01`",
            ], "\(run.warnings)")
        let ignored = try await self.run(csv(lines), rules.replacing("warning", with: "ignore"))
        #expect(ignored.warnings.count { $0.contains("schema.yaml") } == 1)
    }

    @Test(arguments: [
        ("relations: [start <= age]\n", "`start` is date, and `age` is integer: they cannot be compared"),
        ("relations: [start <= finsh]\n", "there is no column `finsh`"), ("relations: [start]\n", "a relation compares two columns by"),
        ("rows: {minimum: -1}\n", "a number of rows is a whole number from 0, not `-1`"),
        ("rows: {least: 1}\n", "unknown key `least`"), ("unicode: nfd\n", "`unicode` takes `nfc`, not `nfd`"),
        ("relations: [{check: start <= finish, severity: fatal}]\n", "a severity is `error`, `warning` or `ignore`, not `fatal`"),
    ])
    func rulesThatAreNoneAreRefused(rules: String, message: String) async {
        let text = await failureText { _ = try await run(csv(), rules) }
        #expect(text.contains("error: \(message)") && text.contains("--> schema.yaml:8:"), "\(text)")
    }

    @Test(arguments: [("a<=b", "a <= b"), (" two words  > x ", "two words > x"), ("`a<b` = `c`", "`a<b` = c"), ("a != b", "a != b"),
        ("a >= b", "a >= b")])
    func relationsAreReadAsTheyAreWritten(text: String, written: String) throws {
        let relation = try #require(ColumnRelation(parsing: text))
        #expect(relation.text == written && ColumnRelation(parsing: relation.text) == relation)
    }

    @Test(arguments: ["", "a", "a <=", "<= b", "a <= b <= c", "`a <= b", "a == b", "a ! b"])
    func whatIsNoRelationIsNone(text: String) { #expect(ColumnRelation(parsing: text) == nil) }

    // MARK: Proposals

    private func proposal(_ text: String, _ rules: String = "", infers: Bool = false) async throws -> (text: String, changes: [String]) {
        let fixture = try DataFixture()
        try fixture.scratch.write(Self.columns + rules, to: "schema.yaml")
        try fixture.scratch.write(text, to: "data.csv")
        let proposal = try await SchemaProposal(fixture.configuration, fixture.paths, infers: infers, context: stageContext())
        return (String(decoding: proposal.after, as: UTF8.self), proposal.changes)
    }

    @Test func aSchemaThatFitsStaysAsItIs() async throws {
        let proposal = try await proposal(csv(), "# mine\nrelations: [start <= finish]\n")
        #expect(proposal.changes.isEmpty && proposal.text == Self.columns + "# mine\nrelations: [start <= finish]\n")
    }

    @Test func aSchemaIsWidenedToWhatTheDataAre() async throws {
        let text = "id,start,finish,age,label,colour\n" + (0..<40).map { row in
            "a\(row % 39),2024-02-\(10 + row % 20),\(row % 4 == 0 ? "" : "2024-01-20"),\(row == 5 ? "150" : row == 6 ? "" : "\(row)"),"
                + "\(row == 7 ? "maybe" : row % 2 == 0 ? "yes" : "no"),\(row % 3 == 0 ? "red" : "blue")\n"
        }.joined()
        let (after, changes) = try await proposal(text, "# mine\nrows: {minimum: 100}\nrelations: [start <= finish]\n")
        #expect(
            after == """
                target: label
                columns:
                  id: {type: text}
                  start: {type: date}
                  finish: {type: date, nullable: true, missing: 0.5}
                  age: {type: integer, maximum: 170, severity: {maximum: warning}, nullable: true}
                  label: {type: text, categories: ["no", "yes", maybe]}
                  colour:
                    type: text
                    categories: [blue, red]
                # mine
                rows: {minimum: 20}
                relations: []

                """, "\(after)")
        #expect(changes.count == 8)
        // What is proposed fits.
        let fixture = try DataFixture()
        try fixture.scratch.write(after, to: "schema.yaml")
        #expect(try await fixture.run(text).rows == 40)
    }

    @Test func rulesAreFoundOutWithRoomForMore() async throws {
        let text = "id,start,finish,age,label\n" + (0..<400).map { row in
            "u\(row)x,2024-01-\(10 + row % 20),\(row % 50 == 0 ? "" : "2024-01-\(11 + row % 20)"),\(20 + row * 7 % 61),"
                + "\(row % 2 == 0 ? "yes" : "no")\n"
        }.joined()
        let (after, _) = try await proposal(text, infers: true)
        #expect(
            after == Self.columns.replacing("severity: {maximum: warning}}", with: "severity: {maximum: warning}, minimum: 14}")
                + "rows:\n  minimum: 200\nrelations: [\"start <= finish\"]\n", "\(after)")
    }
}
