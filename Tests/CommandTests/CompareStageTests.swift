import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `kind: compare`, and `mlkit data compare` by a key.
@Suite struct CompareStageTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path)
    }

    /// Days and numbers as people write them: a split has them typed, a file as they came.
    private func table(_ rows: Int, shifted shift: Int = 0, hasTarget: Bool = true) -> String {
        let lines = (0..<rows).map { row in
            let number = "\(row * 37 % 101 + shift),\(row % 10)"
            let day = "\(10 + row % 19).03.2024"
            return "\(row);\(number);\(day);\(["red", "green", "?"][row % 3])" + (hasTarget ? ";\(row % 2 == 0 ? "yes" : "no")" : "") + "\n"
        }
        return "id;price;day;colour" + (hasTarget ? ";label" : "") + "\n" + lines.joined()
    }

    private func project(_ settings: String) throws {
        try scratch.write(
            """
            mlkit: 1
            project: {name: drifting}
            stages:
              ingest: {kind: data, source: data/old.csv, target: label, clean: {missing: ["?"]}, read: {decimal: ","}}
              drift: {kind: compare, from: "${stages.ingest.train}", to: data/new*.csv, read: {decimal: ","}\(settings)}

            """, to: "mlkit.yaml")
        try scratch.write(table(1500), to: "data/old.csv")
    }

    private func report(_ path: String) throws -> JSON { try JSON(parsing: Array(scratch.read(path).utf8)) }

    @Test func newRowsOfTheSameKindAreNoDrift() async throws {
        try project(", ignore: [id], page: reports/drift.html")
        // Labels of new rows come later.
        try scratch.write(table(1100, hasTarget: false), to: "data/new.csv")
        let outcome = try await mlkit("run")
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.error.contains("of 4 columns none differs"), "\(outcome.error)")
        let columns = try report("reports/comparison.json")["columns"]?.array ?? []
        #expect(columns.compactMap { $0["name"]?.string } == ["price", "day", "colour", "label"])
        #expect(columns.compactMap { $0["test"]?.string } == ["wasserstein", "wasserstein", "chi2"])
        #expect(columns.last?["reason"]?.string == "the target, which the second table does not have")
        let missing = (columns[2]["missing"]?.array ?? []).compactMap(\.double)
        #expect(missing.count == 2 && missing.allSatisfy { abs($0 - 1.0 / 3) < 0.05 }, "`?` is missing on both sides")
        let counts = (columns[0]["distribution"]?["to"]?.array ?? []).compactMap(\.int)
        #expect(counts.count == 20 && counts.reduce(0, +) == 1100)
        let page = try scratch.read("reports/drift.html")
        #expect(page.contains("<h1>data/train/ingest.parquet and data/new*.csv</h1>") && page.contains("of 4 columns none differs"))
        #expect(page.ranges(of: "<svg").count == 2 * 3)
    }

    @Test func driftFailsTheStageOrWarns() async throws {
        try project(", ignore: [id]")
        try scratch.write(table(1100, shifted: 40), to: "data/new.csv")
        let failed = try await mlkit("run")
        #expect(failed.status == 1)
        #expect(failed.error.contains("error: the column `price` differs: distributed otherwise; wasserstein 1.3"), "\(failed.error)")
        #expect(failed.error.contains("hint: `otherwise: warn` goes on; `columns` and `ignore` say what single columns may do"))
        #expect(try !scratch.exists("reports/comparison.json"))
        try project(", ignore: [id], otherwise: warn")
        let warned = try await mlkit("run")
        #expect(
            warned.status == 0 && warned.error.contains("warning: the column `price` differs: distributed otherwise; wasserstein 1.3"),
            "\(warned.error)")
        #expect(try report("reports/comparison.json")["columns"]?.array?.first?["findings"]?.array?.count == 1)
        // One column by a test and a bound of its own.
        try project(", ignore: [id], columns: {price: {test: ks, limit: 0}}")
        #expect(try await mlkit("run").status == 0)
        try project(", ignore: [id], columns: {colour: {test: ks}}")
        let other = try await mlkit("run")
        #expect(
            other.status == 1 && other.error.contains("the column `colour`, of type text, cannot be compared by `ks`")
                && other.error.contains("hint: it can by `chi2`, `psi`, `js` and `linf`"), "\(other.error)")
    }

    @Test func whatIsWrongWithTheStageIsSaidWhereItStands() async throws {
        try project(", ignore: [id], numbers: chi2, changed: 2")
        let outcome = try await mlkit("status")
        #expect(outcome.status == 1 && outcome.error.contains("`numbers`") && outcome.error.contains("`changed`"), "\(outcome.error)")
        try scratch.write(
            "mlkit: 1\nproject: {name: p}\nstages:\n  drift: {kind: compare, from: \"${stages.ingst.train}\", to: new.csv}\n",
            to: "mlkit.yaml")
        #expect(try await mlkit("status").error.hasPrefix("error: unknown stage `ingst`"))
    }

    /// Data without a target can be compared, and nothing is trained on them.
    @Test func dataWithoutATargetAreComparedAndNotTrainedOn() async throws {
        func spec(_ more: String) throws {
            try scratch.write(
                """
                mlkit: 1
                project: {name: open}
                stages:
                  ingest: {kind: data, source: data/old.csv, task: none, read: {decimal: ","}\(more)}
                  drift: {kind: compare, from: "${stages.ingest}", to: data/old.csv, read: {decimal: ","}}
                  train: {kind: train, data: "${stages.ingest}", model: linear}

                """, to: "mlkit.yaml")
        }
        try spec("")
        try scratch.write(table(1500), to: "data/old.csv")
        let outcome = try await mlkit("run", "--keep-going")
        #expect(outcome.status == 1 && outcome.error.contains("done drift"), "\(outcome.error)")
        #expect(outcome.error.contains("error: there is nothing to predict: the schema of the data names no target"), "\(outcome.error)")
        try spec(", target: label, positive: yes, balance: oversample")
        let both = try await mlkit("status").error
        for name in ["target", "positive", "balance"] {
            #expect(both.contains("error: with `task: none` there is no `\(name)`"), "\(both)")
        }
    }

    // MARK: Rows of one key

    @Test func valuesOfTheSameRowsAreHeldAgainstEachOther() async throws {
        try scratch.write("id,x,name\n" + (0..<100).map { "\($0),\($0).5,n\($0 % 4)\n" }.joined(), to: "a.csv")
        // 90 rows of both in another order; x is rounded otherwise in row 20, wrong in 30, missing in 40; the name in 50.
        let lines = (10..<110).reversed().map { row in
            let x = row == 20 ? "20.500001" : row == 30 ? "31" : row == 40 ? "" : "\(row).5"
            return "\(row),\(x),\(row == 50 ? "n0" : "n\(row % 4)")\n"
        }
        try scratch.write("id,x,name\n" + lines.joined(), to: "b.csv")
        let outcome = try await mlkit("data", "compare", "a.csv", "b.csv", "--key", "id", "--format", "json")
        #expect(outcome.status == 1, "\(outcome.error)")
        let found = try JSON(parsing: Array(outcome.output.utf8))
        #expect(found["matched"] == ["key": "id", "rows": 90, "only_from": 10, "only_to": 10])
        let columns = found["columns"]?.array ?? []
        #expect(columns.map { $0["changed"]?.int } == [nil, 2, 1])
        #expect(columns[1]["findings"]?.array?.last?.string == "another value in 2 of 90 rows with the same `id`")
        // A share that is allowed is none too many.
        #expect(try await mlkit("data", "compare", "a.csv", "b.csv", "--key", "id", "--changed", "0.0222").status == 1)
        #expect(try await mlkit("data", "compare", "a.csv", "b.csv", "--key", "id", "--changed", "0.02223").status == 0)
        let text = try await mlkit("data", "compare", "a.csv", "b.csv", "--key", "id", "--html", "page.html").output
        #expect(text.contains("90 rows with the same `id`; 10 only in the first, 10 only in the second"), "\(text)")
        #expect(try scratch.read("page.html").contains("<h1>a.csv and b.csv</h1>"))
    }

    @Test func aKeyTellsRowsApart() async throws {
        try scratch.write("id,x\n1,2\n1,3\n2,4\n", to: "a.csv")
        try scratch.write("id,x\n1,2\n,3\n2,4\n", to: "b.csv")
        func message(_ from: String, _ to: String, _ key: String) async throws -> String {
            let outcome = try await mlkit("data", "compare", from, to, "--key", key)
            #expect(outcome.status == 3)
            return outcome.error
        }
        #expect(try await message("a.csv", "b.csv", "id").contains("`id` tells no row of `a.csv` from others: 3 rows have 2 values"))
        #expect(try await message("b.csv", "a.csv", "id").contains("`b.csv` has 1 row without a value of the key `id`"))
        #expect(try await message("a.csv", "b.csv", "ix").contains("`a.csv` has no column `ix` to tell rows by"))
        #expect(try await mlkit("data", "compare", "a.csv", "b.csv", "--changed", "0.1").status == 64)
    }
}
