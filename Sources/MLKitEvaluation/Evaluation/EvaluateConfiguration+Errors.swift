internal import MLKitCore
internal import MLKitSpec

extension EvaluateConfiguration {
    /// How the selected model's errors are looked into.
    public struct Errors: Hashable, Sendable {
        /// Columns whose groups are shown in any case; those of `slices` if `nil`.
        public var tags: [String]?
        /// Whether pairs of columns are searched for groups that fare worse, besides single ones.
        public var pairs = true
        /// Groups of fewer rows are not searched.
        public var minRows = 30
        /// How many of the rows that are wrong by most are shown, with what stands in them.
        public var worst = 10

        public init(tags: [String]? = nil, pairs: Bool = true, minRows: Int = 30, worst: Int = 10) {
            (self.tags, self.pairs, self.minRows, self.worst) = (tags, pairs, minRows, worst)
        }

        fileprivate static let keys = KeySet<Errors>(
            "`errors`", blank: Errors(),
            [
                Key("tags", \.tags, .list(.text), "columns whose groups are shown in any case; those of `slices` if left out"),
                Key("pairs", \.pairs, .boolean, "whether pairs of columns are searched for groups that fare worse, besides single ones"),
                Key("min_rows", \.minRows, .integer(5...), "groups of fewer rows are not searched"),
                Key(
                    "worst", \.worst, .integer(0...1000),
                    "how many of the rows that are wrong by most are shown, with what stands in them"),
            ])
    }

    var writtenErrors: Switched<Errors>? {
        get { Switched(errors) }
        set { if let newValue { errors = newValue.settings } }
    }
}

extension KeyType<Switched<EvaluateConfiguration.Errors>> {
    static var errors: Self { .switched(EvaluateConfiguration.Errors.keys, on: EvaluateConfiguration.Errors()) }
}
