internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// What a spec says of how raw columns become model inputs; what it leaves out is as the model's family has it.
public struct FeatureChoices: Hashable, Sendable {
    public var numeric = Numeric()
    public var categorical = Categorical()
    /// `nil` where nothing is said of texts: they are categories then, as they were before texts were taken for words.
    public var text: Text?
    public var dates: FeatureConfiguration.Dates?
    /// By the name of the column.
    public var columns: [String: Text] = [:]
    public var crosses: [[String]] = []
    /// Which columns are left out by what the training rows say of them; `nil` for none.
    public var select: FeatureSelection?

    public init(
        numeric: Numeric = Numeric(), categorical: Categorical = Categorical(), text: Text? = nil,
        dates: FeatureConfiguration.Dates? = nil, columns: [String: Text] = [:], crosses: [[String]] = []
    ) {
        self.crosses = crosses
        self.numeric = numeric
        self.categorical = categorical
        self.text = text
        self.dates = dates
        self.columns = columns
    }

    public struct Numeric: Hashable, Sendable {
        public var impute: FeatureConfiguration.Imputation?
        public var fill: Double?
        public var indicator = false
        public var clip: FeatureConfiguration.Clipping?
        public var scale: FeatureConfiguration.Scaling?
        public var transform: FeatureConfiguration.Transform?
        public var bins: FeatureConfiguration.Bins?
        public var polynomial: Int?

        public init(
            impute: FeatureConfiguration.Imputation? = nil, indicator: Bool = false, clip: FeatureConfiguration.Clipping? = nil,
            scale: FeatureConfiguration.Scaling? = nil, transform: FeatureConfiguration.Transform? = nil,
            bins: FeatureConfiguration.Bins? = nil, polynomial: Int? = nil
        ) {
            self.polynomial = polynomial
            self.transform = transform
            self.bins = bins
            self.impute = impute
            self.indicator = indicator
            self.clip = clip
            self.scale = scale
        }
    }

    public struct Categorical: Hashable, Sendable {
        public var impute: FeatureConfiguration.CategoricalImputation?
        public var encode: FeatureConfiguration.Encoding?
        public var minimumCount: Int?
        public var minimumShare: Double?
        public var smoothing: Double?
        public var buckets: Int?

        public init(
            impute: FeatureConfiguration.CategoricalImputation? = nil, encode: FeatureConfiguration.Encoding? = nil,
            minimumCount: Int? = nil, minimumShare: Double? = nil, smoothing: Double? = nil, buckets: Int? = nil
        ) {
            self.smoothing = smoothing
            self.buckets = buckets
            self.impute = impute
            self.encode = encode
            self.minimumCount = minimumCount
            self.minimumShare = minimumShare
        }
    }

    /// All of it, for a family that has `standard` where nothing is said.
    func over(_ standard: FeatureConfiguration) -> FeatureConfiguration {
        var configuration = FeatureConfiguration(
            numeric: numeric.over(standard.numeric),
            categorical: categorical.over(standard.categorical),
            text: text?.over(standard.text) ?? standard.text, dates: dates ?? standard.dates, isSparse: standard.isSparse,
            takesSparse: standard.takesSparse)
        configuration.isTextSaid = text != nil || standard.isTextSaid
        configuration.crosses = crosses
        configuration.columns = columns.mapValues { $0.column(over: configuration) }
        return configuration
    }
}

extension FeatureChoices {
    static let keys = KeySet<FeatureChoices>(
        "`features`", blank: FeatureChoices(),
        [
            Key(FeatureNames.numeric, \.numeric, .object(Numeric.keys), "columns of numbers"),
            Key(FeatureNames.categorical, \.categorical, .object(Categorical.keys), "columns of texts and truth values"),
            Key(
                FeatureNames.text, \.text, Text.ofTexts,
                "columns of free texts: those that the schema lists no categories of, of which more than half are different, and that "
                    + "mostly have two words or more; `category` if left out, as categories like other texts"),
            Key(
                "dates", \.dates, .choice,
                "columns of dates and time stamps: one number, or year, month, day, weekday and hour beside it, or with `cycles` also "
                    + "where on a circle they are (sine and cosine); `parts` for `linear`, `lightgbm`, `forest` and `bayes` if left out, "
                    + "else `number`"),
            Key(
                FeatureNames.columns, \.columns, .mapping(Text.ofColumn),
                "columns by name, and what each is taken for, whatever is said of all: `{city: target, note: {encode: words, ngrams: [1, "
                    + "2]}, age: {bins: [18, 65]}}`; texts as one of the names of `categorical.encode`, `words` or `characters`, with "
                    + "keys of `text` and `smoothing`, numbers with keys of `numeric`"),
            Key(
                "select", \.select, .object(FeatureSelection.keys),
                "which columns are left out by what the training rows say of them; those that `columns` or `crosses` names stay"),
            Key(
                FeatureNames.crosses, \.crosses, .list(.list(.text)),
                "pairs of columns that act together, as `[[sex, class]]`: an input for each pair of categories, or the product of two "
                    + "numbers"),
        ])
}

