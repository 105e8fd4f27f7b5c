import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

/// A target of several columns.
@Suite("Data stage: several labels") struct LabelTargetTests {
    /// Labels as programs write them: truth values, words, noughts and ones.
    private static func tickets(_ rows: Int = 120, replacing lines: [Int: String] = [:]) -> String {
        "size,urgent,billing,spam\n"
            + (0..<rows).map { row in
                (lines[row] ?? "\(row),\(row % 2 == 0 ? "true" : "false"),\(row % 3 == 0 ? "yes" : "no"),\(row % 10 == 0 ? 1 : 0)") + "\n"
            }.joined()
    }

    private func fixture(_ change: (inout DataConfiguration) -> Void = { _ in }) throws -> DataFixture {
        var fixture = try DataFixture()
        (fixture.configuration.target, fixture.configuration.labels) = ("", ["urgent", "billing", "spam"])
        fixture.configuration.task = .multilabel
        change(&fixture.configuration)
        return fixture
    }

    @Test func eachLabelIsAColumnOfTwoValues() async throws {
        let fixture = try fixture()
        let run = try await fixture.run(Self.tickets())
        #expect(run.schema.labels == ["urgent", "billing", "spam"] && run.schema.target.isEmpty)
        #expect(run.schema.task == .multilabel && run.schema.classes == ["urgent", "billing", "spam"])
        #expect(run.schema.columns.map(\.type) == [.integer, .boolean, .text, .integer])
        #expect(run.schema.columns.dropFirst().map(\.categories) == [["false", "true"], ["no", "yes"], ["0", "1"]])
        #expect(run.schema.features.map(\.name) == ["size"])
        #expect(run.report.target == "urgent, billing, spam" && run.report.task == .multilabel)
        let having = run.report.splits.map { $0.classes.map(\.rows) }.reduce([0, 0, 0]) { zip($0, $1).map(+) }
        #expect(having == [60, 40, 12])
        #expect(run.report.splits[0].classes.map(\.name) == ["urgent", "billing", "spam"])
        let table = try await fixture.table(fixture.paths.test, run.schema)
        guard case .labels(let values, let names) = try table.target(run.schema) else { throw Failure("no labels") }
        #expect(names == run.schema.labels && values.count == 3 * table.rowCount)
        guard case .numeric(let sizes) = table["size"] else { throw Failure("no sizes") }
        for (row, size) in sizes.enumerated() {
            let size = Int(size)
            #expect(Array(values[(3 * row)..<(3 * row + 3)]) == [size % 2 == 0, size % 3 == 0, size % 10 == 0])
        }
    }

