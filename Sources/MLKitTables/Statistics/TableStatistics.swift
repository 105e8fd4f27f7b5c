internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature

/// How the columns of a table are distributed, and what they have to do with each other.
///
/// Distributions are of all rows up to a million, beyond of every n-th; what columns have to do with each other is of a hundred
/// thousand at most. One column at a time is in memory for the first, those that are compared for the second.
struct TableStatistics {
    let schema: TableSchema
    let engine: TableEngine
    /// The rows that count: a relation with a condition.
    let kept: String
    /// A row's number.
    let number: String
    let rowCount: Int

    private static let comparedRows = 100_000
    /// Features that are compared; pairs grow with the square.
    private static let comparedColumns = 40
    /// A column of more different values is not one of categories.
    private static let categories = 100

    func statistics() throws -> DataReport.Statistics {
        var statistics = DataReport.Statistics()
        statistics.columns = try schema.columns.indices.map { try distribution($0) }
        let columns = try compared()
        statistics.rows = columns.first?.rows ?? 0
        let features = columns.filter { !schema.isTarget($0.name) }
        statistics.target = columns.filter { schema.isTarget($0.name) }.flatMap { target in
            features.map { ComparedColumn.association($0, target) }
        }
        for (index, one) in features.enumerated() {
            statistics.features += features[(index + 1)...].map { ComparedColumn.association(one, $0) }
        }
        return statistics
    }

    private func distribution(_ index: Int) throws -> DataReport.Distribution {
        let column = schema.columns[index]
        var distribution = DataReport.Distribution(name: column.name)
        guard column.type == .integer || column.type == .number else { return distribution }
        let step = max((rowCount + ColumnStatistics.exactRows - 1) / ColumnStatistics.exactRows, 1)
        let table = try engine.table(
            "SELECT c\(index) AS x FROM \(kept) AND c\(index) IS NOT NULL AND \(number) % \(step) = 0", to: "describe the columns")
        NumberDistribution(table.numbers("x")).describe(&distribution)
        return distribution
    }

    /// The columns that are held against each other.
    private func compared() throws -> [ComparedColumn] {
        let isFeature = Set(schema.features.map { ByteText($0.name) })
        var places = schema.columns.indices.filter { isFeature.contains(ByteText(schema.columns[$0].name)) }.prefix(Self.comparedColumns)
            .map
        {
            $0
        }
        places += schema.columns.indices.filter { schema.isTarget(schema.columns[$0].name) }
        guard !places.isEmpty else { return [] }
        let step = max((rowCount + Self.comparedRows - 1) / Self.comparedRows, 1)
        let expressions = places.map { index in
            let column = schema.columns[index]
            return "\(TableEngine.expression("c\(index)", Self.isCategory(column) ? .text : column.type)) AS c\(index)"
        }
        let table = try engine.table(
            "SELECT \(expressions.joined(separator: ", ")) FROM \(kept) AND \(number) % \(step) = 0", to: "compare the columns")
        return zip(places, table.columns).compactMap { index, column in
            ComparedColumn(schema.columns[index].name, column.values, mostCategories: Self.categories)
        }
    }

    private static func isCategory(_ column: ColumnSchema) -> Bool { !column.isNumeric || !column.categories.isEmpty }
}

/// A column that is held against others.
struct ComparedColumn {
    let name: String
    /// NaN where missing; `nil` for a column of categories.
    private let numbers: [Double]?
    /// Of each row the place of its category, or the tenth that its number is in; -1 where missing.
    private let codes: [Int]

    var rows: Int { codes.count }

    /// - Returns: `nil` for a column of too many categories.
    init?(_ name: String, _ values: Column, mostCategories: Int) {
        self.name = name
        switch values {
        case .text(let texts):
            guard texts.categories.count <= mostCategories else { return nil }
            numbers = nil
            codes = texts.codes.map(Int.init)
        case .numeric(let values):
            let finite = values.map { $0.isFinite ? $0 : .nan }
            let bins = NumberBins(tenthsOf: SortedNumbers.sorted(finite.filter { !$0.isNaN }))
            numbers = finite
            codes = finite.map { $0.isNaN ? -1 : bins.place($0) }
        }
    }

    static func association(_ one: ComparedColumn, _ other: ComparedColumn) -> DataReport.Association {
        var association = DataReport.Association(one.name, other.name)
        let both = one.codes.indices.filter { one.codes[$0] >= 0 && other.codes[$0] >= 0 }
        association.rows = both.count
        guard both.count > 1 else { return association }
        if let a = one.numbers, let b = other.numbers {
            let (a, b) = (both.map { a[$0] }, both.map { b[$0] })
            (association.pearson, association.spearman) = (Correlation.pearson(a, b), Correlation.spearman(a, b))
        }
        let table = ContingencyTable(both.map { one.codes[$0] }, both.map { other.codes[$0] })
        if one.numbers == nil, other.numbers == nil { association.cramersV = table.cramersV }
        association.mutualInformation = table.mutualInformation
        return association
    }
}
