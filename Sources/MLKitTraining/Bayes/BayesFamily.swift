internal import MLKitCore
package import MLKitEngines
package import MLKitEvaluation
package import MLKitSignature
package import MLKitSpec

/// `kind: bayes`: naive Bayes, which takes columns for independent within each class: numbers for normal, categories for shares of rows,
/// words for draws from a vocabulary (Manning, Raghavan and Schütze, "Introduction to Information Retrieval", 2008, chapter 13).
package struct BayesFamily: ModelFamily {
    package struct Configuration: Hashable, Sendable {
        /// Rows that each category, and each word, counts for in each class beside those that have it.
        package var smoothing = 1.0
        /// What is added to each variance, as a share of the largest variance of a column.
        package var variance = 1e-9

        package init() {}
    }

    package init() {}

    package var keys: KeySet<Configuration> {
        KeySet(
            "a model of kind `bayes`", name: "bayes", blank: Configuration(),
            [
                Key(
                    "smoothing", \.smoothing, .number(1e-10...),
                    "rows that each category and each word counts for in each class beside those that have it"),
                Key(
                    "variance", \.variance, .number(0...),
                    "what is added to the variances of numbers, as a share of the largest of them"),
            ])
    }

    package var takesRawValues: Bool { true }
    package var isForClasses: Bool { true }

    private var features: FeatureConfiguration {
        FeatureConfiguration(
            numeric: .init(impute: .none), categorical: .init(impute: .none), text: .init(weights: .count), dates: .parts, isSparse: true)
    }

    package func engines(_ configuration: Configuration) -> [Engine] { [] }

    package func algorithm(_ configuration: Configuration, for task: ModelTask) -> String { "naive Bayes" }

    package func proposal(_ number: Int, _ random: inout RandomSource) -> Configuration? { nil }
    package func canRefit(_ configuration: Configuration) -> Bool { true }
    package func settled(_ configuration: Configuration, at step: Int) -> Configuration? { nil }

    package func fit(
        _ configuration: Configuration, on rows: TrainingRows, seed: Int, _ context: StageContext
    ) throws -> FittedModel {
        let (encoder, data) = try rows.encoded(to: features)
        context.log("\(plural(data.train.rows, "training row")) of \(plural(encoder.width, "feature"))")
        let counts = BayesCounts(data.train, BayesLayout(encoder), classes: data.loss.classes)
        return FittedModel(EncodedModel(encoder: encoder, estimator: counts.estimator(configuration)))
    }
}
