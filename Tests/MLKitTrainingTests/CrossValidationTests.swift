import MLKitCore
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitSpec
import Testing

import MLKitTables
@testable import MLKitTraining

/// Parts of the training rows that are measured on by what was fitted on the others.
@Suite struct CrossValidationTests {
    private func train(
        _ problem: Training.Problem, folds: Int?, _ algorithm: Training.Algorithm = Training.trees
    ) throws -> TrainedModel {
        try TrainStage.run(
            configuration: TrainConfiguration(
                model: ModelChoice(name: "m", algorithm.settings), seed: 3, crossValidation: folds.map { .parts($0) }),
            schema: problem.schema, train: problem.train, valid: problem.valid, context: Training.context)
    }

    @Test(arguments: [ModelTask.binary, .multiclass, .regression])
    func everyRowIsMeasuredOnOnce(task: ModelTask) throws {
        let problem = Training.problem(task)
        let report = try train(problem, folds: 5).report
        let folds = try #require(report.folds)
        #expect(folds.count == 5 && folds.reduce(0) { $0 + $1.rows } == problem.train.rowCount)
        #expect(folds.allSatisfy { $0.rows == 80 })
        let metric: Metric = task == .regression ? .r2 : .accuracy
        let values = try folds.map { try #require($0.metrics[metric]) }
        let mean = values.reduce(0, +) / 5
        let (told, fitted) = (try #require(report.foldMean?[metric]), try #require(report.train[metric]))
        #expect(abs(told - mean) < 1e-12 && mean > 0.8)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = try #require(report.foldDeviation?[metric])
        #expect(abs(deviation - (squares / 4).squareRoot()) < 1e-12)
        // What is held out is not fitted on: its figures are not those of the training split.
        #expect(mean < fitted)
    }

    /// A column that names each row is known by heart, and of no use for another row.
    @Test func whatIsLeftOutIsNotLearned() throws {
        var problem = Training.problem(.binary)
        let noise = problem.train.columns.firstIndex { $0.name == "target" } ?? 0
        problem.train.columns[noise].values = .text(Training.texts((0..<400).map { $0 * 7919 % 13 % 2 == 0 ? "no" : "yes" }))
        let report = try train(problem, folds: 4).report
        let (fitted, held) = (try #require(report.train[.accuracy]), try #require(report.foldMean?[.accuracy]))
        #expect(held < 0.65 && fitted > held + 0.1)
    }

    @Test func theModelItselfIsTheSameWithAndWithoutFolds() throws {
        let problem = Training.problem(.binary)
        let (plain, folded) = (try train(problem, folds: nil), try train(problem, folds: 3))
        #expect(try plain.model.bytes == folded.model.bytes)
        #expect(plain.report.folds == nil && plain.report.json["folds"] == nil && plain.report.json["fold_mean"] == nil)
        #expect(try train(problem, folds: 3).report == folded.report)
        #expect(try TrainingReport(folded.report.json, file: "m").json == folded.report.json)
    }

    @Test func thereMustBeRowsForEveryPart() throws {
        let failure = #expect(throws: Failure.self) { try train(Training.problem(.regression, rows: 12), folds: 7) }
        #expect(failure?.diagnostics.first?.message == "12 training rows cannot be cut into 7 parts of some rows each")
    }
}
