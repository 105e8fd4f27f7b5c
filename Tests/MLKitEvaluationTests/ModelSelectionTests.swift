import MLKitCore
import MLKitReports
import MLKitSpec
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitEvaluation

/// Which model is chosen, at the bounds and among equals.
@Suite struct ModelSelectionTests {
    /// A model whose root mean squared error over one row is `error`.
    private func model(_ name: String, _ error: Double, size: Int = 1_000_000) -> EvaluatedModel {
        EvaluatedModel(
            name: name, kind: "network", path: FilePath(name), size: size,
            scores: Scores(truth: [0, 0], predicted: [error, error]))
    }

    private func selection(
        _ models: [EvaluatedModel], maximize: Bool = false,
        _ bounds: (String, Bound.Comparison, Double)...
    ) throws -> ModelSelection {
        let rule = EvaluateConfiguration.Selection(
            metric: .rmse, maximize: maximize,
            subjectTo: bounds.map { .init(quantity: $0.0, comparison: $0.1, limit: $0.2) })
        return try ModelSelection(models, rule, on: .valid)
    }

    @Test(arguments: [
        (.less, 1.999_999, true), (.less, 2, false), (.atMost, 2, true), (.atMost, 2.000_001, false),
        (.greater, 2.000_001, true),
        (.greater, 2, false), (.atLeast, 2, true), (.atLeast, 1.999_999, false), (.atMost, .nan, false),
        (.atLeast, .nan, false),
        (.less, .nan, false), (.greater, .nan, false),
    ] as [(Bound.Comparison, Double, Bool)])
    func aBoundIsKeptUpToItsLimit(comparison: Bound.Comparison, value: Double, keeps: Bool) {
        #expect(Bound(quantity: "q", comparison: comparison, limit: 2).keeps(value) == keeps)
    }

    /// A megabyte is a million bytes.
    @Test func aModelOfJustTheSizeMayBeChosen() throws {
        let models = [model("small", 3, size: 999_999), model("just", 2), model("large", 1, size: 1_000_001)]
        #expect(try selection(models, ("size_mb", .atMost, 1)).selected.name == "just")
        #expect(try selection(models, ("size_mb", .less, 1)).selected.name == "small")
        #expect(try selection(models).selected.name == "large")
        #expect(try selection(models, ("size_mb", .atMost, 1)).leftOut.map(\.name) == ["large"])
        let bounds: [(String, Bound.Comparison, Double)] = [("size_mb", .less, 0.5), ("accuracy", .less, 1)]
        #expect { try selection(models, bounds[0]) } throws: { "\($0)".hasPrefix("error: no model keeps the bounds of `select`") }
        #expect { try selection(models, bounds[1]) } throws: { "\($0)".hasPrefix("error: `accuracy` cannot be bounded here") }
        #expect { try selection([]) } throws: { "\($0)" == "error: there is no model to evaluate\n" }
        #expect { try selection([model("a", .nan)]) } throws: {
            "\($0)".hasPrefix("error: rmse is undefined on the validation split, so no model can be selected by it")
        }
    }

    @Test func allBoundsCount() throws {
        let models = [model("a", 1, size: 3_000_000), model("b", 2, size: 2_000_000), model("c", 3)]
        let found = try selection(models, ("size_mb", .less, 3), ("rmse", .greater, 2))
        #expect(found.selected.name == "c" && found.runnerUp == nil)
        #expect(found.leftOut.map(\.name) == ["a", "b"])
    }

    /// The better, else the smaller, else the one that is named first; what is second to that is the runner-up.
    @Test func ofEqualsTheSmallerIsChosenAndThenTheFirst() throws {
        func names(_ models: [EvaluatedModel], maximize: Bool = false) throws -> [String?] {
            let found = try selection(models, maximize: maximize)
            return [found.selected.name, found.runnerUp?.name]
        }
        #expect(try names([model("a", 2), model("b", 1), model("c", 3)]) == ["b", "a"])
        #expect(try names([model("a", 2), model("b", 1), model("c", 3)], maximize: true) == ["c", "a"])
        #expect(try names([model("a", 1, size: 2), model("b", 1, size: 1), model("c", 1, size: 3)]) == ["b", "a"])
        #expect(try names([model("a", 1), model("b", 1), model("c", 1)]) == ["a", "b"])
        #expect(try names([model("a", .nan), model("b", 1)]) == ["b", nil])
        #expect(throws: Failure.self) { try names([model("a", .nan)]) }
    }
}
