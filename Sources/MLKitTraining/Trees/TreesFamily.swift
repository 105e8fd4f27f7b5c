package import MLKitEngines
package import MLKitEvaluation
package import MLKitSignature
package import MLKitSpec

/// `kind: trees`: gradient-boosted trees, XGBoost's `hist` method; the names of settings are its own.
package struct TreesFamily: FeatureModelFamily {
    package struct Configuration: Hashable, Sendable {
        package var rounds: Int
        package var maxDepth: Int
        package var learningRate: Double
        package var minChildWeight: Double
        package var subsample: Double
        package var columnSample: Double
        package var l2: Double
        package var maxBins: Int
        /// Rounds without a better validation loss before training stops; `nil` runs them all.
        package var patience: Int?

        package init(
            rounds: Int = 100, maxDepth: Int = 6, learningRate: Double = 0.3, minChildWeight: Double = 1,
            subsample: Double = 1, columnSample: Double = 1, l2: Double = 1, maxBins: Int = 256,
            patience: Int? = nil
        ) {
            self.rounds = rounds
            self.maxDepth = maxDepth
            self.learningRate = learningRate
            self.minChildWeight = minChildWeight
            self.subsample = subsample
            self.columnSample = columnSample
            self.l2 = l2
            self.maxBins = maxBins
            self.patience = patience
        }
    }

    package init() {}

    package var keys: KeySet<Configuration> {
        KeySet(
            "a model of kind `trees`", name: "trees", blank: Configuration(),
            [
                Key("rounds", \.rounds, .integer(1...), "number of boosting rounds"),
                TreeKeys.depth(\.maxDepth),
                TreeKeys.learningRate(\.learningRate),
                Key("min_child_weight", \.minChildWeight, .number(0...), "least weight of a leaf"),
                TreeKeys.subsample(\.subsample),
                TreeKeys.columnSample(\.columnSample),
                Key("l2", \.l2, .number(0...), "strength of the penalty on leaves"),
                TreeKeys.bins(\.maxBins, most: 65536),
                Key(
                    "patience", \.patience, .integer(1...),
                    "rounds without gain before it stops; all are run if left out"),
            ])
    }

    package var features: FeatureConfiguration { FeatureConfiguration(text: .ofTrees) }

    package func engines(_ configuration: Configuration) -> [Engine] { [.xgboost] }

    package func algorithm(_ configuration: Configuration, for task: ModelTask) -> String { "gradient-boosted trees" }

    package func proposal(_ number: Int, _ random: inout RandomSource) -> Configuration? {
        var proposed = Configuration(rounds: 1000, learningRate: 0.1, patience: 30)
        guard number > 0 else { return proposed }
        proposed.maxDepth = 3 + random.index(below: 7)
        proposed.learningRate = random.number(from: 0.03, to: 0.3)
        proposed.minChildWeight = random.number(from: 0.5, to: 20)
        proposed.subsample = random.element([0.6, 0.8, 1])
        proposed.columnSample = random.element([0.5, 0.75, 1])
        proposed.l2 = random.number(from: 0.1, to: 10)
        return proposed
    }

    package func canRefit(_ configuration: Configuration) -> Bool { true }

    package func settled(_ configuration: Configuration, at step: Int) -> Configuration? {
        guard configuration.patience != nil else { return nil }
        var settled = configuration
        (settled.rounds, settled.patience) = (step, nil)
        return settled
    }

    package func train(
        _ configuration: Configuration, on data: TrainingData, seed: Int, _ context: StageContext
    ) throws -> TrainingResult {
        try TreeTrainer(
            configuration: configuration, seed: seed, threads: context.threads,
            xgboost: XGBoost(engines: context.engines), checkpoints: context.checkpoints, log: context.log
        ).train(data)
    }
}
