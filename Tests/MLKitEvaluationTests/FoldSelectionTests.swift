import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitEvaluation

/// Models that are selected by what was answered for rows of other folds.
@Suite struct FoldSelectionTests {
    private let fixture: EvaluateFixture
    private let train: FilePath
    private let valid: FilePath

    init() async throws {
        fixture = try await EvaluateFixture()
        train = try await fixture.split("train", threshold: 20)
        valid = try await fixture.split("valid", threshold: 10)
    }

    /// A candidate with what its kind answered: `yes` from some value of `x` on.
    ///
    /// - Parameters:
    ///   - validation: from what value on for the validation rows; `nil` if it was not fitted on them.
    ///   - threshold: from what value on the training rows are `yes` in truth.
    ///   - early: how many of the first rows are in no part.
    private func candidate(
        _ name: String, kind: String = "linear", from limit: Int, validation: Int?, threshold: Int = 20, early: Int = 0
    ) throws -> CandidateModel {
        var candidate = try fixture.candidate(
            name, kind: kind, EvaluateFixture.classifier(slope: 1, bias: -Float(limit) + 0.5, padding: limit))
        let rows = 40 * (validation == nil ? 1 : 2)
        let truth = (0..<rows).map { $0 < 40 ? ($0 >= threshold ? 1 : 0) : ($0 - 40 >= 10 ? 1 : 0) }
        let answers = (0..<rows).flatMap { row -> [Float] in
            let isYes = row < 40 ? row >= limit : row - 40 >= (validation ?? 0)
            return isYes ? [0.25, 0.75] : [0.75, 0.25]
        }
        let folds = FoldAnswers(
            parts: (0..<rows).map { $0 < early ? 0 : $0 % 5 + 1 }, trainingRows: 40,
            truth: .classes(indices: truth, classes: ["no", "yes"]), answers: answers)
        let path = fixture.scratch.path.appending("\(name).csv")
        try LocalFileSystem().write(Array(folds.text.utf8), to: path)
        candidate.folds = path
        return candidate
    }

    private func run(
        _ models: [CandidateModel], on split: MeasuredSplit? = nil, test: Bool = true, threshold: ThresholdRule? = nil
    ) async throws -> EvaluationReport {
        var configuration = EvaluateConfiguration(
            select: .init(metric: .accuracy, maximize: true, split: split), threshold: threshold, test: test)
        configuration.importance = .init()
        return try await EvaluateStage.run(
            configuration: configuration, models: models,
            splits: .init(valid: valid, test: test ? fixture.test : nil, train: split == .valid ? nil : train),
            schema: fixture.schema, outputs: fixture.outputs, context: fixture.context)
    }

    @Test func theBestOnAllFoldsIsSelected() async throws {
        // On folds `late` is right for all but two training rows; `early` is better on validation rows alone.
        let models = [
            try candidate("baseline", kind: "baseline", from: 40, validation: nil), try candidate("late", from: 22, validation: nil),
            try candidate("early", from: 10, validation: nil),
        ]
        let report = try await run(models)
        #expect(report.selection.model == "late" && report.selection.split == .folds && report.selection.value == 0.95)
        #expect(report.reason.hasPrefix("`late` has the highest accuracy on the folds of cross-validation, 0.95"))
        #expect(report.folds?.rows == 40 && report.folds?.models.map(\.name) == ["baseline", "late", "early"])
        #expect(report.candidates.split == .folds && report.candidates.comparisons.count(where: { $0.metric == .accuracy }) == 2)
        // The validation split shows what the selected model does there, which was not fitted on it.
        #expect(report.validation?.models.map(\.name) == ["baseline", "late"])
        #expect(report.measurement(on: .valid)?.model("late")?.metrics[.accuracy] == 0.7)
        #expect(report.split == .test && report.models.map(\.name) == ["baseline", "late"])
        #expect(report.importance != nil && report.lookedAt == .valid)
        #expect(try EvaluationReport(report.json, file: "r").json == report.json)
        let byValidation = try await run(models, on: .valid)
        #expect(byValidation.selection.model == "early" && byValidation.folds == nil)
    }

