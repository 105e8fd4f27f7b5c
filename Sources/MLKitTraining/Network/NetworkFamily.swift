package import MLKitCore
package import MLKitEngines
package import MLKitEvaluation
package import MLKitSignature
package import MLKitSpec
package import MLKitYAML

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
        /// What else it learns from; `nil` for its rows alone.
        package var distill: Distillation?
        /// What is taken out of it after training; `nil` for nothing.
        package var prune: NetworkPruning?
        /// How it is trained to be quantized; `nil` for a network of floats.
        package var quantize: QuantizedTraining?
        /// Whether all epochs are made and the last is kept, whatever the validation rows say.
        package var isSettled = false

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

    private static let distillName = "distill"
    private static let pruneName = "prune"
    private static let quantizeName = "quantize"

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
                Key(Self.distillName, \.distill, .object(Distillation.keys), "learn from the answers of another model too"),
                Key(Self.pruneName, \.prune, .object(NetworkPruning.keys), "take weights or units out after training, and train on"),
                Key(
                    Self.quantizeName, \.quantize, .object(QuantizedTraining.keys),
                    "train on with rounded numbers, and write the model quantized"),
            ])
    }

    package var features: FeatureConfiguration { FeatureConfiguration(takesSparse: true) }

    package func engines(_ configuration: Configuration) -> [Engine] { [.openblas] }

    package func teacher(_ configuration: Configuration) -> TeacherChoice? {
        configuration.distill.map { TeacherChoice(stage: $0.teacher, file: $0.file) }
    }

    package func quantizes(_ configuration: Configuration) -> Bool { configuration.quantize != nil }

    package func problems(_ configuration: Configuration, in node: Node) -> [Diagnostic] {
        if let distill = configuration.distill, distill.teacher == nil, distill.file == nil {
            return [
                .error(
                    "`\(Self.distillName)` names no model to learn from", at: node[Self.distillName]?.location ?? node.location,
                    hint: "name a stage as its `\(Distillation.teacherName)`, or the `\(Distillation.fileName)` of a model")
            ]
        }
        // Without hidden layers it is fitted by a solver, to its minimum.
        guard configuration.hidden.isEmpty else { return [] }
        return [Self.distillName, Self.pruneName, Self.quantizeName].compactMap { name in
            node[name].map { place in
                .error(
                    "`\(name)` is for networks with hidden layers", at: place.location,
                    hint: "give the network `hidden` units, or leave `\(name)` out")
            }
        }
    }

    /// The same network without hidden layers has a name for each task.
    package func algorithm(_ configuration: Configuration, for task: ModelTask) -> String {
        guard configuration.hidden.isEmpty else {
            return "network with \(configuration.hidden.map(String.init).joined(separator: ", ")) hidden units" + configuration.additions
        }
        return switch task {
        case .binary, .multilabel: "logistic regression"
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

    /// Phases after the first stop by the validation rows, and a teacher has answered for the training rows alone.
    package func canRefit(_ configuration: Configuration) -> Bool {
        configuration.distill == nil && configuration.prune == nil && configuration.quantize == nil
    }

    package func settled(_ configuration: Configuration, at step: Int) -> Configuration? {
        guard !configuration.hidden.isEmpty else { return nil }
        var settled = configuration
        (settled.epochs, settled.isSettled) = (step, true)
        return settled
    }

    package func train(
        _ configuration: Configuration, on data: TrainingData, seed: Int, _ context: StageContext
    ) throws -> TrainingResult {
        guard configuration.hidden.isEmpty else {
            return try flushingDenormals {
                let blas = try BLAS(engines: context.engines, threads: context.threads)
                return try NetworkTrainer(configuration: configuration, seed: seed, blas: blas, checkpoints: context.checkpoints, log: context.log)
                    .train(data)
            }
        }
        let blas = try BLAS(engines: context.engines, threads: context.threads)
        return LinearTrainer(
            l2: configuration.l2, maximumIterations: configuration.epochs, blas: blas, log: context.log
        ).train(data)
    }
}

extension NetworkFamily.Configuration {
    /// What is done to the network besides.
    fileprivate var additions: String {
        let words = [
            distill.map { _ in "distilled" },
            prune.map { "pruned by \(($0.share * 100).brief(1)) % of its \($0.part.rawValue)" },
            quantize.map { "trained for \($0.weights.rawValue)" },
        ]
        return words.compactMap { $0 }.map { ", \($0)" }.joined()
    }
}
