internal import MLKitCore
package import MLKitEngines
package import MLKitEvaluation
package import MLKitSignature
package import MLKitSpec

/// `kind: forest`: the mean of trees that each see some of the rows, and of the columns at each split: Breiman, "Random forests" (2001),
/// grown by LightGBM.
package struct ForestFamily: FeatureModelFamily {
    package struct Configuration: Hashable, Sendable {
        package var trees = 200
        /// The most leaves of a tree.
        package var leaves = 4096
        /// `nil` for no bound.
        package var maxDepth: Int?
        /// Least rows of a leaf.
        package var minimumRows = 1
        /// Share of the rows that each tree sees, drawn without replacement.
        package var subsample = 0.7
        /// Share of the columns that each split chooses from; `nil` for what fits the task.
        package var columnSample: Double?
        /// Rows that answer as all rows do in the mean, counted in each leaf; `nil` for what fits the task.
        package var l2: Double?
        /// Whether thresholds are drawn at random: Geurts and others, "Extremely randomized trees" (2006).
        package var isExtra = false
        package var maxBins = 255
        package var classWeight = ClassWeight.none

        package init() {}
    }

    package init() {}

    package var keys: KeySet<Configuration> {
        KeySet(
            "a model of kind `forest`", name: "forest", blank: Configuration(),
            [
                Key("trees", \.trees, .integer(1...10_000), "number of trees, of which the answer is the mean"),
                Key("num_leaves", \.leaves, .integer(2...131_072), "most leaves of a tree"),
                TreeKeys.boundlessDepth(\.maxDepth),
                Key("min_data_in_leaf", \.minimumRows, .integer(1...), "least rows of a leaf"),
                TreeKeys.subsample(\.subsample, 0.001...0.999, "share of rows that each tree sees, drawn without replacement"),
                TreeKeys.columnSampleOfSplits(\.columnSample),
                Key(
                    "l2", \.l2, .number(0...),
                    "so many rows that are as all rows in the mean count in each leaf, so that no class is ruled out; if left out 0.3, "
                        + "and 0 for numbers"),
                Key("extra_trees", \.isExtra, .boolean, "whether thresholds are drawn at random, and the best of these taken"),
                TreeKeys.bins(\.maxBins, most: 65535),
                Key("class_weight", \.classWeight, .choice, "`balanced` lets rare classes weigh as much as frequent ones"),
            ])
    }

    package var takesRawValues: Bool { true }
    package var features: FeatureConfiguration { LightGBMFamily().features }

    package func engines(_ configuration: Configuration) -> [Engine] { [.lightgbm] }

    package func algorithm(_ configuration: Configuration, for task: ModelTask) -> String {
        configuration.isExtra ? "extremely randomized trees" : "random forest"
    }

    package func proposal(_ number: Int, _ random: inout RandomSource) -> Configuration? {
        var proposed = Configuration()
        guard number > 0 else { return proposed }
        proposed.isExtra = random.unit() < 0.3
        proposed.columnSample = [0.25, 0.4, 0.6, 0.8, 1][random.index(below: 5)]
        proposed.minimumRows = [1, 2, 3, 5, 10, 20][random.index(below: 6)]
        proposed.subsample = [0.5, 0.7, 0.85][random.index(below: 3)]
        return proposed
    }

    package func canRefit(_ configuration: Configuration) -> Bool { true }
    package func settled(_ configuration: Configuration, at step: Int) -> Configuration? { nil }

    package func train(
        _ configuration: Configuration, on data: TrainingData, seed: Int, _ context: StageContext
    ) throws -> TrainingResult {
        try ForestTrainer(
            configuration: configuration, seed: seed, threads: context.threads,
            lightGBM: LightGBM(engines: context.engines), log: context.log
        ).train(data)
    }
}
