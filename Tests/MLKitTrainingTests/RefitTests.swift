import MLKitCore
import MLKitEvaluation
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitTables
import Testing

@testable import MLKitTraining

/// Models that are fitted on training and validation rows, as far as folds of both say that training goes.
@Suite struct RefitTests {
    private func train(
        _ problem: Training.Problem, _ algorithm: Training.Algorithm, folds: FoldChoice? = .parts(4), refit: Bool = true,
        calibrate: ProbabilityCalibrationMethod? = nil
    ) throws -> TrainedModel {
        try TrainStage.run(
            configuration: TrainConfiguration(
                model: ModelChoice(name: "m", algorithm.settings), seed: 3, crossValidation: folds, refit: refit, calibrate: calibrate),
            schema: problem.schema, train: problem.train, valid: problem.valid, context: Training.context)
    }

    private static let stopping = [Training.ridge, Training.lightGBM, Training.network]
    private static let patient = Training.Algorithm.trees(.init(rounds: 60, maxDepth: 3, patience: 5))

    @Test(arguments: stopping + [patient, Training.forest, Training.linear, Training.Algorithm.baseline], [ModelTask.binary, .regression])
    func everyRowOfBothSplitsIsAnsweredByAModelThatHasNotSeenIt(algorithm: Training.Algorithm, task: ModelTask) throws {
        let problem = Training.problem(task, rows: 120)
        let trained = try train(problem, algorithm)
        let folds = try #require(trained.folds)
        #expect(folds.rows == 180 && folds.trainingRows == 120 && Set(folds.parts) == [1, 2, 3, 4])
        #expect(trained.report.refit?.rows == 180 && trained.report.folds?.reduce(0) { $0 + $1.rows } == 180)
        let target = try Target(problem.schema)
        let width = task == .regression ? 1 : 2
        let answered = Array(folds.answers[(120 * width)...])
        #expect(try trained.report.valid == TrainingReport.scores(answered, target.values(in: problem.valid), target))
        #expect(try train(problem, algorithm).model.bytes == trained.model.bytes)
        #expect(try TrainingReport(trained.report.json, file: "m").json == trained.report.json)
        let read = try FoldAnswers(Array(folds.text.utf8), classes: target.classes, name: "folds.csv")
        #expect(read == folds)
    }

