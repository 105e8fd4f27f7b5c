import MLKitCore
import MLKitEvaluation
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import Testing

@testable import MLKitTraining

@Suite struct TreeEnsembleTests {
    private func tree(_ left: JSON, _ right: JSON) throws -> DecisionTree {
        try DecisionTree(
            [
                "left_children": left, "right_children": right, "split_indices": [3, 1, 0, 0, 0],
                "split_conditions": [0.5, 2, 7, 8, 9],
            ], output: 0)
    }

    @Test func nodesAreNumberedAnewFromTheRoot() throws {
        #expect(
            try tree([2, 3, -1, -1, -1], [1, 4, -1, -1, -1]).nodes == [
                .split(feature: 3, .below(0.5), missing: false, yes: 1, no: 2), .leaf(7),
                .split(feature: 1, .below(2), missing: false, yes: 3, no: 4), .leaf(8), .leaf(9),
            ])
    }

    @Test func prunedNodesAreLeftOut() throws {
        #expect(try tree([-1, 3, -1, -1, -1], [-1, 4, -1, -1, -1]).nodes == [.leaf(0.5)])
    }

    @Test(arguments: [
        ("2.5E-1", Loss.squared, [0.25]), ("[2.5E-1]", .squared, [0.25]), ("[5E-1]", .logistic, [0]),
        ("5E-1", .softmax(classes: 3), [0.5, 0.5, 0.5]), ("[1E0, 2E0,3E0]", .softmax(classes: 3), [1, 2, 3]),
    ])
    func marginsStartFromTheBaseScoreOfEveryVersion(text: String, loss: Loss, margins: [Float]) throws {
        #expect(try ensemble(text, loss).baseMargins == margins)
    }

    @Test(arguments: ["", "[]", "[1E0,2E0]", "[1E0,x,2E0]", "half"])
    func aBaseScoreThatFitsNoOutputIsRefused(text: String) {
        #expect(throws: Failure.self) { try ensemble(text, .softmax(classes: 3)) }
    }

    private func ensemble(_ base: String, _ loss: Loss) throws -> TreeEnsemble {
        try TreeEnsemble(
            [
                "learner": [
                    "learner_model_param": ["base_score": .string(base)],
                    "gradient_booster": ["model": ["trees": [], "tree_info": []]],
                ]
            ], loss: loss, rounds: 0)
    }

    @Test func brokenTreesAreRefused() {
        #expect(throws: Failure.self) { try tree([1, 0, -1, -1, -1], [2, 0, -1, -1, -1]) }
        #expect(throws: Failure.self) { try tree([9, -1, -1, -1, -1], [2, -1, -1, -1, -1]) }
        #expect(throws: Failure.self) { try DecisionTree(["left_children": []], output: 0) }
    }

    @Test func earlyStoppingAnswersWithTheBestRound() throws {
        let problem = Training.problem(.binary, rows: 150)
        let settings = TreesFamily.Configuration(rounds: 300, maxDepth: 6, learningRate: 0.8, patience: 5)
        let model = try Training.train(problem, .trees(settings))
        let losses = try #require(model.history.array).compactMap { $0["valid_loss"]?.double }
        let best = try #require(model.metrics["best_round"]?.int)
        #expect(losses.count == best + 5)
        #expect(losses[best - 1] == losses.min())
        let loss = try #require(model.metrics["valid"]?["log_loss"]?.double)
        #expect(abs(loss - losses[best - 1]) < 1e-5)
    }

    @Test func allRoundsRunWithoutPatience() throws {
        let model = try Training.train(Training.problem(.multiclass), Training.trees)
        #expect(model.metrics["rounds"] == 30)
        #expect(model.history.array?.count == 30)
    }

    @Test func refusedSettingsAreXGBoostsWords() async {
        let settings = TreesFamily.Configuration(rounds: 2, minChildWeight: -1)
        let text = await failureText { _ = try Training.train(Training.problem(.binary), .trees(settings)) }
        #expect(text.hasPrefix("error: XGBoost cannot "))
        #expect(text.contains("min_child_weight"))
    }
}
