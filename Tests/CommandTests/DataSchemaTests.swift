import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit data schema`: a schema that is kept with the data.
@Suite struct DataSchemaTests {
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write(
            """
            mlkit: 1
            project: {name: flats}
            stages:
              ingest: {kind: data, source: flats.csv, target: price}
              other: {run: "echo 1 > x", outputs: [x]}

            """, to: "mlkit.yaml")
        try write(60)
    }

    private func write(_ rows: Int, more: String = "") throws {
        let lines = (0..<rows).map { "\($0 % 9 + 1),\(["old", "new"][$0 % 2]),\(1000 * $0).5\n" }
        try scratch.write("rooms,state,price\n" + lines.joined() + more, to: "flats.csv")
    }

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path)
    }

    @Test func aSchemaIsUpdatedOnConsent() async throws {
        let early = try await mlkit("data", "schema", "ingest")
        #expect(early.status == 3 && early.error.hasPrefix("error: there is no schema yet\n\nhint: the first run"), "\(early.error)")
        #expect(try await mlkit("run").status == 0)
        let fits = try await mlkit("data", "schema", "ingest")
        #expect(fits.status == 0 && fits.output == "`data/schema.yaml` fits the source of `ingest`\n", "\(fits.output)\(fits.error)")
        try write(60, more: "many,ruined,\n")
        #expect(try await mlkit("run").status == 1)
        let before = try scratch.read("data/schema.yaml")
        let shown = try await mlkit("data", "schema", "ingest")
        #expect(shown.status == 1)
        #expect(
            shown.output.hasPrefix("--- a/data/schema.yaml\n+++ b/data/schema.yaml\n@@ "), "\(shown.output)")
        for line in ["-    type: integer\n", "+    type: text\n", "+      - ruined\n", "+    nullable: true\n"] {
            #expect(shown.output.contains(line), "\(line) is not in \(shown.output)")
        }
        #expect(
            shown.error == """

                  `rooms`: text, no longer integer
                  `state`: the category `ruined`
                  `price`: values may be missing

                """)
        // Nobody is there to agree.
        let unasked = try await mlkit("data", "schema", "--update", "ingest")
        #expect(unasked.status == 1 && unasked.error.hasSuffix("there is no terminal to ask on; `--update --yes` writes it\n"))
        #expect(try scratch.read("data/schema.yaml") == before)
        let written = try await mlkit("data", "schema", "--update", "ingest", "--yes")
        #expect(written.status == 0 && written.error.hasSuffix("`data/schema.yaml` is changed\n"))
        #expect(try await mlkit("run").status == 0)
        #expect(try await mlkit("data", "schema", "ingest").status == 0)
    }

    @Test func rulesAreProposedWhereThatIsAsked() async throws {
        #expect(try await mlkit("run").status == 0)
        let outcome = try await mlkit("data", "schema", "ingest", "--infer", "--update", "--yes")
        #expect(outcome.status == 0, "\(outcome.error)")
        let schema = try scratch.read("data/schema.yaml")
        #expect(schema.contains("  rooms:\n    type: integer\n    minimum: 0\n    maximum: 10\n"), "\(schema)")
        #expect(schema.hasSuffix("rows:\n  minimum: 30\n"))
        #expect(try await mlkit("run").status == 0)
        try write(20)
        let few = try await mlkit("run")
        #expect(few.status == 1 && few.error.contains("error: there are 20 rows, and at least 30 are expected\n")
            && few.error.contains("--> data/schema.yaml:"), "\(few.error)")
    }

    @Test func aStageThatIsNoneOfDataIsRefused() async throws {
        let outcome = try await mlkit("data", "schema", "other")
        #expect(outcome.status == 3)
        #expect(outcome.error == "error: `other` is no single stage of kind `data`\n\nhint: of that kind are `ingest`\n")
        #expect(try await mlkit("data", "schema", "ingest", "--yes").status == 64)
    }
}
