import MLKitCore
import MLKitReports
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import Testing

@Suite("Data stage: the schema enforced")
struct SchemaEnforcementTests {
    private let schema = """
        target: label
        columns:
          x:
            type: integer
            minimum: 0
            maximum: 39
          colour:
            type: text
            categories:
              - blue
              - green
              - red
          label:
            type: text
            categories: ["no", "yes"]

        """

    private func failure(_ text: String, schema: String? = nil) async throws -> String {
        let fixture = try DataFixture()
        try fixture.scratch.write(schema ?? self.schema, to: "schema.yaml")
        return await fixture.failure(text)
    }

    @Test func dataThatFitsPasses() async throws {
        let fixture = try DataFixture()
        try fixture.scratch.write(schema, to: "schema.yaml")
        #expect(try await fixture.run(DataFixture.csv()).rows == 40)
    }

    @Test func columnsMayStandInAnotherOrder() async throws {
        let fixture = try DataFixture()
        try fixture.scratch.write(schema, to: "schema.yaml")
        let lines = DataFixture.csv().split(separator: "\n").map {
            $0.split(separator: ",").reversed().joined(separator: ",")
        }
        let report = try await fixture.run(lines.joined(separator: "\n"))
        #expect(try await fixture.rows(report.schema).flatMap { $0 }.sorted() == DataFixture.rows.sorted())
    }

    @Test func valuesThatBreakItAreAllReported() async throws {
        let csv = DataFixture.csv(replacing: [
            2: "one,gren,no", 3: "2,,no", 4: "2.5,purple,no", 5: "-4,green,", 6: "41,green,maybe", 7: "-5,red,no",
        ])
        #expect(
            try await failure(csv) == """
                error: the column `x` has 2 values that are not an integer
                 --> schema.yaml:4:11
                  |
                4 |     type: integer
                  |           ^^^^^^^
                note: the first, `one`, is in row 2 of `data.csv`, the header not counted
                note: then `2.5` in row 4 of `data.csv`

                hint: mend the data, add what means a missing value to `clean.missing`, or change the type in `schema.yaml`

                error: the column `x` has 2 values below its minimum
                 --> schema.yaml:5:14
                  |
                5 |     minimum: 0
                  |              ^
                note: the first, `-4`, is in row 5 of `data.csv`, the header not counted
                note: then `-5` in row 7 of `data.csv`

                error: the column `x` has 1 value above its maximum
                 --> schema.yaml:6:14
                  |
                6 |     maximum: 39
                  |              ^^
                note: the first, `41`, is in row 6 of `data.csv`, the header not counted

                error: the column `colour` has 1 missing value, and is not nullable
                 --> schema.yaml:7:3
                  |
                7 |   colour:
                  |   ^^^^^^
                note: the first is in row 3 of `data.csv`, the header not counted

                hint: mend the data, or allow missing values with `nullable: true` in `schema.yaml`

                error: the column `colour` has 2 values outside its categories
                 --> schema.yaml:9:5
                  |
                9 |     categories:
                  |     ^^^^^^^^^^
                note: the first, `gren`, is in row 2 of `data.csv`, the header not counted
                note: then `purple` in row 4 of `data.csv`

                hint: did you mean `green`?

                error: the column `label` has 1 missing value, and is not nullable
                  --> schema.yaml:13:3
                   |
                13 |   label:
                   |   ^^^^^
                note: the first is in row 5 of `data.csv`, the header not counted

                hint: mend the data, or allow missing values with `nullable: true` in `schema.yaml`

                error: the column `label` has 1 value outside its categories
                  --> schema.yaml:15:5
                   |
                15 |     categories: ["no", "yes"]
                   |     ^^^^^^^^^^
                note: the first, `maybe`, is in row 6 of `data.csv`, the header not counted

                hint: mend the data, or add the category in `schema.yaml`

                """)
    }

    @Test func columnsThatAreMissingOrUnknown() async throws {
        let csv = DataFixture.csv(replacing: [0: "x,color,label"])
        #expect(
            try await failure(csv) == """
                error: the column `colour` is missing from `data.csv`
                 --> schema.yaml:7:3
                  |
                7 |   colour:
                  |   ^^^^^^

                hint: is `color` meant?

                error: the column `color` of `data.csv` is not in the schema

                hint: add it to `schema.yaml`, or to `clean.drop`

                """)
    }

    /// From its first row on, and up to its last; rows of three files of one length each.
    @Test(arguments: [("a", 1), ("a", 40), ("b", 1), ("b", 4), ("b", 40), ("c", 1), ("c", 40)])
    func aRowIsCountedInItsOwnFile(name: String, row: Int) async throws {
        var fixture = try DataFixture()
        try fixture.scratch.write(schema, to: "schema.yaml")
        for file in ["a", "b", "c"] {
            let broken = DataFixture.csv(replacing: [row: "x,red,no"])
            try fixture.scratch.write(file == name ? broken : DataFixture.csv(), to: "\(file).csv")
        }
        fixture.configuration.source = "[abc].csv"
        let text = await failureText { try await fixture.run() }
        #expect(text.contains("note: the first, `x`, is in row \(row) of `\(name).csv`, the header not counted\n"), "\(text)")
    }

    /// The bounds themselves are within.
    @Test func aBoundMayBeReached() async throws {
        let text = schema.replacing("minimum: 0", with: "minimum: 1").replacing("maximum: 39", with: "maximum: 38")
        let failure = try await failure(DataFixture.csv(), schema: text)
        #expect(failure.contains("the column `x` has 1 value below its minimum"), "\(failure)")
        #expect(failure.contains("the column `x` has 1 value above its maximum"), "\(failure)")
    }

    @Test func anotherTarget() async throws {
        var fixture = try DataFixture()
        try fixture.scratch.write(schema, to: "schema.yaml")
        fixture.configuration.target = "colour"
        #expect(
            await fixture.failure(DataFixture.csv()) == """
                error: the schema's target is `label`, the stage's is `colour`
                 --> schema.yaml:1:9
                  |
                1 | target: label
                  |         ^^^^^

                hint: edit `schema.yaml`, or remove it to have it inferred anew

                """)
    }

    @Test func aDroppedColumnMustLeaveTheSchema() async throws {
        var fixture = try DataFixture()
        try fixture.scratch.write(schema, to: "schema.yaml")
        fixture.configuration.clean.drop = ["colour"]
        let text = await fixture.failure(DataFixture.csv())
        #expect(
            text == """
                error: the column `colour` is dropped, yet it is in the schema
                 --> schema.yaml:7:3
                  |
                7 |   colour:
                  |   ^^^^^^

                hint: take it out of `schema.yaml`, as `mlkit data schema STAGE --update` does, or out of `clean.drop`

                """)
    }
}
