package import MLKitEngines
package import MLKitEvaluation
package import MLKitSignature
package import MLKitSpec

/// `kind: network`: a dense feed-forward network. Without hidden layers it is logistic (softmax, linear) regression,
/// fitted to convergence with L-BFGS; with hidden layers it trains with Adam.
package struct NetworkFamily: FeatureModelFamily {
    package struct Configuration: Hashable, Sendable {
        /// Units per hidden layer.
        package var hidden: [Int]
        package var learningRate: Double
        package var batchSize: Int
        /// The most passes over the training rows (with no hidden layer: L-BFGS iterations).
        package var epochs: Int
        /// Epochs without a better validation loss before training stops.
        package var patience: Int
        /// Strength of ½·l2·‖weights‖², added to the loss summed over rows: all rows for the linear model
        /// (scikit-learn's `1/C`), those of one batch with hidden layers (its `alpha`).
        package var l2: Double

        package init(
            hidden: [Int] = [], learningRate: Double = 1e-3, batchSize: Int = 500, epochs: Int = 200,
            patience: Int = 10, l2: Double = 1
        ) {
            self.hidden = hidden
            self.learningRate = learningRate
            self.batchSize = batchSize
            self.epochs = epochs
            self.patience = patience
            self.l2 = l2
        }
    }

    package init() {}

    package var keys: KeySet<Configuration> {
        KeySet(
            "a model of kind `network`", name: "network", blank: Configuration(),
            [
                Key("hidden", \.hidden, .list(.integer(1...65536)), "units per hidden layer; none is a linear model"),
                Key(
                    "learning_rate", \.learningRate, .number(0...), "step size of Adam; a linear model has none"),
                Key("batch_size", \.batchSize, .integer(1...), "rows per step"),
                Key("epochs", \.epochs, .integer(1...), "most passes over the rows"),
                Key("patience", \.patience, .integer(1...), "epochs without gain before it stops"),
                Key("l2", \.l2, .number(0...), "strength of the penalty on weights"),
            ])
    }

    package var features: FeatureConfiguration { FeatureConfiguration(takesSparse: true) }

    package func engines(_ configuration: Configuration) -> [Engine] { [.openblas] }

    /// The same network without hidden layers has a name for each task.
    package func algorithm(_ configuration: Configuration, for task: ModelTask) -> String {
        guard configuration.hidden.isEmpty else {
            return "network with \(configuration.hidden.map(String.init).joined(separator: ", ")) hidden units"
        }
        return switch task {
        case .binary: "logistic regression"
        case .multiclass: "softmax regression"
        case .regression: "linear regression"
        }
    }

    /// Those with hidden layers; those without are `linear`.
    package func proposal(_ number: Int, _ random: inout RandomSource) -> Configuration? {
        var proposed = Configuration(hidden: [64, 32])
        guard number > 0 else { return proposed }
        let widths = [[32], [128], [64, 64], [128, 64], [256, 128], [128, 64, 32]]
        proposed.hidden = random.element(widths)
        proposed.learningRate = random.number(from: 0.0005, to: 0.01)
        proposed.batchSize = random.element([64, 128, 256, 500])
        proposed.l2 = random.number(from: 0.001, to: 10)
        return proposed
    }

    package func train(
        _ configuration: Configuration, on data: TrainingData, seed: Int, _ context: StageContext
    ) throws -> TrainingResult {
        guard configuration.hidden.isEmpty else {
            return try flushingDenormals {
                let blas = try BLAS(engines: context.engines, threads: context.threads)
                return try NetworkTrainer(configuration: configuration, seed: seed, blas: blas, log: context.log)
                    .train(data)
            }
        }
        let blas = try BLAS(engines: context.engines, threads: context.threads)
        return LinearTrainer(
            l2: configuration.l2, maximumIterations: configuration.epochs, blas: blas, log: context.log
        ).train(data)
    }
}