extension FeatureChoices.Numeric {
    func over(_ standard: FeatureConfiguration.Numeric) -> FeatureConfiguration.Numeric {
        var numbers = standard
        numbers.impute = impute ?? standard.impute
        numbers.scale = scale ?? standard.scale
        numbers.fill = fill ?? standard.fill
        numbers.indicator = indicator || standard.indicator
        numbers.clip = clip ?? standard.clip
        numbers.transform = transform ?? standard.transform
        numbers.bins = bins ?? standard.bins
        numbers.polynomial = polynomial ?? standard.polynomial
        return numbers
    }

    fileprivate static let keys = KeySet<FeatureChoices.Numeric>(
        "`numeric`", blank: FeatureChoices.Numeric(),
        [
            Key(
                FeatureNames.impute, \.impute, .choice,
                "what stands in for a missing number; `none`, which only `lightgbm`, `forest` and `bayes` take, for these if left out, "
                    + "else `median`"),
            Key("fill", \.fill, .number, "a number that stands in for a missing one, in place of `impute`"),
            Key(
                "indicator", \.indicator, .boolean,
                "whether a column with missing numbers in training has a further input, which says where one is missing"),
            Key(
                FeatureNames.clip, \.clip, .clipping,
                "bounds that numbers beyond are moved to: `iqr` for 1.5 interquartile ranges beyond the quartiles, or two quantiles such "
                    + "as `[0.01, 0.99]`"),
            Key(
                "transform", \.transform, .choice,
                "what is done to numbers before: `log` is ln(1 + |x|) with the sign of x, `power` what makes the training values most "
                    + "normal, by Yeo and Johnson"),
            Key(
                "scale", \.scale, .choice,
                "how numbers are brought to one scale; `standard` if left out; `robust` goes by the median and the quartiles"),
            Key(
                FeatureNames.bins, \.bins, .bins,
                "ranges that have an input each, in place of the number: how many, with as many training rows in each, or where they end, "
                    + "such as `[18, 65]`"),
            Key(
                "polynomial", \.polynomial, .integer(1...2),
                "2 for the squares of all numbers, and the products of any two, as well; 1 if left out"),
        ])
}

extension FeatureChoices.Categorical {
    func over(_ standard: FeatureConfiguration.Categorical) -> FeatureConfiguration.Categorical {
        FeatureConfiguration.Categorical(
            impute: impute ?? standard.impute, encode: standard.encode(encode), minimumCount: minimumCount ?? standard.minimumCount,
            minimumShare: minimumShare ?? standard.minimumShare, smoothing: smoothing ?? standard.smoothing,
            buckets: buckets ?? standard.buckets)
    }

    fileprivate static let keys = KeySet<FeatureChoices.Categorical>(
        "`categorical`", blank: FeatureChoices.Categorical(),
        [
            Key(
                FeatureNames.impute, \.impute, .choice,
                "what stands in for a missing text; `category`, a category of its own, for `linear`, `lightgbm`, `forest`, `neighbours` "
                    + "and `svm` if left out; `none`, no category at all, for `bayes`; else `most_frequent`"),
            Key(
                FeatureNames.encode, \.encode, .choice,
                "how texts become numbers; `native`, as categories without an order, which only `lightgbm`, `forest` and `bayes` take, "
                    + "for the first two if left out, else `onehot`. `target` is what the target is like in their rows, `frequency` how "
                    + "many rows have them, `ordinal` their place in the schema, `hash` a bucket for several; `auto` is `native` where "
                    + "that can be, else `onehot`, and `target` for more than \(CategoryPlan.manyCategories) categories, however rare they "
                    + "are"),
            Key(
                "min_count", \.minimumCount, .integer(1...),
                "rarer categories share one column; 2 for `linear` and `svm` if left out, else 1"),
            Key(
                "min_share", \.minimumShare, .number(0...1),
                "the same as a share of the training rows, none if left out; the larger number of rows counts"),
            Key(
                "smoothing", \.smoothing, .number(0...),
                "with `target`, how many rows the mean of all rows counts for beside those of a category; if left out what the "
                    + "variances within and between categories tell"),
            Key(FeatureNames.buckets, \.buckets, .integer(2...1_000_000), "with `hash`, how many inputs there are; 256 if left out"),
        ])
}

extension KeyType<FeatureConfiguration.Clipping> {
    private static let fences = "iqr"

    static var clipping: Self {
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

extension KeyType<FeatureConfiguration.Bins> {
    static var bins: Self {
        let count = KeyType<Int>.integer(2...1000)
        let edges = KeyType<[Double]>.list(.number)
        return KeyType(
            .either([count.schema, edges.schema]),
            read: { node in
                if let count = count.value(node) { return .quantiles(count) }
                guard let list = edges.value(node), !list.isEmpty, zip(list, list.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
                return .edges(list)
            },
            write: { bins in
                switch bins {
                case .quantiles(let number): count.json(number)
                case .edges(let list): edges.json(list)
                }
            })
    }
}