    /// The file says it as a list, and is held to it from then on.
    @Test func theSchemaHasThemAsAList() async throws {
        let fixture = try fixture()
        let run = try await fixture.run(Self.tickets())
        let text = try fixture.scratch.read("out/schema.yaml")
        #expect(text.contains("target:\n  - urgent\n  - billing\n  - spam\n"))
        try fixture.scratch.write(text, to: "schema.yaml")
        #expect(try await fixture.run(Self.tickets()).schema == run.schema)
        var other = fixture
        other.configuration.labels = ["urgent", "billing"]
        #expect(await other.failure(Self.tickets())
            .contains("the schema's targets are `urgent`, `billing` and `spam`, the stage's are `urgent` and `billing`"))
    }

    @Test func theValueThatIsLookedForIsTheLast() async throws {
        let fixture = try fixture { $0.labels = ["billing", "paid"]; $0.positive = "no" }
        let text = "size,billing,paid\n" + (0..<60).map { "\($0),\($0 % 3 == 0 ? "yes" : "no"),\($0 % 2 == 0 ? "yes" : "no")\n" }.joined()
        let run = try await fixture.run(text)
        #expect(run.schema.columns.dropFirst().map(\.categories) == [["yes", "no"], ["yes", "no"]])
        #expect(run.report.splits.reduce(0) { $0 + $1.classes[0].rows } == 40)
        var other = fixture
        other.configuration.positive = "ja"
        #expect(await other.failure(text).contains("the positive class is `ja`, and the target `billing` is `no` and `yes`"))
    }

    @Test func rowsWithoutOneOfTheLabelsAreDropped() async throws {
        let run = try await fixture().run(Self.tickets(replacing: [4: "4,true,,0", 7: "7,,,", 9: "9,false,yes,"]))
        #expect(run.report.rows.withoutTarget == 3 && run.report.rows.kept == 117)
        #expect(run.report.warnings.contains("dropped 3 rows in which one of the targets is missing"))
    }

    @Test func whatIsNoLabelIsNamed() async throws {
        let message = await (try? fixture())?.failure(
            Self.tickets(replacing: [5: "5,true,maybe,0"]).replacing(",1\n", with: ",0\n")) ?? ""
        #expect(message.contains("the target `billing` has 3 different values, and a label is a column of two"))
        #expect(message.contains("the target `spam` has the same value in every row: there is nothing to predict"))
        let missing = await (try? fixture { $0.labels = ["urgent", "bilingual"] })?.failure(Self.tickets()) ?? ""
        #expect(missing.contains("there is no column `bilingual`, the target, in `data.csv`"))
    }

    /// Each combination that has enough rows is in each part in its share.
    @Test func combinationsAreSharedOutAlike() async throws {
        let fixture = try fixture {
            $0.split = .init(train: 0.5, valid: 0.25, test: 0.25, seed: 3)
            $0.split.combination = ["urgent", "billing"]
        }
        let run = try await fixture.run(Self.tickets())
        #expect(run.report.split.combination == ["urgent", "billing"] && run.report.split.stratify == nil)
        for (part, share) in zip(try await fixture.rows(run.schema), [0.5, 0.25, 0.25]) {
            let counts = Dictionary(grouping: part) { $0.split(separator: ",")[1...2].joined(separator: ",") }.mapValues(\.count)
            for (values, rows) in [("true,yes", 20), ("true,no", 40), ("false,yes", 20), ("false,no", 40)] {
                #expect(abs(Double(counts[values] ?? 0) - Double(rows) * share) <= 1, "\(values): \(counts)")
            }
        }
        #expect(!run.report.warnings.contains { $0.contains("shared out by their rarest value") })
    }

    /// Combinations of three rows are no strata: the rarest value of a row is.
    @Test func rareCombinationsGoByTheirRarestValue() async throws {
        let lines = Dictionary(uniqueKeysWithValues: (0..<12).map { row in
            (row, "\(row),\(row % 4 < 2 ? "true" : "false"),\(row % 2 == 0 ? "yes" : "no"),1")
        })
        let text = Self.tickets(120, replacing: Dictionary(uniqueKeysWithValues: (0..<120).map { row in
            (row, lines[row] ?? "\(row),\(row % 2 == 0 ? "true" : "false"),\(row % 2 == 0 ? "yes" : "no"),0")
        }))
        let fixture = try fixture {
            $0.split = .init(train: 0.5, valid: 0.25, test: 0.25, seed: 3)
            $0.split.combination = ["urgent", "billing", "spam"]
        }
        let run = try await fixture.run(text)
        #expect(
            run.report.warnings.contains(
                "4 combinations of values to stratify by, of 12 rows in all, have too few rows for all parts: they are shared out by their "
                    + "rarest value"))
        // All of them have the label `spam`, which is the rarest value.
        #expect(run.report.splits.map { $0.classes[2].rows } == [6, 3, 3])
    }

    @Test(arguments: [
        ("target: [a]", "a list of targets has two columns or more"), ("target: [a, a]", "the target `a` stands here twice"),
        ("target: [a, c]", "the target `c` is not a column"),
        ("target: {a: b}", "`target` is a column's name, or a list of such, not a mapping"),
        ("target: [a, x]", "the target `x` needs two values listed as `categories`"),
    ])
    func aSchemaThatIsWrongSaysWhere(_ target: String, _ message: String) async throws {
        let scratch = try ScratchDirectory()
        let columns = "columns:\n  a: {type: boolean, categories: [false, true]}\n  b: {type: boolean, categories: [false, true]}\n  x: "
            + "{type: integer}\n"
        try scratch.write(target + "\n" + columns, to: "schema.yaml")
        #expect(await failureText { _ = try SchemaFile(scratch.path.appending("schema.yaml")) }.contains(message))
    }
}
