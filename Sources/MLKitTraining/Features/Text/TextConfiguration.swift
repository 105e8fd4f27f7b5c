extension FeatureConfiguration {
    /// How columns of free texts become model inputs: one for each term of a vocabulary.
    public struct Text: Hashable, Sendable {
        public var form: Form
        /// The most terms; those stay that are in the most training rows.
        public var maximumFeatures: Int
        /// Terms in fewer training rows are left out.
        public var minimumCount: Int
        /// How many words or characters make a term; `nil` for what is usual for the form.
        public var ngrams: ClosedRange<Int>?
        public var isLowercased: Bool
        public var weights: Weights
        /// Into how many inputs words are shared out by their hashes, in place of a vocabulary; `nil` for a vocabulary.
        public var buckets: Int?

        public init(
            form: Form = .category, maximumFeatures: Int = 5000, minimumCount: Int = 2, ngrams: ClosedRange<Int>? = nil,
            isLowercased: Bool = true, weights: Weights = .tfidf, buckets: Int? = nil
        ) {
            self.form = form
            self.maximumFeatures = maximumFeatures
            self.minimumCount = minimumCount
            self.ngrams = ngrams
            self.isLowercased = isLowercased
            self.weights = weights
            self.buckets = buckets
        }

        /// For trees, which look at one input at a time: few terms, and how often each is there, which is the same number to the
        /// trainer and to the exported graph.
        public static let ofTrees = FeatureConfiguration.Text(maximumFeatures: 200, weights: .count)
    }
}

extension FeatureConfiguration.Text {
    /// What a free text is taken for.
    public enum Form: String, CaseIterable, Sendable {
        /// One value among others.
        case category
        /// Words, or characters where the text is of a script that has no spaces between words.
        case auto
        case words
        case characters
    }

    /// What an input holds.
    public enum Weights: String, CaseIterable, Sendable {
        /// How often the term is in the text, times how few rows have it, each row brought to length 1.
        case tfidf
        case count
        /// 1 where the term is in the text.
        case presence
    }
}
