internal import MLKitCore
internal import MLKitSpec

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

extension FeatureConfiguration {
    static let keys = KeySet<FeatureConfiguration>(
        "`features`", blank: FeatureConfiguration(),
        [
            Key("numeric", \.numeric, .object(Numeric.keys), "columns of numbers"),
            Key("categorical", \.categorical, .object(Categorical.keys), "columns of texts and truth values"),
        ])
}

extension FeatureConfiguration.Numeric {
    fileprivate static let keys = KeySet<FeatureConfiguration.Numeric>(
        "`numeric`", blank: FeatureConfiguration.Numeric(),
        [
            Key("impute", \.impute, .choice, "what stands in for a missing number"),
            Key("scale", \.scale, .choice, "how numbers are brought to one scale"),
        ])
}

extension FeatureConfiguration.Categorical {
    fileprivate static let keys = KeySet<FeatureConfiguration.Categorical>(
        "`categorical`", blank: FeatureConfiguration.Categorical(),
        [
            Key(
                "impute", \.impute, .choice,
                "what stands in for a missing text; `category` makes it a category of its own"),
            Key("encode", \.encode, .choice, "how texts become numbers"),
            Key("min_count", \.minimumCount, .integer(1...), "rarer categories share one column"),
        ])
}
