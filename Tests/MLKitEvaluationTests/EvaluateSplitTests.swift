import MLKitCore
import MLKitReports
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitEvaluation

/// What an evaluation chooses on the validation split, and what it tells of the test split.
@Suite struct EvaluateSplitTests {
    /// `valid` is right from 10 on, `test` from 30 on: the model for the one is the worse one on the other.
    private struct Project {
        let fixture: EvaluateFixture
        let valid: FilePath
        let test: FilePath
        let models: [CandidateModel]

        init() async throws {
            fixture = try await EvaluateFixture()
            valid = try await fixture.split("valid", threshold: 10)
            test = try await fixture.split("own-test", threshold: 30)
            models = [
                try fixture.candidate("baseline", kind: "baseline", EvaluateFixture.constant(-0.1)),
                try fixture.candidate("ten", EvaluateFixture.classifier(slope: 1, bias: -9.5)),
                try fixture.candidate("thirty", EvaluateFixture.classifier(slope: 1, bias: -29.5)),
            ]
        }

        func run(
            _ configuration: EvaluateConfiguration, valid: FilePath? = nil, test: FilePath? = nil, models: [CandidateModel]? = nil
        ) async throws -> EvaluationReport {
            let splits = EvaluateStage.Splits(
                valid: configuration.select?.split == .test ? nil : valid ?? self.valid,
                test: configuration.test ? test ?? self.test : nil)
            return try await EvaluateStage.run(
                configuration: configuration, models: models ?? self.models, splits: splits, schema: fixture.schema,
                outputs: fixture.outputs, context: fixture.context)
        }

        var looks: [TestLook] {
            get throws {
                let folder = fixture.scratch.path.pushing(FilePath(TestLook.folder))
                guard try LocalFileSystem().exists(folder) else { return [] }
                return try LocalFileSystem().list(folder).map { name in
                    let look = try TestLook(JSON(parsing: LocalFileSystem().read(folder.appending(name))), file: name)
                    #expect(look.fileName == name)
                    return look
                }
            }
        }
    }

    private static let accuracy = EvaluateConfiguration.Selection(metric: .accuracy, maximize: true)

