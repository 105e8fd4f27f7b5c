internal import MLKitCore
internal import MLKitSpec

/// What a spec says of how raw columns become model inputs; what it leaves out is as the model's family has it.
public struct FeatureChoices: Hashable, Sendable {
    public var numeric = Numeric()
    public var categorical = Categorical()
    public var dates: FeatureConfiguration.Dates?

    public init(numeric: Numeric = Numeric(), categorical: Categorical = Categorical(), dates: FeatureConfiguration.Dates? = nil) {
        self.numeric = numeric
        self.categorical = categorical
        self.dates = dates
    }

    public struct Numeric: Hashable, Sendable {
        public var impute: FeatureConfiguration.Imputation?
        public var scale: FeatureConfiguration.Scaling?

        public init(impute: FeatureConfiguration.Imputation? = nil, scale: FeatureConfiguration.Scaling? = nil) {
            self.impute = impute
            self.scale = scale
        }
    }

    public struct Categorical: Hashable, Sendable {
        public var impute: FeatureConfiguration.CategoricalImputation?
        public var encode: FeatureConfiguration.Encoding?
        public var minimumCount: Int?
        public var minimumShare: Double?

        public init(
            impute: FeatureConfiguration.CategoricalImputation? = nil, encode: FeatureConfiguration.Encoding? = nil,
            minimumCount: Int? = nil, minimumShare: Double? = nil
        ) {
            self.impute = impute
            self.encode = encode
            self.minimumCount = minimumCount
            self.minimumShare = minimumShare
        }
    }

    /// All of it, for a family that has `standard` where nothing is said.
    func over(_ standard: FeatureConfiguration) -> FeatureConfiguration {
        FeatureConfiguration(
            numeric: .init(impute: numeric.impute ?? standard.numeric.impute, scale: numeric.scale ?? standard.numeric.scale),
            categorical: .init(
                impute: categorical.impute ?? standard.categorical.impute,
                encode: categorical.encode ?? standard.categorical.encode,
                minimumCount: categorical.minimumCount ?? standard.categorical.minimumCount,
                minimumShare: categorical.minimumShare ?? standard.categorical.minimumShare),
            dates: dates ?? standard.dates, isSparse: standard.isSparse)
    }
}

extension FeatureChoices {
    static let keys = KeySet<FeatureChoices>(
        "`features`", blank: FeatureChoices(),
        [
            Key("numeric", \.numeric, .object(Numeric.keys), "columns of numbers"),
            Key("categorical", \.categorical, .object(Categorical.keys), "columns of texts and truth values"),
            Key(
                "dates", \.dates, .choice,
                "columns of dates and time stamps: one number, or year, month, day, weekday and hour beside it; `parts` for "
                    + "`linear` and `lightgbm` if left out, else `number`"),
        ])
}

extension FeatureChoices.Numeric {
    fileprivate static let keys = KeySet<FeatureChoices.Numeric>(
        "`numeric`", blank: FeatureChoices.Numeric(),
        [
            Key(
                "impute", \.impute, .choice,
                "what stands in for a missing number; `none`, which only `lightgbm` takes, for `lightgbm` if left out, else "
                    + "`median`"),
            Key("scale", \.scale, .choice, "how numbers are brought to one scale; `standard` if left out"),
        ])
}

extension FeatureChoices.Categorical {
    fileprivate static let keys = KeySet<FeatureChoices.Categorical>(
        "`categorical`", blank: FeatureChoices.Categorical(),
        [
            Key(
                "impute", \.impute, .choice,
                "what stands in for a missing text; `category`, a category of its own, for `linear` and `lightgbm` if left "
                    + "out, else `most_frequent`"),
            Key(
                "encode", \.encode, .choice,
                "how texts become numbers; `native`, as categories without an order, which only `lightgbm` takes, for "
                    + "`lightgbm` if left out, else `onehot`"),
            Key(
                "min_count", \.minimumCount, .integer(1...),
                "rarer categories share one column; 2 for `linear` if left out, else 1"),
            Key(
                "min_share", \.minimumShare, .number(0...1),
                "the same as a share of the training rows, none if left out; the larger number of rows counts"),
        ])
}
