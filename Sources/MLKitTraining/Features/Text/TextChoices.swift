internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

extension FeatureChoices {
    /// What a spec says of columns of texts, or of one column.
    public struct Text: Hashable, Sendable {
        public var form: Form?
        public var maximumFeatures: Int?
        public var minimumCount: Int?
        public var ngrams: ClosedRange<Int>?
        public var isLowercased: Bool?
        public var weights: FeatureConfiguration.Text.Weights?
        public var buckets: Int?
        /// For categories by the target.
        public var smoothing: Double?
        /// For numbers.
        public var numeric = Numeric()

        public init(
            form: Form? = nil, maximumFeatures: Int? = nil, minimumCount: Int? = nil, ngrams: ClosedRange<Int>? = nil,
            isLowercased: Bool? = nil, weights: FeatureConfiguration.Text.Weights? = nil, buckets: Int? = nil,
            smoothing: Double? = nil, numeric: Numeric = Numeric()
        ) {
            self.numeric = numeric
            self.smoothing = smoothing
            self.form = form
            self.maximumFeatures = maximumFeatures
            self.minimumCount = minimumCount
            self.ngrams = ngrams
            self.isLowercased = isLowercased
            self.weights = weights
            self.buckets = buckets
        }
    }

    /// What a column that is none of numbers is taken for.
    public enum Form: Hashable, Sendable {
        case category(FeatureConfiguration.Encoding)
        case text(FeatureConfiguration.Text.Form)

        var name: String {
            switch self {
            case .category(let encoding): encoding.rawValue
            case .text(let form): form.rawValue
            }
        }

        /// All that one column can be.
        static let ofColumn: [Form] = FeatureConfiguration.Encoding.allCases.map { .category($0) } + [.text(.words), .text(.characters)]
        /// All that columns of free texts can be.
        static let ofTexts: [Form] = FeatureConfiguration.Text.Form.allCases.map { .text($0) }
    }
}

extension FeatureChoices.Text {
    /// All of it, where `standard` is what is not said.
    func over(_ standard: FeatureConfiguration.Text) -> FeatureConfiguration.Text {
        var settings = standard
        settings.form = if case .text(let form) = form { form } else { .auto }
        settings.maximumFeatures = maximumFeatures ?? standard.maximumFeatures
        settings.minimumCount = minimumCount ?? standard.minimumCount
        settings.ngrams = ngrams ?? standard.ngrams
        settings.isLowercased = isLowercased ?? standard.isLowercased
        settings.weights = weights ?? standard.weights
        settings.buckets = buckets ?? standard.buckets
        return settings
    }

    /// The same for one column.
    func column(over standard: FeatureConfiguration) -> FeatureConfiguration.Column {
        let isOfTexts = FeatureChoices.Text(numeric: numeric) != self
        let isOfNumbers = numeric != FeatureChoices.Numeric()
        let numbers = numeric.over(standard.numeric)
        guard case .category(let encoding) = form else {
            return .init(form: .text(over(standard.text)), numeric: numbers, isOfTexts: isOfTexts, isOfNumbers: isOfNumbers)
        }
        let choices = FeatureChoices.Categorical(encode: encoding, minimumCount: minimumCount, smoothing: smoothing, buckets: buckets)
        return .init(
            form: .category(choices.over(standard.categorical)), numeric: numbers, isOfTexts: isOfTexts, isOfNumbers: isOfNumbers)
    }

    /// What a name alone stands for, or a mapping with settings.
    static var ofTexts: KeyType<FeatureChoices.Text> { shorthand(FeatureChoices.Form.ofTexts).orElse(.object(textKeys)) }
    static var ofColumn: KeyType<FeatureChoices.Text> { shorthand(FeatureChoices.Form.ofColumn).orElse(.object(columnKeys)) }

