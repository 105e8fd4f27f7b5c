import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import Testing

/// Tasks, classes, and what is said of splits.
@Suite("Data stage: targets and splits")
struct TargetAndSplitTests {
    private func text(_ rows: Int = 200, _ label: (Int) -> String) -> String {
        "x,who,day,label\n" + (0..<rows).map { "\($0 * 37 % 101),p\($0 % 40),2024-01-\(10 + $0 % 20),\(label($0))\n" }.joined()
    }

    private func run(_ text: String, _ change: (inout DataConfiguration) -> Void) async throws -> (DataRun, DataFixture) {
        var fixture = try DataFixture()
        change(&fixture.configuration)
        return (try await fixture.run(text), fixture)
    }

    private func failure(_ text: String, _ change: (inout DataConfiguration) -> Void) async -> String {
        await failureText { _ = try await run(text, change) }
    }

    @Test func theTaskDecidesOnWholeNumbers() async throws {
        let counts = text { "\($0 % 5)" }
        #expect(try await run(counts) { $0.task = .regression }.0.schema.task == .regression)
        #expect(try await run(counts) { _ in }.0.schema.task == .multiclass)
        #expect(try await run(text { "\($0 % 30)" }) { $0.task = .classification }.0.schema.classes.count == 30)
    }

    /// As hashes of names are: `Double` does not tell them apart.
    @Test(arguments: [9_007_199_254_740_992, -9_007_199_254_740_996, 1_234_567_890_123_456_784])
    func largeWholeNumbersAreClassesOfTheirOwn(first: Int) async throws {
        let names = (0..<3).map { "\(first + $0)" }
        let source = text { names[$0 % 3] }
        let (found, fixture) = try await run(source) { _ in }
        #expect(found.schema.classes == names && found.schema.task == .multiclass)
        #expect(found.json["splits"]?.array?[0]["classes"]?.array?.compactMap { $0["name"]?.string } == names)
        var counts = [Int](repeating: 0, count: 3)
        for part in [fixture.paths.train, fixture.paths.valid, fixture.paths.test] {
            guard case .classes(let places, _) = try await fixture.table(part, found.schema).target(found.schema) else {
                Issue.record("no classes")
                return
            }
            for place in places { counts[place] += 1 }
        }
        #expect(counts == [67, 67, 66])
    }

    @Test(arguments: [
        (TargetTask.classification, 90, "has 90 different numbers in 200 rows: too many to be classes", "make it `task: regression`"),
        (.binary, 3, "has 3 classes", "make it `task: multiclass`"), (.multiclass, 2, "has 2 classes", "make it `task: binary`"),
    ])
    func aTaskThatTheTargetDoesNotHaveIsRefused(task: TargetTask, classes: Int, problem: String, hint: String) async {
        let text = await failure(text { "\($0 % classes)" }) { $0.task = task }
        #expect(text == "error: the task is `\(task.rawValue)`, and the target `label` \(problem)\n\nhint: \(hint)\n")
    }

    /// A model would learn the groups by heart.
    @Test(arguments: ["user_id", "town"])
    func whatNamesGroupsIsNoFeature(name: String) async throws {
        let (run, _) = try await run(text { "\($0 % 3)" }.replacing("who", with: name)) { $0.split.group = name }
        #expect(!run.schema.features.contains { $0.name == name })
        #expect(!run.report.warnings.contains { $0.contains("`\(name)` has another value") })
    }

