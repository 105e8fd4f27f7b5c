import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import Testing

/// What is done to rows before they are split: characters, labels, rules, duplicates.
@Suite("Data stage: preparing")
struct PreparingTests {
    private func run(_ text: String, _ change: (inout DataFixture) throws -> Void) async throws -> (run: DataRun, fixture: DataFixture) {
        var fixture = try DataFixture()
        try change(&fixture)
        return (try await fixture.run(text), fixture)
    }

    private func failure(_ text: String, _ change: (inout DataFixture) throws -> Void) async -> String {
        await failureText { _ = try await run(text, change) }
    }

    /// Rows with an id of their own, but for every tenth, which comes again with another label.
    private static func visits(_ rows: Int = 100) -> String {
        "id,x,label\n" + (0..<rows).map { row in
            let isAgain = row % 10 == 9
            return "p\(isAgain ? row - 1 : row),\(row),\(isAgain ? "late" : row % 2 == 0 ? "yes" : "no")\n"
        }.joined()
    }

    // MARK: Characters

    @Test func charactersAreComposed() {
        let (composed, apart) = ("f\u{FC}r \u{AC00}", "fu\u{308}r \u{1100}\u{1161}")
        #expect(UnicodeForm.nfc.normalized(apart).hasSameBytes(as: composed))
        #expect(UnicodeForm.nfc.normalized(composed).hasSameBytes(as: composed))
        // Canonical equivalents only: a ligature stays one, an Ångström sign becomes the letter.
        #expect(UnicodeForm.nfc.normalized("\u{FB01} \u{212B}").hasSameBytes(as: "\u{FB01} \u{C5}"))
        for text in ["", "plain", "\u{2FF}\u{E9}"] {
            var text = text
            #expect(text.withUTF8 { UnicodeForm.nfc.changed($0) } == nil)
        }
    }

    @Test func textsThatReadTheSameAreOneWhereThatIsAsked() async throws {
        let text = "who,label\n"
            + (0..<40).map { "\($0 % 2 == 0 ? "M\u{FC}ller" : "Mu\u{308}ller"),\($0 % 4 < 2 ? "ja" : "ne\u{301}")\n" }.joined()
        let plain = try await run(text) { _ in }.run
        #expect(plain.schema.columns[0].categories.count == 2 && plain.schema.cleaning.unicode == nil)
        let (composed, fixture) = try await run(text) { $0.configuration.clean.unicode = .nfc }
        #expect(composed.schema.columns[0].categories.map { Array($0.utf8) } == [Array("M\u{FC}ller".utf8)])
        #expect(composed.schema.classes.map { Array($0.utf8) } == ["ja", "n\u{E9}"].map { Array($0.utf8) })
        #expect(composed.schema.cleaning.unicode == .nfc)
        #expect(try await fixture.rows(composed.schema).flatMap { $0 }.allSatisfy { $0.utf8.starts(with: "M\u{FC}ller,".utf8) })
    }

