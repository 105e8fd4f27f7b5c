import MLKitCore
import MLKitEvaluation
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import Testing

@testable import MLKitTraining

@Suite struct LightGBMTests {
    private static let tasks: [ModelTask] = [.binary, .multiclass, .regression]
    static let unscaled = FeatureChoices(numeric: .init(scale: FeatureConfiguration.Scaling.none))

    private func ensemble(_ model: TrainedModel) throws -> TreeEnsemble {
        let estimator = try #require(model.estimator as? LightGBMEstimator)
        return try TreeEnsemble(
            lightGBM: estimator.booster.text(rounds: estimator.rounds), outputs: estimator.loss.outputs,
            scaling: estimator.scaling)
    }

    @Test(arguments: tasks, [1, 2, 3])
    func exportAnswersLikeTheTrainerAtEveryThreshold(task: ModelTask, seed: Int) throws {
        let problem = Training.mixed(task, seed: seed)
        let model = try Training.train(
            problem, .lightGBM { ($0.rounds, $0.minimumRows) = (40, 3) }, seed: seed, features: Self.unscaled)
        let ensemble = try ensemble(model)
        let tests = ensemble.trees.flatMap(\.nodes)
        #expect(tests.contains { if case .split(_, .among(let cities), _, _, _) = $0 { cities.max() ?? 0 > 64 } else { false } })
        #expect(tests.contains { if case .split(_, .atMost, true, _, _) = $0 { true } else { false } })
        let check = ExportCheck(context: Training.context)
        #expect(try check.largestDifference(model, on: problem.valid) <= 1e-5)
        #expect(try check.largestDifference(model, on: Training.odd(problem, ensemble)) <= 1e-5)
    }

    @Test(arguments: tasks) func learnsFromCategoriesAndGaps(task: ModelTask) throws {
        let model = try Training.train(Training.mixed(task, seed: 4), .lightGBM { _ in })
        let metric: Metric = task == .regression ? .r2 : .rocAUC
        #expect(try #require(model.report.valid[metric]) > 0.85)
        #expect(model.featureNames == ["few", "many", "gaps", "city", "size"])
        let forms = model.report.preparation.map(\.form)
        #expect(forms == [.number, .number, .number, .native, .native])
        #expect(model.report.preparation[2].missing > 200 && model.report.preparation[3].categories ?? 0 > 64)
    }

    /// A request of one row is nodes more than trees: a category is one of them, and what is missing needs none.
    @Test func theGraphIsNoLongerThanItNeedsToBe() throws {
        let model = try Training.train(Training.mixed(.regression, seed: 4), .lightGBM { $0.rounds = 3 }, features: Self.unscaled)
        let counts = model.model.operatorCounts
        #expect(counts["ai.onnx.ml.LabelEncoder"] == 2)
        #expect(counts["Cast"] == 1)
        #expect(counts["IsNaN"] == nil && counts["Where"] == nil)
    }

    @Test func stopsEarlyByDefaultAndAnswersWithTheBestRound() throws {
        let model = try Training.train(Training.mixed(.binary, seed: 5), .lightGBM { $0.patience = 7 })
        let losses = try #require(model.history.array).compactMap { $0["valid_loss"]?.double }
        let best = try #require(model.metrics["best_round"]?.int)
        #expect(losses.count == best + 7 && losses[best - 1] == losses.min())
        let loss = try #require(model.report.valid[.logLoss])
        #expect(abs(loss - losses[best - 1]) < 1e-6)
        let all = try Training.train(Training.mixed(.binary, seed: 5), .lightGBM { ($0.rounds, $0.patience) = (30, 0) })
        #expect(all.history.array?.count == 30)
        #expect(try ensemble(all).trees.count == 30)
    }

    @Test func aMonotoneAnswerNeverFallsAsItsColumnGrows() throws {
        let problem = Training.mixed(.regression, seed: 6)
        func falls(_ algorithm: Training.Algorithm) throws -> Int {
            let model = try Training.train(problem, algorithm)
            var count = 0
            for row in 0..<20 {
                var table = problem.valid.rows([Int](repeating: row, count: 41))
                table.columns[2].values = .numeric((0...40).map { Double($0) - 20 })
                let answers = try model.predict(table)
                count += zip(answers, answers.dropFirst()).count { $0.0 > $0.1 }
            }
            return count
        }
        #expect(try falls(.lightGBM { $0.monotone = ["gaps": .increasing] }) == 0)
        #expect(try falls(.lightGBM { _ in }) > 0)
    }