    /// Later rows have other groups and times: that is said, with what changes it, and their values are no categories.
    @Test func whatOnlySplitsIsNoFeature() async throws {
        let (grouped, fixture) = try await run(text { "\($0 % 3)" }) { $0.split.group = "who" }
        let told = "rows are split by the column `who`, and later rows have other groups: models do not see it; `feature: true` in the "
            + "schema gives it to them"
        #expect(grouped.warnings.contains(told), "\(grouped.warnings)")
        let column = try #require(grouped.schema.columns.first { $0.name == "who" })
        #expect(!column.isFeature && column.categories.isEmpty)
        // What the schema says is held to, without a word; one that says nothing goes on, and that is told.
        let schema = try LocalFileSystem().readText(fixture.paths.schema)
        try fixture.scratch.write(schema, to: "schema.yaml")
        let later = text { "\($0 % 3)" }.replacing(",p3,", with: ",nobody,")
        #expect(try await !fixture.run(later).warnings.contains { $0.contains("later rows") })
        try #require(schema.contains("    feature: false\n"))
        try fixture.scratch.write(schema.replacing("    feature: false\n", with: ""), to: "schema.yaml")
        let silent = try await fixture.run(later)
        #expect(silent.schema.features.contains { $0.name == "who" })
        #expect(silent.warnings.contains { $0.hasSuffix(
            "`feature: false` in the schema leaves it out, `feature: true` says that it is meant") })
        let (timed, _) = try await run(text { "\($0 % 2)" }) { $0.split.time = "day" }
        #expect(!timed.schema.features.contains { $0.name == "day" })
        #expect(timed.warnings.contains { $0.hasPrefix(
            "rows are split by the column `day`, and later rows have other times: models do not see it") })
    }

    @Test func textsAreNoNumbers() async {
        let text = await failure(text { "$\($0 % 90)" }) { $0.task = .regression }
        #expect(
            text == """
                error: the task is `regression`, and the target `label` has texts, the first `$0`

                hint: its values are numbers with `read: {units: ["$"]}`

                """)
    }

    @Test func thePositiveClassIsLast() async throws {
        let answers = text { $0 % 3 == 0 ? "bad" : "good" }
        #expect(try await run(answers) { $0.positive = "bad" }.0.schema.classes == ["good", "bad"])
        #expect(try await run(answers) { _ in }.0.schema.classes == ["bad", "good"])
        let unknown = await failure(answers) { $0.positive = "bda" }
        #expect(unknown.hasPrefix("error: the positive class is `bda`, and the target `label` is `bad` and `good`"))
    }

    @Test func aGroupStaysInOnePart() async throws {
        let (run, fixture) = try await run(text { "\($0 % 2)" }) { $0.split.group = "who" }
        var parts: [String: Set<Int>] = [:]
        for (part, rows) in try await fixture.rows(run.schema).enumerated() {
            for row in rows { parts[String(row.split(separator: ",")[1]), default: []].insert(part) }
        }
        #expect(parts.count == 40 && parts.values.allSatisfy { $0.count == 1 })
        #expect(run.splits.allSatisfy { $0.rows > 20 } && run.splits.reduce(0) { $0 + $1.rows } == 200)
    }

    /// Rows that stay together must not leave a part without any.
    @Test func aGroupOrATimeOfNearlyAllRowsIsRefused() async throws {
        let one = "x,g,label\n" + (0..<60).map { "\($0),a,\($0 % 2 == 0 ? "yes" : "no")\n" }.joined()
        let grouped = await failure(one) { $0.split.group = "g" }
        #expect(
            grouped.hasPrefix("error: no row goes to `train` and `test`: too many of the 60 rows belong to one group by the column `g`"),
            "\(grouped)")
        let days = one.replacing(",a,", with: ",2024-01-31,")
        let timed = await failure(days) { $0.split.time = "g" }
        #expect(
            timed.hasPrefix("error: no row goes to `train` and `valid`: too many of the 60 rows have one time by the column `g`"),
            "\(timed)")
    }

    @Test func classesThatDifferOnlyInCaseAreNamed() async throws {
        let run = try await run(text { ["Yes", "no", "yes"][$0 % 3] }) { _ in }.0
        #expect(
            run.warnings.contains("the column `label` has `Yes` and `yes`, which differ only in case, and are 2 classes: have them "
                + "written as one, if they are"),
            "\(run.warnings)")
    }

    /// Why no column is left is told.
    @Test func aTableWithoutFeaturesSaysWhy() async {
        let text = await failure("x,label\n" + (0..<60).map { "k\($0),\($0 % 2)\n" }.joined()) { _ in }
        #expect(text.hasPrefix("error: there is no column to learn from but the target `label`\nnote: the column `x` has another value "
            + "in every row"), "\(text)")
    }

    @Test func theLatestRowsTest() async throws {
        let (run, fixture) = try await run(text { "\($0 % 2)" }) { $0.split.time = "day" }
        let days = try await fixture.rows(run.schema).map { rows in rows.compactMap { Double($0.split(separator: ",")[2]) } }
        #expect(try #require(days[0].max()) <= #require(days[1].min()) && #require(days[1].max()) <= #require(days[2].min()))
        #expect(!run.warnings.contains { $0.contains("is a time") })
    }

    @Test func copiesInSeveralPartsAreWarnedOf() async throws {
        let text = "x,y,label\n" + (0..<200).map { "\($0 % 20).5,\($0 % 20 * 3).5,\($0 % 2)\n" }.joined()
        let (run, _) = try await run(text) { _ in }
        #expect(run.sharedRows == 200)
        #expect(run.warnings.contains { $0.hasPrefix("200 of 200 rows are the same in every column as one in another part")
            && $0.contains("drop_duplicates") })
    }

    @Test func aFeatureThatIsTheTargetIsNamed() async throws {
        let text = "x,same,part,label\n"
            + (0..<200).map { "\($0 * 37 % 101),\(["u", "v"][$0 % 2]),\($0 % 2 == 0 ? $0 : $0 + 1000),\(["no", "yes"][$0 % 2])\n" }.joined()
        let (run, _) = try await run(text) { _ in }
        let told = run.warnings.filter { $0.contains("alone tells the target `label`") }
        #expect(told.map { String($0.prefix(20)) } == ["the column `same` alo", "the column `part` alo"].map { String($0.prefix(20)) })
    }

    @Test func aRareClassAndFewTestRowsAreSaid() async throws {
        let (run, _) = try await run(text { $0 % 50 == 0 ? "rare" : "common" }) { _ in }
        #expect(run.warnings.contains { $0.hasPrefix("the class `rare` is 2.0 % of the rows")
            || $0.hasPrefix("the class `rare` is 2 % of the rows") })
        #expect(run.warnings.contains { $0.hasPrefix("the test split has 50 rows only: an accuracy on it may be off by up to 14 points") })
    }
}