    /// The form stays with the schema: it is recorded in one of before, whose categories are brought into it.
    @Test func aSchemaOfBeforeIsBroughtIntoTheForm() async throws {
        let schema = "target: label\ncolumns:\n  who:\n    type: text\n    categories: [Mu\u{308}ller, M\u{FC}ller]\n  label:\n    type: "
            + "text\n    categories: [a, b]\n"
        let text = "who,label\n" + (0..<40).map { "Mu\u{308}ller,\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
        let (run, fixture) = try await run(text) {
            try $0.scratch.write(schema, to: "schema.yaml")
            $0.configuration.clean.unicode = .nfc
        }
        #expect(run.schema.columns[0].categories.map { Array($0.utf8) } == [Array("M\u{FC}ller".utf8)])
        let written = try fixture.scratch.read("out/schema.yaml")
        #expect(written.utf8.starts(with: schema.utf8) && written.hasSuffix("unicode: nfc\n"), "\(written)")
        // Without the key, what the schema says goes on.
        var later = fixture
        later.configuration.clean.unicode = nil
        try later.scratch.write(written, to: "schema.yaml")
        #expect(try await later.run().schema.cleaning.unicode == .nfc)
    }

    // MARK: Labels

    @Test func labelsComeFromAFile() async throws {
        let (run, fixture) = try await run(Self.visits()) {
            try $0.scratch.write("id,label,why\np8,no,seen twice\n p20 , yes,\np999,no,\n", to: "labels.csv")
            $0.configuration.clean.labels = .init(file: "labels.csv", key: "id")
        }
        let rows = try await fixture.rows(run.schema).flatMap { $0 }
        #expect(rows.contains("p8,8,no") && rows.contains("p8,9,no") && rows.contains("p20,20,yes"))
        // One of three was as the file has it.
        #expect(run.report.rows.corrected == 2)
        #expect(run.warnings.contains("`labels.csv` has labels for 1 value of `id` that no row has, the first `p999` in row 3"))
    }

    @Test func aFileOfLabelsThatDoesNotFitIsRefused() async throws {
        func failure(_ labels: String, key: String = "id") async -> String {
            await self.failure(Self.visits()) {
                try $0.scratch.write(labels, to: "labels.csv")
                $0.configuration.clean.labels = .init(file: "labels.csv", key: key)
            }
        }
        #expect(
            await failure("id,lable\np1,no\n")
                == "error: the file of labels `labels.csv` has no column `label`, the target\n\nhint: did you mean `lable`?\n")
        #expect(await failure("id,label\np1,no\n", key: "ids")
            .hasPrefix("error: there is no column `ids` to correct labels by\n\nhint: did you mean `id`?"))
        #expect(
            await failure("id,label\np1,no\n,no\np2,\np1,yes\np1,no\n") == """
                error: row 2 of `labels.csv`, the header not counted, has no `id`

                error: row 3 of `labels.csv`, the header not counted, has no label: `label` is empty

                error: row 4 of `labels.csv`, the header not counted, corrects `p1` to `yes`, and row 1 to `no`

                """)
    }

    // MARK: Rules

    @Test func rowsThatBreakARuleFailTheStage() async {
        let text = await failure(Self.visits()) {
            $0.configuration.clean.rules = [.init("x < 95 AND id <> 'p3'"), .init("y > 0"), .init("x >= 0")]
        }
        #expect(
            text.hasPrefix(
                """
                error: 6 rows break the rule `x < 95 AND id <> 'p3'`
                note: row 4 of `data.csv`: `id` is `p3`, `x` is `3`
                note: row 96 of `data.csv`: `id` is `p95`, `x` is `95`
                note: row 97 of `data.csv`: `id` is `p96`, `x` is `96`
                note: 3 more

                hint: mend the data, or say in `clean.rules` what else is to be done: `{check: …, otherwise: drop}`, or `warn`

                error: cannot check the rule `y > 0`
                note: Referenced column "y" not found in FROM clause!
                """), "\(text)")
    }

    /// A class that only rows which go have is none, a bound that they break no breach, and what needs a missing value is not broken.
    @Test func rowsThatBreakARuleAreDroppedAndCounted() async throws {
        let text = Self.visits() + "p100,,yes\n"
        let (run, fixture) = try await run(text) {
            $0.configuration.clean.rules = [.init("label <> 'late'", otherwise: .drop), .init("x < 50", otherwise: .warn)]
        }
        #expect(run.rows == 91 && run.schema.classes == ["no", "yes"])
        #expect(try await fixture.rows(run.schema).flatMap { $0 }.contains("p100,-,yes"))
        let broken = run.json["rows"]?["broken"]
        #expect(
            broken == [
                ["check": "label <> 'late'", "rows": 10, "dropped": true], ["check": "x < 50", "rows": 45, "dropped": false],
            ], "\(broken?.compact ?? "")")
        #expect(run.warnings.contains { $0.hasPrefix("10 rows break the rule `label <> 'late'`; row 10 of `data.csv`: `label` is `late`; ")
            && $0.hasSuffix("; 7 more; dropped") })
    }

    /// The schema holds for the rows that stay.
    @Test func aDroppedRowBreaksNoSchema() async throws {
        let schema = "target: label\ncolumns:\n  id: {type: text}\n  x: {type: integer, maximum: 98}\n  label: {type: text, categories: "
            + "[\"no\", \"yes\", late]}\n"
        let (run, _) = try await run(Self.visits()) {
            try $0.scratch.write(schema, to: "schema.yaml")
            $0.configuration.clean.rules = [.init("x < 99", otherwise: .drop)]
        }
        #expect(run.rows == 99 && run.columns[1]["maximum"] == 98)
    }

    // MARK: Duplicates

    @Test(arguments: [DataConfiguration.KeptRow.first, .last])
    func ofSeveralRowsOfAKeyOneStays(keep: DataConfiguration.KeptRow) async throws {
        let (run, fixture) = try await run(Self.visits() + ",200,yes\n,200,yes\n") {
            $0.configuration.clean.dropDuplicates = .key(["id"])
            $0.configuration.clean.keep = keep
        }
        let rows = try await fixture.rows(run.schema).flatMap { $0 }
        #expect(rows.contains("p8,8,yes") == (keep == .first) && rows.contains("p8,9,late") == (keep == .last))
        // A row without a key is like no other.
        #expect(rows.count == 92 && rows.count { $0 == "-,200,yes" } == 2 && run.duplicates == 10)
        // Figures are of the rows that stay.
        #expect(try run.report.columns[1].mean == mean(rows))
    }

    private func mean(_ rows: [String]) throws -> Double {
        let values = try rows.map { try #require(Double($0.split(separator: ",")[1])) }
        return values.reduce(0, +) / Double(values.count)
    }

    /// The row that stays is one that no rule has dropped.
    @Test func rulesComeBeforeDuplicates() async throws {
        let (run, fixture) = try await run(Self.visits()) {
            $0.configuration.clean.rules = [.init("label <> 'late'", otherwise: .drop)]
            $0.configuration.clean.dropDuplicates = .key(["id"])
            $0.configuration.clean.keep = .last
        }
        #expect(run.duplicates == 0 && run.rows == 90)
        #expect(try await fixture.rows(run.schema).flatMap { $0 }.contains("p8,8,yes"))
    }

    @Test func aKeyThatIsDroppedOrUnknownIsRefused() async {
        let unknown = await failure(Self.visits()) { $0.configuration.clean.dropDuplicates = .key(["di"]) }
        #expect(unknown == "error: there is no column `di` to tell rows apart by\n\nhint: did you mean `id`?\n")
        let dropped = await failure(Self.visits()) {
            $0.configuration.clean.dropDuplicates = .key(["id"])
            $0.configuration.clean.drop = ["id"]
        }
        #expect(dropped.hasPrefix("error: the column `id` to tell rows apart by is dropped\n\nhint: take it out of `clean.drop`"))
    }
}
