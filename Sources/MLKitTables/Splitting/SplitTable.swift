internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import SystemPackage

/// The rows of a source, shared out among the parts.
struct SplitTable {
    let split: RowSplit
    let schema: TableSchema
    let engine: TableEngine
    let rows: TypedRows
    private let target: StratumKeys?
    private let classNames: [String?]
    private(set) var copies: [Int32]?
    /// Of each label which rows have it.
    private let labels: [(name: String, rows: [Bool])]
    private let rare: (combinations: Int, rows: Int)?

    /// - Throws: `Failure` for a column that is not there or cannot split, and for a part that would be left without rows.
    init(_ configuration: DataConfiguration, _ loaded: LoadedSource, _ engine: TableEngine) throws {
        (schema, self.engine, rows) = (loaded.schema, engine, loaded.rows)
        let settings = configuration.split
        let ingestion = loaded.ingestion
        let columns = SplitColumns(settings, loaded.schema)
        let stratum = try columns.stratum()
        let order = try columns.order(ingestion)
        var (strata, sizes): ([Int32]?, [Int]) = (nil, [ingestion.isKept.count { $0 }])
        func ranked(_ place: Int) throws -> ([Int32], [Int]) {
            let keys = ingestion.keys[place] ?? StratumKeys()
            guard !keys.isOverfull else { throw columns.tooMany(loaded.schema.columns[place].name) }
            return Self.ranked(keys, ingestion.readers[place].names(of: keys.values), ingestion.isKept)
        }
        if let stratum { (strata, sizes) = try ranked(stratum) }
        let combined = try columns.combination().map { try ranked($0).0 }
        if combined.isEmpty {
            rare = nil
        } else {
            let found = CombinedStrata(combined, isKept: ingestion.isKept, least: settings.leastStratum)
            (strata, sizes, rare) = (found.strata, found.sizes, found.rare)
        }
        if let numbers = try columns.fixedNumbers(ingestion) {
            split = try RowSplit(isKept: ingestion.isKept, fixedBy: numbers, split: settings)
        } else {
            split = try RowSplit(
                isKept: ingestion.isKept, strata: strata, sizes: sizes,
                order: order ?? RowShuffle(seed: settings.seed).keys(ingestion.isKept), split: settings)
        }
        let place = loaded.schema.columns.firstIndex { $0.name == loaded.schema.target } ?? 0
        let isClassified = loaded.schema.task == .binary || loaded.schema.task == .multiclass
        target = isClassified ? ingestion.keys[place] : nil
        classNames = target.map { ingestion.readers[place].names(of: $0.values) } ?? []
        labels = Self.labels(loaded.schema, ingestion)
        try engine.register(RowNumbers(parts: split.parts), named: "part_of", to: "split the rows")
        copies = try balanced(configuration, ingestion)
    }

    /// How often each row is written, where classes are to be as frequent as each other in training; `nil` for once.
    private func balanced(_ configuration: DataConfiguration, _ ingestion: Ingestion) throws -> [Int32]? {
        guard let balance = configuration.balance else { return nil }
        guard let target else {
            throw Failure(
                "`balance` makes classes as frequent as each other, and the target `\(schema.target)` is a number",
                hint: "leave `balance` out")
        }
        let train = Part.train.number
        let copies = balance.copies(
            split.parts.indices.map { split.parts[$0] == train ? target.codes[$0] : -1 },
            numbers: ingestion.fingerprints.map { RowNumber.of($0, seed: configuration.split.seed, for: .balance) })
        try engine.register(RowNumbers(copies: copies), named: "copies_of", to: "balance the classes")
        return copies
    }

