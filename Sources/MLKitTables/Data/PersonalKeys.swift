internal import MLKitCore
internal import MLKitSignature
internal import MLKitSpec
internal import MLKitYAML

/// The keys of a column whose values are made coarser.
private struct AggregationKeys: Sendable {
    var band: Int?
    var prefix: Int?
    var period: Aggregation.Period?

    init() {}

    init(_ how: Aggregation) {
        switch how {
        case .band(let width): band = width
        case .prefix(let count): prefix = count
        case .period(let name): period = name
        }
    }

    var aggregation: Aggregation? {
        band.map { .band($0) } ?? prefix.map { .prefix($0) } ?? period.map { .period($0) }
    }

    static let keys = KeySet<AggregationKeys>(
        "an aggregation", blank: AggregationKeys(), oneOf: ["band", "prefix", "period"],
        [
            Key("band", \.band, .integer(2...), "numbers become the lower end of their band, so many wide: with 10, 37 becomes 30"),
            Key("prefix", \.prefix, .integer(1...), "texts become their first characters, so many: with 3, 10115 becomes 101"),
            Key("period", \.period, .choice, "dates become the first day of their month or year"),
        ])
}

extension KeyType<DataConfiguration.Personal> {
    private static let named: [(name: String, treatment: DataConfiguration.Personal)] = [("drop", .drop), ("hash", .hash),
        ("redact", .redact)]

    /// What is done with a column that names people.
    static var personal: Self {
        let (choice, coarser) = (KeyType<String>.choice(named.map(\.name)), KeyType<AggregationKeys>.object(AggregationKeys.keys))
        return KeyType(
            .either([choice.schema, coarser.schema]),
            read: { node in
                guard node.mapping == nil else { return coarser.value(node)?.aggregation.map { .aggregate($0) } }
                return named.first { $0.name == choice.value(node) }?.treatment
            },
            write: { value in
                if case .aggregate(let how) = value { return coarser.json(AggregationKeys(how)) }
                return choice.json(named.first { $0.treatment == value }?.name ?? "")
            })
    }
}
