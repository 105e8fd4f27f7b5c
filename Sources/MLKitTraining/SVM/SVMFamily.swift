internal import MLKitCore
package import MLKitEngines
package import MLKitEvaluation
package import MLKitSignature
package import MLKitSpec

/// `kind: svm`: a support vector machine (Cortes and Vapnik, "Support-vector networks", 1995), of several classes one for each against
/// the rest, whose margins Platt's lines make probabilities by what the validation rows are.
package struct SVMFamily: ModelFamily {
    package struct Configuration: Hashable, Sendable {
        package var kernel = Kernel.linear
        /// What a row on the wrong side costs, beside half the square of the weights.
        package var cost = 1.0
        /// Of `rbf`: how fast likeness falls with the squared distance; `nil` for one over inputs times their variance.
        package var gamma: Double?
        /// Of numbers: how far off an answer is free, in standard deviations of the target.
        package var epsilon = 0.1
        /// The most training rows of `rbf`, whose work grows faster than their square.
        package var mostRows = 20_000
        /// The most steps of the solver of `linear`.
        package var iterations = 1000

        package init(kernel: Kernel = .linear, cost: Double = 1, gamma: Double? = nil, epsilon: Double = 0.1) {
            self.kernel = kernel
            self.cost = cost
            self.gamma = gamma
            self.epsilon = epsilon
        }

        package enum Kernel: String, CaseIterable, Sendable {
            case linear
            case rbf
        }
    }

    package init() {}

    package var keys: KeySet<Configuration> {
        KeySet(
            "a model of kind `svm`", name: "svm", blank: Configuration(),
            [
                Key("kernel", \.kernel, .choice, "what rows are told apart by: `linear` sums, or with `rbf` how near they are to others"),
                Key("c", \.cost, .number(1e-9...1e9), "what a row on the wrong side costs; the higher, the closer the model follows them"),
                Key(
                    "gamma", \.gamma, .number(1e-9...1e9),
                    "with `rbf`, how fast likeness falls with the squared distance; if left out one over the number of inputs times their "
                        + "variance"),
                Key("epsilon", \.epsilon, .number(0...), "of numbers, how far off an answer is free, in standard deviations of the target"),
                Key(
                    "most_rows", \.mostRows, .integer(2...200_000),
                    "with `rbf`, the most training rows: twice as many take four times as long or more"),
                Key("iterations", \.iterations, .integer(1...), "with `linear`, the most steps of the solver"),
            ])
    }

    private func features(_ configuration: Configuration) -> FeatureConfiguration {
        let isLinear = configuration.kernel == .linear
        return FeatureConfiguration(
            categorical: .init(impute: .category, minimumCount: 2), dates: isLinear ? .parts : .number, isSparse: isLinear)
    }

    package func engines(_ configuration: Configuration) -> [Engine] { configuration.kernel == .rbf ? [.openblas] : [] }

    package func algorithm(_ configuration: Configuration, for task: ModelTask) -> String {
        "support vector machine (\(configuration.kernel.rawValue))"
    }

    package func proposal(_ number: Int, _ random: inout RandomSource) -> Configuration? { nil }

    /// What margins mean is known from validation rows, which it then must not have learnt from.
    package func canRefit(_ configuration: Configuration) -> Bool { false }
    package func settled(_ configuration: Configuration, at step: Int) -> Configuration? { nil }

    package func fit(
        _ configuration: Configuration, on rows: TrainingRows, seed: Int, _ context: StageContext
    ) throws -> FittedModel {
        if configuration.kernel == .rbf, rows.count > configuration.mostRows {
            throw Failure(
                "an `svm` with `kernel: rbf` takes \(plural(configuration.mostRows, "row")) at most, and there are \(rows.count)",
                hint: "take `kernel: linear`, raise `most_rows`, or learn from fewer rows")
        }
        let (encoder, data) = try rows.encoded(to: features(configuration))
        context.log("\(plural(data.train.rows, "training row")) of \(plural(encoder.width, "feature"))")
        let result = switch configuration.kernel {
        case .linear: LinearSVMFitter(configuration: configuration, log: context.log).train(data)
        case .rbf:
            // With one thread, so that sums are the same whatever the machine.
            KernelSVMFitter(
                configuration: configuration, blas: try BLAS(engines: context.engines, threads: 1), log: context.log
            ).train(data)
        }
        return FittedModel(EncodedModel(encoder: encoder, estimator: result.estimator), course: result.course)
    }
}
