internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

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
        /// What stands in for a missing number, in place of what `impute` says; `nil` for that.
        public var fill: Double?
        /// Whether a column in which numbers are missing in training has a further input: 1 where one is missing, else 0.
        public var indicator = false
        /// Bounds that numbers beyond are moved to; none if `nil`.
        public var clip: Clipping?
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
        /// The least of them, where several are as frequent.
        case mostFrequent = "most_frequent"
    }

    /// How bounds follow from the training values.
    public enum Clipping: Hashable, Sendable {
        /// One and a half interquartile ranges below the lower quartile and above the upper one: Tukey's fences.
        case fences
        /// Two quantiles, by their shares from 0 to 1.
        case quantiles(Double, Double)
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
            Key("impute", \.impute, .choice, "what stands in for a missing number, of those in training"),
            Key("fill", \.fill, .number, "a number that stands in for a missing one, in place of `impute`"),
            Key(
                "indicator", \.indicator, .boolean,
                "whether a column with missing numbers in training has a further input, which says where one is missing"),
            Key(
                "clip", \.clip, .clipping,
                "bounds that numbers beyond are moved to: `iqr` for 1.5 interquartile ranges beyond the quartiles, or two quantiles such "
                    + "as `[0.01, 0.99]`"),
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

extension KeyType<FeatureConfiguration.Clipping> {
    private static let fences = "iqr"

    fileprivate static var clipping: Self {
        let shares = KeyType<[Double]>.list(.number(0...1))
        return KeyType(
            .either([.choice([fences]), shares.schema]),
            read: { node in
                if node.text == fences { return .fences }
                guard let list = shares.value(node), list.count == 2 else { return nil }
                return .quantiles(list[0], list[1])
            },
            write: { value in
                switch value {
                case .fences: .string(fences)
                case .quantiles(let low, let high): shares.json([low, high])
                }
            })
    }
}