    private static func shorthand(_ forms: [FeatureChoices.Form]) -> KeyType<FeatureChoices.Text> {
        let form = KeyType<FeatureChoices.Form>.form(forms)
        return KeyType(
            form.schema, read: { node in form.value(node).map { FeatureChoices.Text(form: $0) } },
            write: { $0.form.map { .string($0.name) } ?? .null })
    }

    private static let textKeys = KeySet<FeatureChoices.Text>(
        "`text`", blank: FeatureChoices.Text(),
        [
            Key(
                FeatureNames.encode, \.form, .form(FeatureChoices.Form.ofTexts),
                "what a free text is taken for: `words`, `characters`, or `category`, one value among others; `auto`, which is what it "
                    + "is if left out, is `words`, and `characters` for a script that has no spaces between words")
        ] + settings)

    private static let columnKeys = KeySet<FeatureChoices.Text>(
        "a column", blank: FeatureChoices.Text(),
        [
            Key(
                FeatureNames.encode, \.form, .form(FeatureChoices.Form.ofColumn),
                "what a text is taken for: categories by one of the names of `categorical`, `words` or `characters`; as `text: auto` has "
                    + "it if left out")
        ] + settings + [
            Key("smoothing", \.smoothing, .number(0...), "as that of `categorical`"),
            Key(FeatureNames.impute, \.numeric.impute, .choice, "for numbers, as that of `numeric`"),
            Key("fill", \.numeric.fill, .number, "for numbers, as that of `numeric`"),
            Key(FeatureNames.clip, \.numeric.clip, .clipping, "for numbers, as that of `numeric`"),
            Key("transform", \.numeric.transform, .choice, "for numbers, as that of `numeric`"),
            Key("scale", \.numeric.scale, .choice, "for numbers, as that of `numeric`"),
            Key(FeatureNames.bins, \.numeric.bins, .bins, "for numbers, as that of `numeric`"),
        ])

    private static let settings: [Key<FeatureChoices.Text>] = [
        Key(
            "max_features", \.maximumFeatures, .integer(1...1_000_000),
            "the most terms, those that are in the most training rows; 5000 if left out, 200 for `trees` and `lightgbm`"),
        Key("min_rows", \.minimumCount, .integer(1...), "what is in fewer training rows is left out; 2 if left out"),
        Key(
            FeatureNames.ngrams, \.ngrams, .lengths,
            "how many words or characters make a term, or `[least, most]`; 1 if left out, `[2, 4]` for characters, and `[1, 2]` for those "
                + "of scripts without spaces"),
        Key("lowercase", \.isLowercased, .boolean, "whether letters are made small before; they are if left out"),
        Key(
            "weights", \.weights, .choice,
            "what an input holds: how often the term is in the text, 1 where it is, or `tfidf`, how often times how rare it is, with rows "
                + "of length 1; `tfidf` if left out, `count` for `trees` and `lightgbm`"),
        Key(
            FeatureNames.buckets, \.buckets, .integer(2...1_000_000),
            "share words, or with `hash` categories, out by their hashes to so many inputs, in place of a vocabulary"),
    ]
}

extension KeyType<FeatureChoices.Form> {
    /// One of the forms, by name.
    fileprivate static func form(_ forms: [FeatureChoices.Form]) -> Self {
        KeyType(
            .choice(forms.map(\.name)), read: { node in forms.first { $0.name == node.text } }, write: { .string($0.name) })
    }
}

extension KeyType<ClosedRange<Int>> {
    /// One length, or the least and the most.
    fileprivate static var lengths: Self {
        let length = KeyType<Int>.integer(1...10)
        let both = KeyType<[Int]>.list(length)
        return KeyType(
            .either([length.schema, both.schema]),
            read: { node in
                if let length = length.value(node) { return length...length }
                guard let list = both.value(node), list.count == 2, list[0] <= list[1] else { return nil }
                return list[0]...list[1]
            },
            write: { both.json([$0.lowerBound, $0.upperBound]) })
    }
}