    @Test func validationRowsCountWhereAllModelsWereFittedOnThem() async throws {
        // Of 80 rows `late` has 2 + 12 wrong, `early` 10 + 0.
        let models = [try candidate("late", from: 22, validation: 22), try candidate("early", from: 10, validation: 10)]
        let report = try await run(models, test: false)
        #expect(report.selection.model == "early" && report.selection.value == 70 / 80.0 && report.split == .folds && report.rows == 80)
        #expect(report.validation?.model("early")?.metrics[.accuracy] == 1)
        // One of them alone: the rows that both were answered for.
        let mixed = try await run([try candidate("late", from: 22, validation: 22), try candidate("early", from: 10, validation: nil)])
        #expect(mixed.folds?.rows == 40 && mixed.selection.model == "late")
    }

    /// By time, of models that were refitted more of the earliest rows are in no part.
    @Test func modelsAreComparedOnTheRowsOfAllOfThem() async throws {
        let models = [
            try candidate("late", from: 22, validation: 22, early: 12), try candidate("early", from: 10, validation: nil, early: 6),
        ]
        for split in [nil, MeasuredSplit.folds] {
            let report = try await run(models, on: split)
            #expect(report.selection.split == .folds && report.folds?.rows == 28 && report.selection.model == "late")
            #expect(report.selection.value == 26 / 28.0 && report.folds?.model("early")?.metrics[.accuracy] == 20 / 28.0)
        }
        let apart = try await run([try candidate("late", from: 22, validation: 22, early: 40), models[1]])
        #expect(apart.selection.split == .valid)
    }

    /// A model that was fitted on validation rows is not asked about them.
    @Test func answersOfFoldsStandInForThoseOfAModelThatKnowsTheRows() async throws {
        let models = [try candidate("knows", from: 10, validation: 30), try candidate("fair", from: 12, validation: nil)]
        let report = try await run(models, on: .valid)
        #expect(report.validation?.model("knows")?.metrics[.accuracy] == 0.5)
        #expect(report.selection.model == "fair" && report.selection.value == 0.95)
    }

    @Test func otherRowsAreNotTakenForThese() async throws {
        let models = [try candidate("late", from: 22, validation: nil, threshold: 19), try candidate("early", from: 10, validation: nil)]
        let report = try await run(models)
        #expect(report.selection.split == .valid && report.selection.model == "early")
        let failure = await #expect(throws: Failure.self) { try await run(models, on: .folds) }
        #expect(
            failure?.diagnostics.first?.message
                == "models cannot be selected on folds: of `late` there are no answers of folds for the rows of this data")
    }

    @Test func thresholdsAreChosenOnFolds() async throws {
        let models = [try candidate("late", from: 22, validation: nil)]
        let report = try await run(models, threshold: .fixed(0.8))
        #expect(report.folds?.model("late")?.metrics[.accuracy] == 0.5 && report.selected?.threshold == 0.8)
    }

    @Test func aFileThatIsNoneOfFoldsIsRefused() throws {
        func problem(_ text: String) -> String {
            do {
                _ = try FoldAnswers(Array(text.utf8), classes: ["no", "yes"], name: "folds.csv")
                return ""
            } catch { return (error as? Failure)?.diagnostics.first?.message ?? "" }
        }
        let header = "split,fold,target,probability of no,probability of yes\n"
        #expect(problem(header + "train,1,no,0.5,0.5\nvalid,2,yes,0.25,0.75\n") == "")
        let row = "row 1 of `folds.csv` is none of a split, a fold, a target and 2 finite answers"
        for wrong in ["train,1,no,nan,0.5", "train,1,maybe,0.5,0.5", "train,x,no,0.5,0.5", "test,1,no,0.5,0.5"] {
            #expect(problem(header + wrong + "\n") == row)
        }
        #expect(problem(header + "valid,1,no,0.5,0.5\ntrain,1,no,0.5,0.5\n").hasPrefix("row 2 of"))
        #expect(problem("split,fold,target,prediction\n").hasPrefix("`folds.csv` has 4 columns, where 5 are expected"))
    }
}
