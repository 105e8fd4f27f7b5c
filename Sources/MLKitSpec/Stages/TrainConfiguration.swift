/// `kind: train`: fit features and one model, and export both as one ONNX file.
public struct TrainConfiguration: Hashable, Sendable {
    public var features: FeatureConfiguration
    public var model: ModelConfiguration
    public var seed: Int

    public init(features: FeatureConfiguration = FeatureConfiguration(), model: ModelConfiguration, seed: Int = 0) {
        self.features = features
        self.model = model
        self.seed = seed
    }
}

/// One candidate model.
public struct ModelConfiguration: Hashable, Sendable {
    public var name: String
    public var algorithm: Algorithm

    public init(name: String, algorithm: Algorithm) {
        self.name = name
        self.algorithm = algorithm
    }

    public enum Algorithm: Hashable, Sendable {
        /// Majority class or mean of the target.
        case baseline
        case network(Network)
        case trees(Trees)
    }

    /// The name of the algorithm as written in the spec.
    public var kind: String {
        switch algorithm {
        case .baseline: "baseline"
        case .network: "network"
        case .trees: "trees"
        }
    }

    /// A dense feed-forward network. Without hidden layers it is logistic (softmax, linear) regression,
    /// fitted to convergence with L-BFGS; with hidden layers it trains with Adam.
    public struct Network: Hashable, Sendable {
        /// Units per hidden layer.
        public var hidden: [Int]
        public var learningRate: Double
        public var batchSize: Int
        /// The most passes over the training rows (with no hidden layer: L-BFGS iterations).
        public var epochs: Int
        /// Epochs without a better validation loss before training stops.
        public var patience: Int
        /// Strength of ½·l2·‖weights‖², added to the loss summed over rows: all rows for the linear model
        /// (scikit-learn's `1/C`), those of one batch with hidden layers (its `alpha`).
        public var l2: Double

        public init(
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

    /// Gradient-boosted trees, XGBoost's `hist` method; the names are its own.
    public struct Trees: Hashable, Sendable {
        public var rounds: Int
        public var maxDepth: Int
        public var learningRate: Double
        public var minChildWeight: Double
        public var subsample: Double
        public var columnSample: Double
        public var l2: Double
        public var maxBins: Int
        /// Rounds without a better validation loss before training stops; `nil` runs them all.
        public var patience: Int?

        public init(
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
}
