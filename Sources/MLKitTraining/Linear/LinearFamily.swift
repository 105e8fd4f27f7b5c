package import MLKitEngines
package import MLKitEvaluation
package import MLKitSignature
package import MLKitSpec

/// `kind: linear`: linear, logistic or softmax regression, fitted to convergence: ridge by default, lasso or elastic net with `l1`.
package struct LinearFamily: FeatureModelFamily {
    package struct Configuration: Hashable, Sendable {
        /// Strength of ½·l2·‖weights‖², added to the loss summed over rows (scikit-learn's `1/C`, and `alpha` of `Ridge`); `nil`
        /// for the one of several that does best on the validation rows, or for none beside `l1`.
        package var l2: Double?
        /// Strength of l1·Σ|weight|, added to the same (scikit-learn's `1/C`, and `alpha` of `Lasso` times the rows).
        package var l1 = 0.0
        /// The most steps of the solver.
        package var iterations = 500

        package init(l2: Double? = nil, l1: Double = 0, iterations: Int = 500) {
            self.l2 = l2
            self.l1 = l1
            self.iterations = iterations
        }
    }

    package init() {}

    package var keys: KeySet<Configuration> {
        KeySet(
            "a model of kind `linear`", name: "linear", blank: Configuration(),
            [
                Key(
                    "l2", \.l2, .number(0...),
                    "strength of the penalty on the squares of weights; if left out, that of 0.01, 0.1, … 1000 with the lowest "
                        + "validation loss, or none beside `l1`"),
                Key("l1", \.l1, .number(0...), "strength of the penalty on the size of weights, which makes some of them 0"),
                Key("iterations", \.iterations, .integer(1...), "most steps of the solver"),
            ])
    }

    package var features: FeatureConfiguration {
        FeatureConfiguration(categorical: .init(impute: .category, minimumCount: 2), dates: .parts, isSparse: true)
    }

    package func engines(_ configuration: Configuration) -> [Engine] { [] }

    package func algorithm(_ configuration: Configuration, for task: ModelTask) -> String {
        let penalty = configuration.l1 == 0 ? "ridge" : configuration.l2 ?? 0 > 0 ? "elastic net" : "lasso"
        return switch task {
        case .binary, .multilabel: "logistic regression (\(penalty))"
        case .multiclass: "softmax regression (\(penalty))"
        case .regression: "linear regression (\(penalty))"
        }
    }

    /// Ridge, and lasso by three strengths.
    package func proposal(_ number: Int, _ random: inout RandomSource) -> Configuration? {
        let strengths = [0.0, 3, 0.3, 30]
        return strengths.indices.contains(number) ? Configuration(l1: strengths[number]) : nil
    }

    package func canRefit(_ configuration: Configuration) -> Bool { true }

    package func settled(_ configuration: Configuration, at step: Int) -> Configuration? {
        guard configuration.l2 == nil, configuration.l1 == 0, LinearFitter.strengths.indices.contains(step - 1) else { return nil }
        var settled = configuration
        settled.l2 = LinearFitter.strengths[step - 1]
        return settled
    }

    package func train(
        _ configuration: Configuration, on data: TrainingData, seed: Int, _ context: StageContext
    ) throws -> TrainingResult {
        LinearFitter(configuration: configuration, log: context.log).train(data)
    }
}