    /// Of each label which rows have it: the last of its two values.
    private static func labels(_ schema: TableSchema, _ ingestion: Ingestion) -> [(name: String, rows: [Bool])] {
        schema.labelColumns.compactMap { column in
            guard let place = schema.columns.firstIndex(where: { $0.name.hasSameBytes(as: column.name) }), let keys = ingestion.keys[place],
                let positive = column.categories.last
            else { return nil }
            let isPositive = ingestion.readers[place].names(of: keys.values).map { $0?.hasSameBytes(as: positive) ?? false }
            return (column.name, keys.codes.map { isPositive[Int($0)] })
        }
    }

    /// What is to be told of combinations that are too rare to be stratified by.
    var rareCombinations: String? {
        guard let rare, rare.combinations > 0 else { return nil }
        return "\(plural(rare.combinations, "combination")) of values to stratify by, of \(plural(rare.rows, "row")) in all, "
            + "\(rare.combinations == 1 ? "has" : "have") too few rows for all parts: they are shared out by their rarest value"
    }

    /// The strata in the order of their values as texts, missing ones last, with how many kept rows each has.
    private static func ranked(_ keys: StratumKeys, _ names: [String?], _ isKept: [Bool]) -> ([Int32], [Int]) {
        let ranked = names.indices.sorted { first, second in
            guard let one = names[first] else { return false }
            guard let other = names[second] else { return true }
            return one.utf8.lexicographicallyPrecedes(other.utf8)
        }
        var places = [Int32](repeating: 0, count: names.count)
        for (place, index) in ranked.enumerated() { places[index] = Int32(place) }
        let strata = keys.codes.map { places[Int($0)] }
        var sizes = [Int](repeating: 0, count: names.count)
        for row in strata.indices where isKept[row] { sizes[Int(strata[row])] += 1 }
        return (strata, sizes)
    }

    /// The rows that are in one of the parts: a relation with a condition.
    var kept: String { "\(rows.relation) WHERE part_of(\(rows.number)) < \(Part.allCases.count)" }

    /// Writes the three parts, each in the order of the source.
    func write(to paths: DataPaths) throws {
        let columns = schema.columns.enumerated().map { "c\($0) AS \(SQL.identifier($1.name))" }.joined(separator: ", ")
        for part in Part.allCases {
            let isBalanced = part == .train && copies != nil
            let source = isBalanced
                ? "(SELECT *, unnest(range(copies_of(\(rows.number))::BIGINT)) AS copy FROM \(relation(part)))" : relation(part)
            try engine.run(
                """
                COPY (SELECT \(columns) FROM \(source))
                TO \(SQL.literal(paths.split(part))) (FORMAT parquet, COMPRESSION zstd)
                """, to: "write the splits")
        }
    }

    /// The rows of a part, as a relation with a condition.
    private func relation(_ part: Part) -> String { "\(rows.relation) WHERE part_of(\(rows.number)) = \(part.number)" }

    /// The rows of each part, and how many of each class, before classes are balanced.
    var parts: [DataReport.Part] {
        var rows = [Int](repeating: 0, count: Part.allCases.count)
        var ofClass = Part.allCases.map { _ in [Int](repeating: 0, count: classNames.count) }
        for (row, part) in split.parts.enumerated() where part != RowParts.none {
            rows[Int(part)] += 1
            if let target { ofClass[Int(part)][Int(target.codes[row])] += 1 }
        }
        let whole = rows.reduce(0, +)
        return Part.allCases.map { part in
            if !labels.isEmpty {
                let counts = labels.map { label in
                    (label.name, split.parts.indices.count { split.parts[$0] == part.number && label.rows[$0] })
                }
                return DataReport.Part(name: part.rawValue, rows: rows[Int(part.number)], of: whole, classes: counts)
            }
            let counts = zip(classNames, ofClass[Int(part.number)]).map { (ByteText($0 ?? ""), $1) }
            let byName = Dictionary(counts, uniquingKeysWith: +)
            return DataReport.Part(
                name: part.rawValue, rows: rows[Int(part.number)], of: whole,
                classes: schema.classes.map { ($0, byName[ByteText($0)] ?? 0) })
        }
    }
}
