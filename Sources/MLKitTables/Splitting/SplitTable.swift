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

    /// - Throws: `Failure` for a column that is not there or cannot split, and for a part that would be left without rows.
    init(_ configuration: DataConfiguration, _ loaded: LoadedSource, _ engine: TableEngine) throws {
        (schema, self.engine, rows) = (loaded.schema, engine, loaded.rows)
        let settings = configuration.split
        let ingestion = loaded.ingestion
        let columns = SplitColumns(settings, loaded.schema)
        let stratum = try columns.stratum()
        let order = try columns.order(ingestion)
        var (strata, sizes): ([Int32]?, [Int]) = (nil, [ingestion.isKept.count { $0 }])
        if let stratum {
            let keys = ingestion.keys[stratum] ?? StratumKeys()
            guard !keys.isOverfull else { throw columns.tooMany(loaded.schema.columns[stratum].name) }
            (strata, sizes) = Self.ranked(keys, ingestion.readers[stratum].names(of: keys.values), ingestion.isKept)
        }
        if let numbers = try columns.fixedNumbers(ingestion) {
            split = try RowSplit(isKept: ingestion.isKept, fixedBy: numbers, split: settings)
        } else {
            split = try RowSplit(
                isKept: ingestion.isKept, strata: strata, sizes: sizes,
                order: order ?? RowShuffle(seed: settings.seed).keys(ingestion.isKept), split: settings)
        }
        let place = loaded.schema.columns.firstIndex { $0.name == loaded.schema.target } ?? 0
        target = loaded.schema.task == .regression ? nil : ingestion.keys[place]
        classNames = target.map { ingestion.readers[place].names(of: $0.values) } ?? []
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
            let counts = zip(classNames, ofClass[Int(part.number)]).map { (ByteText($0 ?? ""), $1) }
            let byName = Dictionary(counts, uniquingKeysWith: +)
            return DataReport.Part(
                name: part.rawValue, rows: rows[Int(part.number)], of: whole,
                classes: schema.classes.map { ($0, byName[ByteText($0)] ?? 0) })
        }
    }
}
