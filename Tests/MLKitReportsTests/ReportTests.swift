import Glibc
import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitTestSupport
import SystemPackage
import Testing

/// What users of a report's file can rely on, and what is read from one.
@Suite struct ReportTests {
    private static let types: [any Report.Type] = [
        DataReport.self, TrainingReport.self, EvaluationReport.self, QuantizationReport.self, TrialsReport.self,
        ComparisonReport.self, SmokeReport.self, TestLook.self, TestSearch.self,
    ]
    private let file = BuiltTool.sourceRoot.pushing("Tests/GoldenSchemas/reports.txt")

    /// Each member with what it has to be; `!` marks one that is always there.
    private func lines(_ schema: JSON, _ path: String) -> [String] {
        let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
        return (schema["properties"]?.members ?? []).flatMap { member -> [String] in
            let facts = (member.value.members ?? []).filter { ["type", "enum", "minimum", "maximum", "default"].contains($0.name) }
            let name = "\(path).\(member.name)"
            let line = name + (required.contains(member.name) ? "!" : "") + " " + JSON.object(facts).compact
            let items = member.value["items"].map { lines($0, name + "[]") } ?? []
            return [line] + lines(member.value, name) + items
        }
    }

    /// None is without its golden schema.
    @Test func everyReportIsHeldToItsMembers() throws {
        let folder = BuiltTool.sourceRoot.pushing("Sources")
        let names = try Glob("**/*.swift").matches(in: folder, files: LocalFileSystem()).flatMap { file in
            let text = try LocalFileSystem().readText(folder.pushing(FilePath(file)))
            return text.matches(of: #/struct \w+: Report\b[^{]*\{\s+public static let name = "([\w-]+)"/#).map { String($0.output.1) }
        }
        #expect(names.sorted() == Self.types.map { $0.name }.sorted())
        // Those of no stage's outputs are documented all the same.
        #expect(StageKinds([]).allReports.map { $0.name } == ["smoke", "test-look", "test-search"])
    }

    /// With `MLKIT_RECORD` set they are written anew, and the test fails.
    @Test func theMembersOfReportsAreTheSameAsEver() throws {
        let text = Self.types.flatMap { lines($0.schema, $0.name) }.map { $0 + "\n" }.joined()
        if getenv("MLKIT_RECORD") != nil {
            try LocalFileSystem().write(text, to: file)
            Issue.record("wrote \(file)")
        }
        #expect(try LocalFileSystem().readText(file) == text)
    }

    @Test func howMetricsAreBetter() {
        #expect(Metric.allCases.filter { !$0.higherIsBetter } == [.logLoss, .brier, .calibrationError, .hammingLoss, .rmse, .mae])
        #expect(Metric.fitting(.regression) == [.rmse, .mae, .r2])
        let ofClasses: [Metric] = [.accuracy, .precision, .recall, .f1, .rocAUC, .logLoss, .averagePrecision, .brier, .calibrationError]
        #expect(Metric.fitting(.binary) == ofClasses)
        #expect(Metric.fitting(.multiclass) == Metric.fitting(.binary))
    }

    @Test func valuesThatOneSideLacksAreNoNumbers() {
        let values = MetricValues([.accuracy: 0.75, .f1: 0.5])
        let difference = values.minus(MetricValues([.accuracy: 0.5, .rmse: 1]))
        #expect(difference.all.map(\.metric) == [.accuracy, .f1])
        #expect(difference[.accuracy] == 0.25 && difference[.f1]?.isNaN == true && difference[.rmse] == nil)
        let some = values.only([.f1, .logLoss])
        #expect(some.all.map(\.metric) == [.f1, .logLoss] && some[.logLoss]?.isNaN == true && some[.f1] == 0.5)
    }

    /// What a lock of somebody else's says becomes the name of a file.
    @Test func aRecordedLookHasHashes() {
        let look = TestLook(split: ContentHash(of: "s"), model: ContentHash(of: "m"), modelName: "m", stage: "e")
        #expect(TestLook(recorded: look.json) == look)
        for (split, model) in [("x:../../../../a", look.model), (look.split, ""), (look.split, "x:/etc/passwd")] {
            #expect(TestLook(recorded: ["split": .string(split), "model": .string(model), "name": "m", "stage": "e"]) == nil)
        }
        #expect(TestLook(recorded: nil) == nil && TestLook(recorded: []) == nil)
    }

    @Test func aFigureBeginsWithItsSplit() {
        #expect(MeasuredSplit(figure: "valid.accuracy") == .valid && MeasuredSplit(figure: "test.x.y") == .test)
        for name in ["accuracy", "valid", "train.accuracy", ".accuracy", "testing.x"] {
            #expect(MeasuredSplit(figure: name) == nil, "\(name)")
        }
        #expect(MeasuredSplit.valid.figure("f1") == "valid.f1")
    }

    /// Only what was measured on a split is said of it.
    @Test func measurementsAreOfTheirSplit() {
        var report = EvaluationReport()
        report.rows = 7
        #expect(report.measurement(on: .test)?.rows == 7 && report.measurement(on: .valid) == nil)
        #expect(report.candidates.rows == 7)
        report.validation = .init(split: .valid, rows: 5, models: [], slices: [])
        #expect(report.measurement(on: .test)?.rows == 7 && report.measurement(on: .valid)?.rows == 5)
        #expect(report.candidates.rows == 5 && report.reported.rows == 7)
        report.split = .valid
        #expect(report.measurement(on: .valid)?.rows == 7 && report.measurement(on: .test) == nil)
    }

    /// Equal only by canonical equivalence, so two texts to a model.
    @Test func textsAreFoundByTheirBytes() {
        let (composed, apart) = ("f\u{FC}r", "fu\u{308}r")
        let texts = ["a", apart, composed, "a"]
        #expect(texts.placesByBytes == [ByteText("a"): 0, ByteText(apart): 1, ByteText(composed): 2])
        #expect(texts.firstIndex(ofBytes: composed) == 2 && texts.firstIndex(ofBytes: "a") == 0)
        #expect(!["x", apart].contains(bytesOf: composed) && ["x", apart].contains(bytesOf: apart))
    }

    @Test func wholeNumbersStandForPlacesOrClasses() {
        let classes = ["3", "1", "x"]
        #expect([-1, 0, 2, 3].map { LabelForm.place.label($0, among: classes) } == [nil, "3", "x", nil])
        #expect([0, 1, 3].map { LabelForm.number.label($0, among: classes) } == [nil, "1", "3"])
        // In the first row the most probable is `1`, at place 1; in the second `3`, at place 0.
        let shares = [0.1, 0.8, 0.1, 0.7, 0.2, 0.1]
        #expect(LabelForm.telling([1, 3], probabilities: shares, classes: classes) == .number)
        #expect(LabelForm.telling([1, 0], probabilities: shares, classes: classes) == .place)
        // One row is told alike by both, and a number comes first.
        #expect(LabelForm.telling([1], probabilities: [0.1, 0.8, 0.1], classes: classes) == .number)
        #expect(LabelForm.telling([9], probabilities: [0.1, 0.8, 0.1], classes: classes) == nil)
        #expect(LabelForm.telling([1], probabilities: [0.1, 0.8], classes: classes) == nil)
        #expect(LabelForm.telling([], probabilities: [], classes: []) == nil)
    }

    @Test func onlyNumbersAreNumeric() {
        #expect(ColumnType.allCases.filter(\.isNumeric) == [.integer, .number, .date, .timestamp])
        #expect(ModelTask.allCases.map { $0.answer } == [.probabilities, .probabilities, .probabilities, .prediction])
        #expect(ModelTask.binary.outputs == [.label, .probabilities] && ModelTask.regression.outputs == [.prediction])
        #expect(ModelTask.multilabel.outputs == [.labels, .probabilities])
    }

    /// What one stage wrote another reads, to the last member.
    @Test func whatIsWrittenIsRead() throws {
        var quantization = QuantizationReport()
        quantization.size = .init(before: 1000, after: 270)
        (quantization.split, quantization.rows) = (.valid, 150)
        quantization.metrics = [.init(.accuracy, before: 0.75, after: 0.5), .init(.f1, before: 0.25, after: 0.5)]
        let again = try QuantizationReport(quantization.json, file: "q.json")
        #expect(again.metrics == quantization.metrics && again.size == quantization.size && again.split == .valid)
        let smoke = SmokeReport(rows: 3, endpoints: [.init(endpoint: "/predict", largestDifference: 0)])
        #expect(try SmokeReport(smoke.json, file: "s.json") == smoke)
    }

    @Test func aComparisonIsReadAsItWasWritten() throws {
        var report = ComparisonReport()
        (report.from, report.to) = (.init(name: "a.csv", rows: 4), .init(name: "b.csv", rows: 5))
        (report.missingColumns, report.addedColumns) = (["gone"], ["new"])
        var matched = ComparisonReport.Matched()
        (matched.key, matched.rows, matched.onlyFrom, matched.onlyTo) = ("id", 3, 1, 2)
        report.matched = matched
        var column = ComparisonReport.Column(name: "age", type: .integer)
        (column.test, column.statistic, column.chance, column.limit) = ("ks", 0.25, 0.5, 0.05)
        (column.missing, column.summary, column.findings, column.changed) = ([0, 0.25], ["38", "40"], ["differs"], 1)
        var distribution = ComparisonReport.Distribution()
        (distribution.edges, distribution.from, distribution.to) = ([0, 1, 2], [3, 1], [2, 3])
        column.distribution = distribution
        var text = ComparisonReport.Column(name: "name", type: .text)
        (text.reason, text.missing) = ("too many values", [0, 0])
        report.columns = [column, text]
        #expect(try ComparisonReport(JSON(parsing: report.json.pretty), file: "c.json") == report)
    }

    @Test func notesOfTestSplitsAreReadAsTheyWereWritten() throws {
        var look = TestLook(split: ContentHash(of: "s"), model: ContentHash(of: "m"), modelName: "trees", stage: "evaluate")
        #expect(try TestLook(JSON(parsing: look.json.pretty), file: "l.json") == look)
        look.sweep = "wide"
        #expect(try TestLook(JSON(parsing: look.json.pretty), file: "l.json") == look)
        for split in [ContentHash(of: "s"), nil] {
            let search = TestSearch(sweep: "wide", metric: "evaluate.test.f1", split: split)
            #expect(try TestSearch(JSON(parsing: search.json.pretty), file: "s.json") == search)
        }
    }
}