    @Test func columnsOfDifferentGroupsDoNotActTogether() throws {
        let problem = Training.mixed(.regression, seed: 7)
        let model = try Training.train(problem, .lightGBM { ($0.rounds, $0.interactions) = (30, [["few", "gaps"]]) })
        for tree in try ensemble(model).trees {
            for used in paths(tree, 0) { #expect(used.isSubset(of: [0, 2]) || used.count <= 1) }
        }
    }

    /// The features on each way from a node to a leaf.
    private func paths(_ tree: DecisionTree, _ node: Int) -> [Set<Int>] {
        guard case .split(let feature, _, _, let yes, let no) = tree.nodes[node] else { return [[]] }
        return (paths(tree, yes) + paths(tree, no)).map { $0.union([feature]) }
    }

    @Test func constraintsOnOtherColumnsAreRefused() async {
        let problem = Training.mixed(.binary, seed: 8)
        for (settings, message) in [
            (Training.Algorithm.lightGBM { $0.monotone = ["gap": .increasing] }, "`monotone` names the column `gap`"),
            (.lightGBM { $0.monotone = ["city": .decreasing] }, "`monotone` names the column `city`, which is not one of numbers"),
            (.lightGBM { $0.interactions = [["few", "town"]] }, "`interactions` names the column `town`"),
        ] {
            let text = await failureText { _ = try Training.train(problem, settings) }
            #expect(text.contains(message), "\(text)")
        }
    }

    @Test func balancedClassesWeighTheSame() throws {
        var problem = Training.mixed(.binary, seed: 9)
        // One in ten of the second class is left.
        let targets = try Target(problem.schema).values(in: problem.train)
        problem.train = problem.train.rows(targets.indices.filter { targets[$0] == 0 || $0 % 10 == 0 })
        let plain = try Training.train(problem, .lightGBM { $0.rounds = 40 })
        let balanced = try Training.train(problem, .lightGBM { ($0.rounds, $0.classWeight) = (40, .balanced) })
        let recalls = try [plain, balanced].map { try #require($0.report.valid[.recall]) }
        #expect(recalls[1] > recalls[0] + 0.1)
    }

    @Test func aTreeThatIsNotWholeIsRefused() {
        let block: [Substring: Substring] = [
            "split_feature": "0", "left_child": "-1", "right_child": "-2", "decision_type": "2", "threshold": "0.5",
            "leaf_value": "1 2",
        ]
        #expect(throws: Never.self) { try DecisionTree(lightGBM: block, output: 0, scale: 1) }
        for (name, value) in [("left_child", "5"), ("leaf_value", "1"), ("decision_type", "5"), ("left_child", "0"), ("threshold", "x")] {
            var broken = block
            broken[Substring(name)] = Substring(value)
            #expect(throws: Failure.self, "\(name)") { try DecisionTree(lightGBM: broken, output: 0, scale: 1) }
        }
    }

    /// LightGBM takes a number of up to 10⁻³⁵ for 0.
    @Test(arguments: [("1.0000000180025095e-35", 1e-35 as Float), ("0", 1e-35), ("-1.0000000180025095e-35", (-1e-35 as Float).nextDown)])
    func thresholdsBesideNoughtLeaveItWhole(text: String, expected: Float) throws {
        let tree = try DecisionTree(
            lightGBM: [
                "split_feature": "0", "left_child": "-1", "right_child": "-2", "decision_type": "0",
                "threshold": Substring(text), "leaf_value": "1 2",
            ], output: 0, scale: 1)
        #expect(tree.nodes[0] == .split(feature: 0, .atMost(expected), missing: !text.hasPrefix("-"), yes: 1, no: 2))
    }

    /// 0.1 lies below the float next to it, which is not at most 0.1.
    @Test func thresholdsAreRoundedToTheFloatBelow() throws {
        for text in ["0.1", "0.3", "1e300", "16777217"] {
            let tree = try DecisionTree(
                lightGBM: [
                    "split_feature": "0", "left_child": "-1", "right_child": "-2", "decision_type": "10",
                    "threshold": Substring(text), "leaf_value": "1 2",
                ], output: 0, scale: 1)
            guard case .split(0, .atMost(let float), true, 1, 2) = tree.nodes[0], let threshold = Double(text) else {
                Issue.record("\(tree.nodes)")
                return
            }
            #expect(Double(float) <= threshold && Double(float.nextUp) > threshold)
        }
    }
}
