internal import MLKitCore
package import MLKitEngines
package import MLKitEvaluation
package import MLKitSignature
package import MLKitSpec

/// `kind: neighbours`: answers what the nearest training rows are, which its model holds: Cover and Hart, "Nearest neighbor pattern
/// classification" (1967).
package struct NeighboursFamily: ModelFamily {
    package struct Configuration: Hashable, Sendable {
        /// How many rows are asked.
        package var neighbours = 15
        package var weights = Weights.uniform
        /// The most bytes that the rows may take in the model; `nil` for the standard number.
        package var limit: Int?

        package init() {}

        static let standardLimit = 64 << 20

        /// What a neighbour counts for.
        package enum Weights: String, CaseIterable, Sendable {
            case uniform
            /// One over its distance; where some are at no distance, these alone count.
            case distance
        }
    }

    package init() {}

    package var keys: KeySet<Configuration> {
        KeySet(
            "a model of kind `neighbours`", name: "neighbours", blank: Configuration(),
            [
                Key("neighbours", \.neighbours, .integer(1...1000), "how many of the nearest training rows are asked"),
                Key(
                    "weights", \.weights, .choice,
                    "what each of them counts for: all the same, or with `distance` one over how far it is"),
                Key("limit", \.limit, .bytes, "what the training rows may take in the model, as `200MiB`; if left out 64 MiB"),
            ])
    }

    private var features: FeatureConfiguration { FeatureConfiguration(categorical: .init(impute: .category)) }

    package func engines(_ configuration: Configuration) -> [Engine] { [.openblas] }

    package func algorithm(_ configuration: Configuration, for task: ModelTask) -> String {
        plural(configuration.neighbours, "nearest neighbour")
    }

    package func proposal(_ number: Int, _ random: inout RandomSource) -> Configuration? { nil }
    package func canRefit(_ configuration: Configuration) -> Bool { true }
    package func settled(_ configuration: Configuration, at step: Int) -> Configuration? { nil }

    package func fit(
        _ configuration: Configuration, on rows: TrainingRows, seed: Int, _ context: StageContext
    ) throws -> FittedModel {
        let (encoder, data) = try rows.encoded(to: features)
        let kept = (0..<data.train.rows).filter { data.train.weight(of: $0) > 0 }
        guard configuration.neighbours <= kept.count else {
            throw Failure(
                "\(plural(configuration.neighbours, "neighbour")) are asked for, and there are \(plural(kept.count, "training row"))",
                hint: "lower `neighbours` of the model")
        }
        let grid = NeighbourGrid(data.train.features, encoder)
        let width = rows.isClassified ? rows.target.classes.count : 2
        let size = kept.count * (grid.bytesOfRow + 8 * width)
        context.log("the model holds \(plural(kept.count, "training row")) of \(plural(encoder.width, "feature")): \(Self.amount(size))")
        let limit = configuration.limit ?? Configuration.standardLimit
        guard size <= limit else {
            throw Failure(
                "the training rows would take \(Self.amount(size)) in the model, and \(Self.amount(limit)) are allowed",
                hint: "raise `limit` of the model, have fewer inputs, or learn from fewer rows")
        }
        let estimator = NeighboursEstimator(
            configuration: configuration, grid: grid, rows: NeighbourRows(data.train, kept, grid, data.loss), loss: data.loss,
            blas: try BLAS(engines: context.engines, threads: context.threads))
        return FittedModel(EncodedModel(encoder: encoder, estimator: estimator))
    }

    private static func amount(_ bytes: Int) -> String {
        bytes < 1 << 20 ? "\((bytes + 1023) >> 10) KiB" : "\(Figure.text((Double(bytes) / 0x1p20 * 10).rounded(.up) / 10)) MiB"
    }
}
