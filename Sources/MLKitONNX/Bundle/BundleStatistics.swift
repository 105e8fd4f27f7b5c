public import MLKitCore

/// How the values that a model takes and gives were spread over the rows it was tried on: the content of a bundle's
/// `statistics.json`, which a server holds to what it is asked.
///
/// ```
/// {"format": 1, "rows": 7326, "columns": [
///   {"name": "age", "role": "input", "edges": [22, 26, …], "counts": [610, 733, …, 0]},
///   {"name": "label", "role": "output", "values": ["<=50K", ">50K"], "counts": [5571, 1755, 0, 0]}]}
/// ```
public struct BundleStatistics: Hashable, Sendable {
    /// The number of this layout.
    public static let format = 1
    /// The name of the file within the bundle's folder.
    public static let fileName = "statistics.json"

    /// The rows that were counted.
    public var rows: Int
    public var columns: [Column]

    /// One input or output of a model with one value a row.
    public struct Column: Hashable, Sendable {
        public enum Role: String, CaseIterable, Sendable { case input, output }

        public var name: String
        public var role: Role
        public var bins: ValueBins
        /// One for each of the bins.
        public var counts: [Int]

        public init(name: String, role: Role, bins: ValueBins, counts: [Int]) {
            self.name = name
            self.role = role
            self.bins = bins
            self.counts = counts
        }
    }

    public init(rows: Int, columns: [Column]) {
        self.rows = rows
        self.columns = columns
    }

    /// - Parameters:
    ///   - rows: how many there are, more than 0.
    ///   - inputs: what a model was asked; those with another number of values are left out.
    ///   - outputs: what it answered.
    public init(rows: Int, inputs: [(name: String, tensor: Tensor)], outputs: [(name: String, tensor: Tensor)]) {
        self.rows = rows
        columns = [(Column.Role.input, inputs), (.output, outputs)].flatMap { role, values in
            values.compactMap { Column($0.name, role, $0.tensor, rows: rows) }
        }
    }
}

extension BundleStatistics.Column {
    fileprivate init?(_ name: String, _ role: Role, _ tensor: Tensor, rows: Int) {
        guard tensor.count == rows, rows > 0, let bins = ValueBins(of: tensor) else { return nil }
        var counts = [Int](repeating: 0, count: bins.count)
        guard bins.add(tensor, to: &counts) else { return nil }
        self.init(name: name, role: role, bins: bins, counts: counts)
    }
}

extension BundleStatistics {
    public var json: JSON {
        ["format": .int(Self.format), "rows": .int(rows), "columns": .array(columns.map(\.json))]
    }

    /// Reads what `json` wrote.
    ///
    /// - Throws: `Failure` that names the member that is missing or wrong.
    public init(json: JSON) throws {
        let reader = BundleReader(json, of: "the file of statistics")
        let format = try reader.int("format")
        guard format <= Self.format else {
            throw Failure.newerFormat(format, of: "the statistics", known: Self.format, otherwise: "deploy the model again with this one")
        }
        self.init(rows: try reader.int("rows"), columns: try reader.array("columns").map { try Column(json: $0) })
    }
}

extension BundleStatistics.Column {
    fileprivate var json: JSON {
        let bins: JSON.Member =
            switch bins.kind {
            case .numbers(let edges): JSON.Member("edges", .array(edges.map { .double($0) }))
            case .texts(let values): JSON.Member("values", .array(values.map { .string($0) }))
            }
        return .object([
            JSON.Member("name", .string(name)), JSON.Member("role", .string(role.rawValue)), bins,
            JSON.Member("counts", .array(counts.map { .int($0) })),
        ])
    }

    fileprivate init(json: JSON) throws {
        let reader = BundleReader(json, of: "a column of the statistics")
        name = try reader.string("name")
        guard let role = Role(rawValue: try reader.string("role")) else {
            throw Failure("the column `\(name)` of the statistics has an unknown role")
        }
        self.role = role
        if json["edges"] != nil {
            let edges = try reader.array("edges").compactMap(\.double)
            guard zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else { throw Self.broken(name) }
            bins = ValueBins(edges: edges)
        } else {
            bins = ValueBins(values: try reader.strings("values"))
        }
        counts = try reader.array("counts").compactMap(\.int)
        guard counts.count == bins.count, counts.allSatisfy({ (0...(1 << 40)).contains($0) }), counts.contains(where: { $0 > 0 }) else {
            throw Self.broken(name)
        }
    }

    private static func broken(_ name: String) -> Failure { Failure("the bins of the column `\(name)` of the statistics are not sound") }
}
