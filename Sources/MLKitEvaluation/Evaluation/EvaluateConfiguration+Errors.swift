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

    /// As `mlkit.yaml` has them: `true`, `false`, or a mapping.
    enum WrittenErrors: Sendable {
        case off
        case on(Errors)
    }

    var writtenErrors: WrittenErrors? {
        get { errors.map { .on($0) } ?? .off }
        set {
            switch newValue {
            case .off: errors = nil
            case .on(let errors): self.errors = errors
            case nil: break
            }
        }
    }
}

extension KeyType<EvaluateConfiguration.WrittenErrors> {
    static var errors: Self {
        typealias Errors = EvaluateConfiguration.Errors
        let keys = KeyType<Errors>.object(Errors.keys)
        return KeyType(
            .either([.boolean, keys.schema]),
            read: { node in
                if let isOn = KeyType<Bool>.boolean.value(node) { return isOn ? .on(Errors()) : .off }
                return keys.value(node).map { .on($0) }
            },
            write: { written in
                switch written {
                case .off: .bool(false)
                case .on(let errors): keys.json(errors)
                }
            })
    }
}