    @Test func theTestSplitIsMeasuredOnceAndChoosesNothing() async throws {
        let project = try await Project()
        let report = try await project.run(.init(select: Self.accuracy))
        #expect(report.selection.model == "ten" && report.selection.split == .valid && report.selection.value == 1)
        #expect(report.split == .test && report.rows == 40)
        #expect(report.models.map(\.name) == ["baseline", "ten"])
        #expect(report.selected?.metrics[.accuracy] == 0.5)
        #expect(report.validation?.models.map(\.name) == ["baseline", "ten", "thirty"])
        #expect(report.validation?.model("ten")?.metrics[.accuracy] == 1)
        #expect(report.measurement(on: .valid)?.split == .valid && report.measurement(on: .test)?.split == .test)
        #expect(report.selection.reason.hasPrefix(
            "`ten` has the highest accuracy on the validation split, 1 (95 % interval 0.9124 to 1); next"))
        let looks = try project.looks
        let bytes = try LocalFileSystem().read(project.models[1].path)
        #expect(looks.map(\.modelName) == ["ten"] && looks[0].model == ContentHash(of: bytes).description)
        #expect(try looks[0].split == LocalFileSystem().hash(project.test).description && looks[0].stage == "evaluate")
        // What is written is what was returned, and reads as it was.
        let written = try JSON(parsing: LocalFileSystem().read(project.fixture.outputs.report))
        #expect(try EvaluationReport(written, file: "r").json == report.json)
    }

    /// On each split the selected model stands beside all that were measured there.
    @Test func theSelectedModelIsComparedOnBothSplits() async throws {
        let project = try await Project()
        let report = try await project.run(.init(select: Self.accuracy))
        let valid = try #require(report.validation?.comparisons.filter { $0.metric == .accuracy })
        #expect(valid.map(\.other) == ["baseline", "thirty"] && valid.map(\.model) == ["ten", "ten"])
        // 30 of 40 rows are right for `ten` alone beside `baseline`, 20 beside `thirty`.
        #expect(valid.map(\.difference) == [0.75, 0.5] && valid.map(\.test) == [.mcNemar, .exactMcNemar])
        #expect(valid.map(\.verdict) == [.better, .better] && report.selection.equals.isEmpty)
        // On the test split the baseline is right where `ten` is wrong.
        let test = try #require(report.comparisons.first { $0.metric == .accuracy })
        #expect(test.other == "baseline" && test.difference == -0.25 && test.verdict == .unclear)
        #expect(report.unproven.count == 1 && report.unproven[0].hasPrefix(
            "`ten` is not better beyond chance than the baseline `baseline` on the test split: accuracy differs by -0.25 (95 % interval "))
        let none = try await project.run(.init(select: Self.accuracy, intervals: nil))
        #expect(none.comparisons.isEmpty && none.unproven.isEmpty && none.validation?.comparisons.isEmpty == true)
    }

    /// A model that is served stands beside the others on both splits, and is not selected, however good it is.
    @Test func theServedModelIsComparedAndNotSelected() async throws {
        let project = try await Project()
        let served = CandidateModel(name: "served", kind: "onnx", path: project.models[1].path)
        let report = try await EvaluateStage.run(
            configuration: .init(select: Self.accuracy), models: [project.models[0], project.models[2]], served: served,
            splits: .init(valid: project.valid, test: project.test), schema: project.fixture.schema, outputs: project.fixture.outputs,
            context: project.fixture.context)
        #expect(report.selection.model == "thirty" && report.served == "served" && report.selection.equals.isEmpty)
        #expect(report.models.map(\.name) == ["baseline", "thirty", "served"])
        #expect(report.validation?.models.map(\.name) == ["baseline", "thirty", "served"])
        // On the validation split it is worse by 20 rows of 40, on the test split better by as many.
        #expect(report.validation?.comparisons.first { $0.other == "served" && $0.metric == .accuracy }?.verdict == .worse)
        #expect(report.comparisons.first { $0.other == "served" && $0.metric == .accuracy }?.difference == 0.5)
        #expect(try project.looks.map(\.modelName).sorted() == ["served", "thirty"])
    }

    @Test func anotherModelIsAnotherLookAndTheSameIsNone() async throws {
        let project = try await Project()
        _ = try await project.run(.init(select: Self.accuracy))
        _ = try await project.run(.init(select: Self.accuracy))
        #expect(try project.looks.count == 1)
        _ = try await project.run(.init(select: Self.accuracy), models: [project.models[2]])
        #expect(try Set(project.looks.map(\.modelName)) == ["ten", "thirty"])
    }

    @Test func theTestSplitCanBeLeftAlone() async throws {
        let project = try await Project()
        let report = try await project.run(.init(select: Self.accuracy, test: false))
        #expect(report.split == .valid && report.validation == nil && report.models.count == 3)
        #expect(report.measurement(on: .test) == nil)
        #expect(try project.looks.isEmpty)
    }

    /// As earlier versions did it: every model is looked at.
    @Test func modelsCanBeSelectedOnTheTestSplit() async throws {
        let project = try await Project()
        let select = EvaluateConfiguration.Selection(metric: .accuracy, maximize: true, split: .test)
        let report = try await project.run(.init(select: select))
        #expect(report.selection.model == "thirty" && report.selection.split == .test && report.split == .test)
        #expect(report.validation == nil && report.models.count == 3)
        #expect(try Set(project.looks.map(\.modelName)) == ["ten", "thirty"])
    }

    /// A report of version 1 has no word for splits: all of it is of the test split.
    @Test func aReportOfBeforeIsOfTheTestSplit() throws {
        let json: JSON = [
            "task": "binary", "target": "y", "classes": ["a", "b"], "rows": 3, "baseline": nil,
            "models": [["name": "m", "kind": "trees", "metrics": ["accuracy": 0.5]]],
            "selection": ["model": "m", "metric": "accuracy", "maximize": true],
        ]
        let report = try EvaluationReport(json, file: "r")
        #expect(report.split == .test && report.selection.split == .test && report.validation == nil)
        #expect(report.measurement(on: .test)?.rows == 3 && report.measurement(on: .valid) == nil)
    }

    @Test func withoutValidationRowsNothingIsSelected() async throws {
        let project = try await Project()
        let empty = project.fixture.scratch.path.appending("empty.parquet")
        try await project.fixture.write(
            "SELECT 1 AS x, 'red' AS colour, 'no' AS label WHERE 1 = 0", to: empty)
        let text = await failureText { _ = try await project.run(.init(), valid: empty) }
        #expect(text.hasPrefix("error: the validation split has no rows to select a model on\n"), "\(text)")
        #expect(try project.looks.isEmpty)
    }

    /// What is selected on a copy of the test split is selected on the test split.
    @Test func aValidationSplitThatIsTheTestSplitIsRefused() async throws {
        let project = try await Project()
        let same = await failureText { _ = try await project.run(.init(select: Self.accuracy), valid: project.test) }
        #expect(
            same == """
                error: the validation split and the test split are the same file: what is selected on them is selected on the test split

                hint: split the rows in three parts, or say what it is with `select: {…, on: test}`

                """)
        // The same rows in another order, and some of them.
        for (name, limit) in [("turned", 40), ("some", 25)] {
            let path = project.fixture.scratch.path.appending("\(name).parquet")
            try await project.fixture.write(
                "SELECT * FROM read_parquet('\(project.test)') ORDER BY (x * 7) % 40 LIMIT \(limit)", to: path)
            let text = await failureText { _ = try await project.run(.init(select: Self.accuracy), valid: path) }
            #expect(text.hasPrefix("error: \(limit) of \(limit) rows of the validation split are rows of the test split"), "\(text)")
        }
        #expect(try project.looks.isEmpty && !project.fixture.scratch.exists("selected.onnx"))
    }

    /// Rows that repeat are in both splits without anyone having copied them.
    @Test func rowsThatRepeatAreNoCopy() async throws {
        let project = try await Project()
        let (valid, test) = (project.fixture.scratch.path.appending("v.parquet"), project.fixture.scratch.path.appending("t.parquet"))
        for (path, rows) in [(valid, 40), (test, 44)] {
            try await project.fixture.write(
                """
                SELECT i % 4 AS x, 'red' AS colour, CASE WHEN i % 4 = 3 THEN 'yes' ELSE 'no' END AS label FROM range(\(rows)) t(i)
                """, to: path)
        }
        #expect(try await project.run(.init(select: Self.accuracy), valid: valid, test: test).split == .test)
    }

    @Test(arguments: [(false, "`prediction` is NaN"), (true, "`prediction` is infinity")])
    func whatIsNoNumberFailsAndIsNamed(infinity: Bool, words: String) async throws {
        let fixture = try await EvaluateFixture()
        let models = [try fixture.candidate("broken", EvaluateFixture.broken(from: 38, answering: infinity))]
        let text = await failureText {
            _ = try await EvaluateStage.run(
                configuration: .init(), models: models, splits: .init(valid: fixture.test, test: nil),
                schema: fixture.regression, outputs: fixture.outputs, context: fixture.context)
        }
        #expect(
            text.hasPrefix(
                """
                error: the model `broken` answers what is no finite number for 2 of 40 rows of the validation split
                note: row 39: \(words)
                note: row 40: \(words)

                """), "\(text)")
        #expect(try !fixture.scratch.exists("selected.onnx"))
    }

    // MARK: Groups

    @Test func groupsAreMeasuredOneByOne() async throws {
        let project = try await Project()
        let report = try await project.run(.init(metrics: [.accuracy], select: Self.accuracy, slices: ["colour", "x"]))
        #expect(report.slices.map(\.column) == ["colour", "x"])
        let colours = report.slices[0]
        #expect(colours.groups.map(\.value) == ["blue", "red"] && colours.groups.map(\.rows) == [20, 20])
        #expect(colours.groups.map { $0.metrics[.accuracy] } == [0.5, 0.5] && colours.gaps[.accuracy] == 0)
        // On the test split `ten` is right below 10 and from 30 on.
        let ranges = report.slices[1]
        #expect(ranges.groups.map(\.value) == ["0 to 9", "10 to 19", "20 to 29", "30 to 39"])
        #expect(ranges.groups.map { $0.metrics[.accuracy] } == [1, 0, 0, 1] && ranges.gaps[.accuracy] == 1)
        #expect(report.validation?.slices[1].gaps[.accuracy] == 0)
    }

    /// Rows without a value are a group too, and rows of the same number are never parted.
    @Test func missingValuesAndEqualNumbers() async throws {
        let project = try await Project()
        let skewed = project.fixture.scratch.path.appending("skewed.parquet")
        try await project.fixture.write(
            """
            SELECT CASE WHEN i < 25 THEN 7 WHEN i < 38 THEN i END AS x, 'red' AS colour,
                CASE WHEN i >= 10 THEN 'yes' ELSE 'no' END AS label FROM range(40) t(i)
            """, to: skewed)
        let report = try await project.run(
            .init(metrics: [.accuracy], select: Self.accuracy, slices: ["x", "colour"], test: false), valid: skewed)
        #expect(report.slices[0].groups.first?.value == "7" && report.slices[0].groups.first?.rows == 25)
        #expect(report.slices[0].groups.last?.value == nil && report.slices[0].groups.last?.rows == 2)
        #expect(report.slices[0].groups.reduce(0) { $0 + $1.rows } == 40)
        // One group has nothing to be compared with.
        #expect(report.slices[1].gaps[.accuracy]?.isNaN == true)
    }

    @Test func aModelWhoseGroupsAreTooFarApartIsLeftOut() async throws {
        let project = try await Project()
        let mixed = project.fixture.scratch.path.appending("mixed.parquet")
        // Red rows are right for `ten`, blue ones for `thirty`, of which there are fewer.
        try await project.fixture.write(
            """
            SELECT i AS x, CASE WHEN i % 4 > 0 THEN 'red' ELSE 'blue' END AS colour,
                CASE WHEN i >= CASE WHEN i % 4 > 0 THEN 10 ELSE 30 END THEN 'yes' ELSE 'no' END AS label FROM range(40) t(i)
            """, to: mixed)
        func run(_ limit: Double) async throws -> EvaluationReport {
            let fairness = EvaluateConfiguration.Fairness(maxGap: limit)
            return try await project.run(
                .init(select: Self.accuracy, slices: ["colour"], fairness: fairness, test: false), valid: mixed)
        }
        let wide = try await run(1)
        #expect(wide.selection.model == "ten" && wide.fairness?.gap == 0.5 && wide.fairness?.column == "colour")
        #expect(wide.fairness?.gaps == [.init(column: "colour", gap: 0.5)])
        // The baseline is right for most blue rows, and for few red ones.
        let narrow = try await run(0.52)
        #expect(narrow.selection.model == "ten")
        #expect(narrow.selection.leftOut.map(\.name) == ["baseline"])
        let reason = try #require(narrow.selection.leftOut.first?.reason)
        #expect(reason == "accuracy of the groups of `colour` differs by 0.5667, more than 0.52")
        // What is as far apart as may be is not too far.
        let exact = try await run(0.5)
        #expect(exact.selection.model == "ten" && exact.fairness?.gap == 0.5 && exact.selection.leftOut.map(\.name) == ["baseline"])
        let text = await failureText { _ = try await run(0.35) }
        #expect(text.hasPrefix("error: no model keeps the bounds of `select` and `fairness`\n"), "\(text)")
    }

    @Test func sliceColumnsAreThoseOfTheData() async throws {
        let project = try await Project()
        let unknown = await failureText { _ = try await project.run(.init(slices: ["color"])) }
        #expect(unknown == "error: `slices` names `color`, which is no column of the data\n\nhint: did you mean `colour`?\n")
        let target = await failureText { _ = try await project.run(.init(slices: ["label"])) }
        #expect(target.hasPrefix("error: `slices` names `label`, which is the target\n"))
    }
}