    /// Labels that are drawn by lot can be known by heart, and not told.
    @Test func figuresOfValidationRowsAreNotOfAModelThatKnowsThem() throws {
        var problem = Training.problem(.binary, rows: 200)
        for split in [\Training.Problem.train, \.valid] {
            let place = try #require(problem[keyPath: split].columns.firstIndex { $0.name == "target" })
            let rows = problem[keyPath: split].rowCount
            let drawn = (0..<rows).map { $0 * 7919 % 13 % 2 == 0 ? "no" : "yes" }
            problem[keyPath: split].columns[place].values = .text(Training.texts(drawn))
        }
        let trained = try train(problem, Training.forest)
        let target = try Target(problem.schema)
        let known = TrainingReport.scores(try trained.predict(problem.valid), try target.values(in: problem.valid), target)
        let (heart, told) = (try #require(known[.accuracy]), try #require(trained.report.valid[.accuracy]))
        #expect(heart > 0.9 && told < 0.65)
    }

    @Test func aPenaltyIsThatWithTheLowestMeanLossOfTheFolds() throws {
        let problem = Training.problem(.regression, rows: 60)
        let trained = try train(problem, Training.ridge)
        let (l2, step) = (try #require(trained.report.course.l2), try #require(trained.report.refit?.steps))
        #expect(l2 == LinearFitter.strengths[step - 1])
        let pooled = Training.Problem(
            task: .regression, schema: problem.schema, train: problem.train.followed(by: problem.valid), valid: problem.valid)
        let fixed = Training.Algorithm(settings: LinearFamily().model(.init(l2: l2)))
        #expect(try train(pooled, fixed, folds: nil, refit: false).predict(problem.valid) == trained.predict(problem.valid))
    }

    @Test(arguments: [lightGBMPatient, patient])
    func roundsAreAsManyAsTheFoldsSay(algorithm: Training.Algorithm) throws {
        let problem = Training.problem(.binary, rows: 120)
        let trained = try train(problem, algorithm)
        let steps = try #require(trained.report.refit?.steps)
        #expect(trained.report.course.rounds == steps && trained.report.course.bestRound == steps)
        #expect(trained.history.array?.count == steps)
        // The course of the loss is that of the folds: lowest at its end.
        let losses = try #require(trained.history.array).compactMap { $0["valid_loss"]?.double }
        #expect(losses.count == steps && losses.min() == losses.last)
    }

    private static let lightGBMPatient = Training.Algorithm.lightGBM { ($0.rounds, $0.patience, $0.minimumRows) = (200, 5, 5) }

    @Test func aNetworkMakesAsManyEpochs() throws {
        let trained = try train(Training.problem(.multiclass, rows: 120), Training.network)
        let steps = try #require(trained.report.refit?.steps)
        #expect(trained.report.course.epochs == steps && trained.report.course.bestEpoch == steps)
    }

    @Test func whatStopsByValidationRowsItselfIsFittedOnTrainingRows() throws {
        let problem = Training.problem(.binary, rows: 100)
        let small = Training.Algorithm.auto(over: [LinearFamily()]) { $0.trials = 1 }
        let searched = try train(problem, small)
        #expect(searched.report.refit == nil && searched.folds?.rows == 100 && searched.folds?.hasValidation == false)
        var pruned = NetworkFamily.Configuration(hidden: [4], epochs: 3)
        pruned.prune = NetworkPruning()
        #expect(!NetworkFamily().canRefit(pruned) && NetworkFamily().canRefit(.init(hidden: [4])))
    }

    @Test func foldsAreMadeWhereTheValidationSplitIsSmall() throws {
        let targets = (0..<200).map { Double($0 % 2) }
        #expect(FoldChoice.automatic.count(targets, isClassified: true, validation: 999) == 5)
        #expect(FoldChoice.automatic.count(targets, isClassified: true, validation: 1000) == nil)
        #expect(FoldChoice.parts(7).count(targets, isClassified: true, validation: 100_000) == 7)
        #expect(FoldChoice.automatic.count([1, 2, 3], isClassified: false, validation: 2) == nil)
        #expect(FoldChoice.automatic.count([1, 2, 3, 4], isClassified: false, validation: 2) == 2)
        // Of a class with one row nothing can be left.
        #expect(FoldChoice.automatic.count([0, 0, 0, 0, 1], isClassified: true, validation: 2) == nil)
        #expect(FoldChoice.automatic.count([0, 0, 0, 0, 1, 1], isClassified: true, validation: 2) == 3)
        let problem = Training.problem(.binary, rows: 100)
        let plain = try train(problem, Training.ridge, folds: nil, refit: false)
        #expect(plain.folds == nil)
        #expect(try train(problem, Training.ridge, folds: .automatic, refit: false).model.bytes == plain.model.bytes)
    }

    @Test func calibratedAnswersAreThoseOfOtherRows() throws {
        let problem = Training.problem(.binary, rows: 160)
        let (plain, calibrated) = (try train(problem, Training.forest), try train(problem, Training.forest, calibrate: .platt))
        #expect(calibrated.report.calibration?.rows == 240 && calibrated.report.calibration?.isOfFolds == true)
        let (before, after) = (try #require(plain.folds), try #require(calibrated.folds))
        #expect(before.parts == after.parts && before.answers != after.answers)
        #expect(try #require(calibrated.report.valid[.logLoss]) < #require(plain.report.valid[.logLoss]))
    }

    @Test func theMeanCourseOfFolds() {
        func history(_ losses: [Double], every: Int = 1) -> [HistoryEntry] {
            losses.enumerated().map { HistoryEntry(step: ($0 + 1) * every, trainLoss: 0, validLoss: $1) }
        }
        var curve = FoldCurve()
        #expect(curve.best == nil)
        curve.add(history([4, 2, 1, 3]), rows: 1)
        // It stopped after the second step, and counts with what it had then.
        curve.add(history([2, 3]), rows: 3)
        #expect((1...4).map { curve[$0] } == [2.5, 2.75, 2.5, 3] && curve.best == 1)
        var sparse = FoldCurve()
        sparse.add(history([3, 1, 2], every: 10), rows: 2)
        #expect(sparse.best == 20 && sparse[25] == 1 && sparse[30] == 2)
    }
}
