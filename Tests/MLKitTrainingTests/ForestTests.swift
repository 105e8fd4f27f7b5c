import MLKitCore
import MLKitEvaluation
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitTables
import Testing

@testable import MLKitTraining

@Suite struct ForestTests {
    private static let tasks: [ModelTask] = [.binary, .multiclass, .regression]

    private func estimator(_ model: TrainedModel) throws -> ForestEstimator {
        try #require(model.estimator as? ForestEstimator)
    }

    @Test(arguments: tasks, [1, 2, 3])
    func exportAnswersLikeTheTrainerAtEveryThreshold(task: ModelTask, seed: Int) throws {
        let problem = Training.mixed(task, seed: seed)
        let model = try Training.train(problem, .forest { $0.trees = 40 }, seed: seed, features: LightGBMTests.unscaled)
        let ensemble = try estimator(model).ensemble()
        let tests = ensemble.trees.flatMap(\.nodes)
        #expect(tests.contains { if case .split(_, .among, _, _, _) = $0 { true } else { false } })
        #expect(tests.contains { if case .split(_, .atMost, true, _, _) = $0 { true } else { false } })
        let check = ExportCheck(context: Training.context)
        #expect(try check.largestDifference(model, on: problem.valid) <= 1e-5)
        #expect(try check.largestDifference(model, on: Training.odd(problem, ensemble)) <= 1e-5)
    }

    /// What a row's leaves say, tree by tree, added up by hand.
    @Test(arguments: tasks) func theAnswerIsTheMeanOfTheTrees(task: ModelTask) throws {
        let problem = Training.mixed(task, seed: 5)
        let model = try Training.train(problem, .forest { $0.trees = 25 })
        let (ensemble, encoded) = (try estimator(model).ensemble(), try #require(model.fitted.model as? EncodedModel))
        #expect(ensemble.trees.count == 25 * ensemble.outputs)
        let features = try encoded.encoder.encode(problem.valid)
        let answers = try model.predict(problem.valid)
        let width = answers.count / features.rows
        for row in 0..<features.rows {
            var sums = ensemble.baseMargins.map { Double($0) }
            let values = features.values[row * features.columns..<(row + 1) * features.columns]
            for tree in ensemble.trees { sums[tree.output] += Double(leaf(tree, Array(values))) }
            let expected = task == .regression ? sums : sums.count == 1 ? [1 - sums[0], sums[0]] : sums.map { $0 / sums.reduce(0, +) }
            let scale = task == .regression ? 1000.0 : 1
            for place in 0..<width { #expect(abs(Double(answers[row * width + place]) - expected[place]) < 1e-5 * scale) }
        }
    }

    private func leaf(_ tree: DecisionTree, _ row: [Float]) -> Float {
        var node = 0
        while true {
            switch tree.nodes[node] {
            case .leaf(let value): return value
            case .split(let feature, let test, let missing, let yes, let no):
                let value = row[feature]
                let passes = switch test {
                case .below(let threshold): value < threshold
                case .atMost(let threshold): value <= threshold
                case .among(let categories): categories.contains { Float($0) == value }
                }
                node = (value.isNaN ? missing : passes) ? yes : no
            }
        }
    }

    /// scikit-learn's forests of 200 trees on the same rows, one-hot, numbers filled with the median: 0.3170 and 0.5861 with leaves
    /// of a row (0.3763 and 0.7015 with three), and an error of 43.88.
    @Test func isAsGoodAsScikitLearns() throws {
        for (task, metric, theirs) in [
            (ModelTask.binary, Metric.logLoss, 0.31699), (.multiclass, .logLoss, 0.58609), (.regression, .rmse, 43.8847),
        ] {
            let model = try Training.train(Training.mixed(task, seed: 4), .forest { _ in })
            let ours = try #require(model.report.valid[metric])
            #expect(ours < theirs, "\(task) \(ours)")
        }
    }

    /// With leaves of more rows than there are no tree has a split, and each answers what the rows that it sees are in the mean.
    @Test func treesWithoutASplitAnswerTheMean() throws {
        let shares: [ModelTask: [Float]] = [.binary: [0.31667, 0.68333], .multiclass: [0.31667, 0.45333, 0.23]]
        for task in Self.tasks {
            let problem = Training.mixed(task, seed: 4)
            let model = try Training.train(problem, .forest { ($0.trees, $0.minimumRows) = (20, 1000) })
            let answers = try model.predict(problem.valid)
            let targets = try Target(problem.schema).values(in: problem.train)
            let expected = shares[task] ?? [Float(targets.reduce(0, +) / 900)]
            #expect(answers.indices.allSatisfy { abs(answers[$0] / expected[$0 % expected.count] - 1) < 0.02 }, "\(task)")
            #expect(try ExportCheck(context: Training.context).largestDifference(model, on: problem.valid) <= 1e-6)
        }
    }

    /// A class of one row is in some trees only, and no class is ever ruled out.
    @Test func aRareClassKeepsAProbability() throws {
        var problem = Training.mixed(.multiclass, seed: 6)
        let targets = try Target(problem.schema).values(in: problem.train)
        let rare = targets.indices.filter { targets[$0] == 2 }
        problem.train = problem.train.rows(targets.indices.filter { targets[$0] != 2 } + rare.prefix(1))
        let model = try Training.train(problem, .forest { $0.trees = 60 })
        let answers = try model.predict(problem.valid)
        #expect(answers.allSatisfy { $0 > 0 && $0 < 1 })
        for row in 0..<problem.valid.rowCount { #expect(abs(answers[3 * row..<3 * row + 3].reduce(0, +) - 1) < 1e-5) }
        #expect(try ExportCheck(context: Training.context).largestDifference(model, on: problem.valid) <= 1e-5)
    }

    @Test func theLastLookAtTheLossIsThatOfTheModel() throws {
        for (task, metric) in [(ModelTask.binary, Metric.logLoss), (.multiclass, .logLoss), (.regression, .rmse)] {
            let model = try Training.train(Training.mixed(task, seed: 7), .forest { $0.trees = 50 })
            let history = try #require(model.history.array)
            #expect(history.count == 25 && history.last?["step"] == 50 && model.report.course.rounds == 50)
            let loss = try #require(history.last?["valid_loss"]?.double)
            let value = try #require(model.report.valid[metric])
            #expect(abs((task == .regression ? (2 * loss).squareRoot() : loss) - value) < 1e-4 * max(value, 1))
        }
    }

    @Test func balancedClassesWeighTheSame() throws {
        var problem = Training.mixed(.binary, seed: 9)
        let targets = try Target(problem.schema).values(in: problem.train)
        problem.train = problem.train.rows(targets.indices.filter { targets[$0] == 0 || $0 % 10 == 0 })
        let plain = try Training.train(problem, .forest { $0.trees = 50 })
        let balanced = try Training.train(problem, .forest { ($0.trees, $0.classWeight) = (50, .balanced) })
        let recalls = try [plain, balanced].map { try #require($0.report.valid[.recall]) }
        #expect(recalls[1] > recalls[0] + 0.05)
    }

    @Test func extraTreesAreOthers() throws {
        let problem = Training.mixed(.binary, seed: 10)
        let plain = try Training.train(problem, .forest { $0.trees = 30 })
        let extra = try Training.train(problem, .forest { ($0.trees, $0.isExtra) = (30, true) })
        #expect(try plain.model.bytes != extra.model.bytes)
        #expect(extra.report.algorithm == "extremely randomized trees" && plain.report.algorithm == "random forest")
        #expect(try ExportCheck(context: Training.context).largestDifference(extra, on: problem.valid) <= 1e-5)
    }
}
