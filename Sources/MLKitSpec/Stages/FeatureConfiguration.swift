/// How raw columns become model inputs. Fitted on the training split only.
public struct FeatureConfiguration: Hashable, Sendable {
    public var numeric: Numeric
    public var categorical: Categorical

    public init(numeric: Numeric = Numeric(), categorical: Categorical = Categorical()) {
        self.numeric = numeric
        self.categorical = categorical
    }

    public struct Numeric: Hashable, Sendable {
        public var impute: Imputation
        public var scale: Scaling

        public init(impute: Imputation = .median, scale: Scaling = .standard) {
            self.impute = impute
            self.scale = scale
        }
    }

    public struct Categorical: Hashable, Sendable {
        public var impute: CategoricalImputation
        public var encode: Encoding
        /// Categories seen less often in training share one column.
        public var minimumCount: Int

        public init(
            impute: CategoricalImputation = .mostFrequent, encode: Encoding = .oneHot, minimumCount: Int = 1
        ) {
            self.impute = impute
            self.encode = encode
            self.minimumCount = minimumCount
        }
    }

    public enum Imputation: String, CaseIterable, Sendable {
        case median
        case mean
        case zero
    }

    /// `mostFrequent` fills a missing value in; `category` makes "missing" a category of its own.
    public enum CategoricalImputation: String, CaseIterable, Sendable {
        case mostFrequent = "most_frequent"
        case category
    }

    public enum Scaling: String, CaseIterable, Sendable {
        case standard
        case minmax
        case none
    }

    public enum Encoding: String, CaseIterable, Sendable {
        case oneHot = "onehot"
    }
}
