/// How raw columns become model inputs. Fitted on the training split only.
public struct FeatureConfiguration: Hashable, Sendable {
    public var numeric: Numeric
    public var categorical: Categorical
    public var text: Text
    /// Whether it is said what free texts are taken for: where it is not, that they are categories is told.
    public var isTextSaid = false
    public var dates: Dates
    /// What is said of single columns, by name, in place of the above.
    public var columns: [String: Column] = [:]
    /// Pairs of columns that act together, beside what each is by itself.
    public var crosses: [[String]] = []
    /// Whether inputs that are 0 are left out, as a family wants it that takes one for each of many categories.
    public var isSparse: Bool
    /// Whether they may be, which they are where there are texts, whose terms are many.
    public var takesSparse: Bool

    public init(
        numeric: Numeric = Numeric(), categorical: Categorical = Categorical(), text: Text = Text(), dates: Dates = .number,
        isSparse: Bool = false, takesSparse: Bool = false
    ) {
        self.isSparse = isSparse
        self.takesSparse = takesSparse
        self.numeric = numeric
        self.categorical = categorical
        self.text = text
        self.dates = dates
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
        /// What is done to numbers before they are scaled; nothing if `nil`.
        public var transform: Transform?
        /// Ranges that have an input each, in place of the number; none if `nil`.
        public var bins: Bins?
        /// 2 for the squares of numbers and the products of any two as well.
        public var polynomial = 1

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
        /// The same, as a share of the training rows; the larger of both counts.
        public var minimumShare: Double
        /// With `target`, how many rows the mean of all rows counts for; `nil` for as many as their spread calls for.
        public var smoothing: Double?
        /// With `hash`, how many inputs categories are shared out to.
        public var buckets: Int

        public init(
            impute: CategoricalImputation = .mostFrequent, encode: Encoding = .oneHot, minimumCount: Int = 1,
            minimumShare: Double = 0, smoothing: Double? = nil, buckets: Int = 256
        ) {
            self.smoothing = smoothing
            self.buckets = buckets
            self.impute = impute
            self.encode = encode
            self.minimumCount = minimumCount
            self.minimumShare = minimumShare
        }

        /// In how many of `rows` rows a category has to be to be told from others.
        func leastCount(of rows: Int) -> Int { max(minimumCount, Int((minimumShare * Double(rows)).rounded(.up))) }
    }

    /// How one column becomes model inputs.
    public struct Column: Hashable, Sendable {
        public enum Form: Hashable, Sendable {
            case category(Categorical)
            case text(Text)
        }

        /// For a column that is not one of numbers, and for one that is.
        public var form: Form
        public var numeric: Numeric
        /// Whether something is said that only texts, or only numbers have.
        public var isOfTexts: Bool
        public var isOfNumbers: Bool
    }

    /// `none` leaves missing what is.
    public enum Imputation: String, CaseIterable, Sendable {
        case median
        case mean
        case zero
        /// The least of them, where several are as frequent.
        case mostFrequent = "most_frequent"
        case none
    }

    /// `log` is ln(1 + |x|) with the sign of x; `power` the transform of Yeo and Johnson that makes the training values most normal.
    public enum Transform: String, CaseIterable, Sendable {
        case log
        case power
    }

    /// Where ranges of numbers end; a range has its lower end in it.
    public enum Bins: Hashable, Sendable {
        /// So many ranges with about as many training rows in each.
        case quantiles(Int)
        case edges([Double])
    }

    /// How bounds follow from the training values.
    public enum Clipping: Hashable, Sendable {
        /// One and a half interquartile ranges below the lower quartile and above the upper one: Tukey's fences.
        case fences
        /// Two quantiles, by their shares from 0 to 1.
        case quantiles(Double, Double)
    }

    /// `mostFrequent` fills a missing value in; `category` makes "missing" a category of its own; with `none` it is no category.
    public enum CategoricalImputation: String, CaseIterable, Sendable {
        case mostFrequent = "most_frequent"
        case category
        case none
    }

    public enum Scaling: String, CaseIterable, Sendable {
        case standard
        case minmax
        /// By the median and the interquartile range, which single values do not move.
        case robust
        case none
    }

    /// How categories become inputs.
    public enum Encoding: String, CaseIterable, Sendable {
        /// `native` for models that take them so, else `onehot`, and `target` where there are many.
        case auto
        /// One input for each.
        case oneHot = "onehot"
        /// The categories themselves, as numbers without an order.
        case native
        /// What the target is like in the rows of each.
        case target
        /// The share of the rows that have each.
        case frequency
        /// Their places in the order of the schema, or of their bytes.
        case ordinal
        /// So many inputs, to which they are shared out by their hashes.
        case hash

        /// Whether an input is looked up in a table.
        var isTable: Bool { self == .target || self == .frequency || self == .ordinal }
    }

    /// `parts` adds year, month, day, weekday and hour to the days or seconds that a date is.
    public enum Dates: String, CaseIterable, Sendable {
        case number
        case parts
        /// The parts, and month, day, weekday and hour as places on a circle as well: their sine and cosine.
        case cycles
    }
}
