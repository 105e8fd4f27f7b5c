internal import MLKitCore
package import MLKitEngines
package import MLKitEvaluation
package import MLKitSignature
package import MLKitSpec

/// `kind: lightgbm`: gradient-boosted trees that grow leaf by leaf and take categories and missing values as they are: Ke and
/// others, "LightGBM: a highly efficient gradient boosting decision tree" (2017).
package struct LightGBMFamily: FeatureModelFamily {
    package struct Configuration: Hashable, Sendable {
        /// The most boosting rounds.
        package var rounds = 1000
        /// Rounds without a better validation loss before training stops; 0 runs them all.
        package var patience = 50
        package var learningRate = 0.1
        package var leaves = 31
        /// `nil` for no bound.
        package var maxDepth: Int?
        /// `nil` for a number that fits the rows.
        package var minimumRows: Int?
        /// Shares of the rows for each round, and of the columns for each tree.
        package var subsample = 1.0
        package var columnSample = 1.0
        /// Strength of penalties on leaves; targets of a regression are brought to a deviation of 1 before.
        package var l1 = 0.0
        package var l2 = 0.0
        package var maxBins = 255
        package var classWeight = ClassWeight.none
        /// By column, the way the answer may go as its value grows.
        package var monotone: [String: Direction] = [:]
        /// Groups of columns: on one path through a tree stand columns of one group alone.
        package var interactions: [[String]] = []

        package init() {}
    }

    package enum Direction: String, CaseIterable, Sendable {
        case increasing
        case decreasing
    }

    static let monotoneName = "monotone"
    static let interactionsName = "interactions"

    package init() {}

    package var keys: KeySet<Configuration> {
        KeySet(
            "a model of kind `lightgbm`", name: "lightgbm", blank: Configuration(),
            [
                Key("rounds", \.rounds, .integer(1...100_000), "most boosting rounds"),
                Key("patience", \.patience, .integer(0...), "rounds without gain before it stops; 0 runs all"),
                TreeKeys.learningRate(\.learningRate),
                Key("num_leaves", \.leaves, .integer(2...131_072), "most leaves of a tree"),
                TreeKeys.boundlessDepth(\.maxDepth),
                Key(
                    "min_data_in_leaf", \.minimumRows, .integer(1...),
                    "least rows of a leaf; if left out 20, and of less than 1,000 rows a fiftieth, but 5 at least"),
                TreeKeys.subsample(\.subsample),
                TreeKeys.columnSample(\.columnSample),
                Key("l1", \.l1, .number(0...), "strength of the penalty on the size of leaves"),
                Key("l2", \.l2, .number(0...), "strength of the penalty on their squares"),
                TreeKeys.bins(\.maxBins, most: 65535),
                Key("class_weight", \.classWeight, .choice, "`balanced` lets rare classes weigh as much as frequent ones"),
                Key(
                    Self.monotoneName, \.monotone, .mapping(.choice),
                    "columns of numbers by name: the answer (of two classes the second) only grows, or only falls, with it"),
                Key(
                    Self.interactionsName, \.interactions, .list(.list(.text)),
                    "groups of columns: only columns of one group act together; all may if left out"),
            ])
    }

    package var takesRawValues: Bool { true }

    package var features: FeatureConfiguration {
        FeatureConfiguration(
            numeric: .init(impute: .none), categorical: .init(impute: .category, encode: .native), text: .ofTrees, dates: .parts)
    }

    package func engines(_ configuration: Configuration) -> [Engine] { [.lightgbm] }

    package func algorithm(_ configuration: Configuration, for task: ModelTask) -> String { "gradient-boosted trees (LightGBM)" }

    package func proposal(_ number: Int, _ random: inout RandomSource) -> Configuration? {
        var proposed = Configuration()
        guard number > 0 else { return proposed }
        proposed.rounds = 2000
        proposed.leaves = Int(random.number(from: 4, to: 128))
        proposed.learningRate = random.number(from: 0.02, to: 0.2)
        proposed.minimumRows = Int(random.number(from: 2, to: 60))
        proposed.subsample = random.element([0.6, 0.8, 1])
        proposed.columnSample = random.element([0.4, 0.6, 0.8, 1])
        proposed.l2 = random.number(from: 0.001, to: 10)
        return proposed
    }

    package func canRefit(_ configuration: Configuration) -> Bool { true }

    package func settled(_ configuration: Configuration, at step: Int) -> Configuration? {
        guard configuration.patience > 0 else { return nil }
        var settled = configuration
        (settled.rounds, settled.patience) = (step, 0)
        return settled
    }

    package func train(
        _ configuration: Configuration, on data: TrainingData, seed: Int, _ context: StageContext
    ) throws -> TrainingResult {
        try LightGBMTrainer(
            configuration: configuration, seed: seed, threads: context.threads,
            lightGBM: LightGBM(engines: context.engines), checkpoints: context.checkpoints, log: context.log
        ).train(data)
    }
}
