internal import MLKitCore
internal import MLKitSpec
internal import MLKitTables

/// How a table's raw columns become the inputs of a model: first the numeric columns, then what says where their
/// values are missing, then the categories, each in the order of the schema. Fitted on the training split alone.
package struct FeatureEncoder {
    /// The raw columns, in the order of the schema.
    let columns: [ColumnSchema]
    let numeric: [NumericEncoder]
    let categorical: [CategoricalEncoder]

    /// - Throws: `Failure` if the schema has no feature, a column is absent or of another type, or no column
    ///   holds a value.
    init(fitting table: Table, schema: TableSchema, to configuration: FeatureConfiguration) throws {
        columns = schema.features
        numeric = try columns.filter(\.isNumeric).map { column in
            NumericEncoder(
                fitting: try table.numbers(of: column.name), name: column.name, to: configuration.numeric)
        }
        categorical = try columns.filter { !$0.isNumeric }.map { column in
            CategoricalEncoder(
                fitting: try table.texts(of: column.name), name: column.name, to: configuration.categorical)
        }
        guard width > 0 else {
            throw Failure(
                "there is nothing to learn from: no column beside the target `\(schema.target)` has a value")
        }
    }

    /// How many inputs a row has.
    var width: Int { numeric.count + indicated.count + categorical.reduce(0) { $0 + $1.width } }

    /// The places among `numeric` of those that have an indicator.
    var indicated: [Int] { numeric.indices.filter { numeric[$0].hasIndicator } }

    /// One name per input: the column's, and for a category `column=category`.
    var featureNames: [String] { numeric.map(\.name) + indicated.map { "\(numeric[$0].name) missing" } + categorical.flatMap(\.featureNames) }

    /// The inputs for each row of a table, [rows, width].
    ///
    /// - Throws: `Failure` if a column is absent or of another type, or the inputs do not fit in memory.
    func encode(_ table: Table) throws -> FeatureMatrix {
        try checkSize(rows: table.rowCount)
        var matrix = FeatureMatrix(rows: table.rowCount, columns: width)
        for (index, encoder) in numeric.enumerated() {
            encoder.encode(
                try table.numbers(of: encoder.name), into: &matrix.values, start: index, stride: width)
        }
        var start = numeric.count
        for place in indicated {
            for (row, value) in try table.numbers(of: numeric[place].name).enumerated() where value.isNaN {
                matrix.values[start + row * width] = 1
            }
            start += 1
        }
        for encoder in categorical {
            encoder.encode(try table.texts(of: encoder.name), into: &matrix.values, start: start, stride: width)
            start += encoder.width
        }
        return matrix
    }

    /// Four gigabytes of inputs is where a laptop gives up, and a sign of a column of names or identifiers.
    private func checkSize(rows: Int) throws {
        let bytes = rows * width * MemoryLayout<Float>.size
        guard bytes > 4 << 30 else { return }
        let widest = categorical.max { $0.width < $1.width }
        throw Failure(
            "the model's inputs would take \(bytes >> 30) GiB: \(rows) rows of \(plural(width, "number"))",
            notes: widest.map { ["`\($0.name)` alone becomes \(plural($0.width, "column"))"] } ?? [],
            hint: "raise `min_count` of the categorical features, or drop the column")
    }
}
