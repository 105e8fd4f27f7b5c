internal import MLKitCore
internal import MLKitSpec
internal import MLKitTables

/// How a table's raw columns become the inputs of a model: first the numeric columns, then the parts of dates, then what
/// says where numbers are missing, then the categories, each in the order of the schema. Fitted on the training split alone.
package struct FeatureEncoder {
    /// The raw columns, in the order of the schema.
    let columns: [ColumnSchema]
    /// Dates are among them, as days or seconds.
    let numeric: [NumericEncoder]
    /// Of the dates whose parts are inputs too.
    let dates: [DateEncoder]
    let categorical: [CategoricalEncoder]
    private let isSparse: Bool

    /// - Throws: `Failure` if the schema has no feature, a column is absent or of another type, or no column
    ///   holds a value.
    init(fitting table: Table, schema: TableSchema, to configuration: FeatureConfiguration) throws {
        columns = schema.features
        isSparse = configuration.isSparse
        numeric = try columns.filter(\.isNumeric).map { column in
            NumericEncoder(
                fitting: try table.numbers(of: column.name), name: column.name, to: configuration.numeric)
        }
        let dates = configuration.dates == .parts ? columns.filter { !DatePart.parts(of: $0.type).isEmpty } : []
        self.dates = try dates.map { column in
            DateEncoder(fitting: try table.numbers(of: column.name), column: column, to: configuration.numeric)
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
    var width: Int { numberWidth + categorical.reduce(0) { $0 + $1.width } }

    /// How many of them are no categories.
    var numberWidth: Int { numbers.count + indicated.count }

    /// What columns of numbers and parts of dates become, in their order.
    var numbers: [NumericEncoder] { numeric + dates.flatMap(\.encoders) }

    /// The places among `numeric` of those that have an indicator.
    var indicated: [Int] { numeric.indices.filter { numeric[$0].hasIndicator } }

    /// One for each input: its name is the column's, that of a date's part `column part`, that of an indicator
    /// `column missing`, and that of a category `column=category`.
    var inputs: [FeatureInput] {
        numeric.map { FeatureInput(name: $0.name, column: $0.name, kind: .number) }
            + dates.flatMap { date in date.encoders.map { FeatureInput(name: $0.name, column: date.name, kind: .part) } }
            + indicated.map { FeatureInput(name: "\(numeric[$0].name) missing", column: numeric[$0].name, kind: .part) }
            + categorical.flatMap(\.inputs)
    }

    var featureNames: [String] { inputs.map(\.name) }

    /// The inputs for each row of a table, [rows, width].
    ///
    /// - Throws: `Failure` if a column is absent or of another type, or the inputs do not fit in memory.
    func encode(_ table: Table) throws -> FeatureMatrix {
        guard !isSparse else { return try encodeSparse(table) }
        try checkSize(rows: table.rowCount)
        var matrix = FeatureMatrix(rows: table.rowCount, columns: width)
        var start = try encodeNumbers(table, into: &matrix)
        for encoder in categorical {
            encoder.encode(try table.texts(of: encoder.name), into: &matrix.values, start: start, stride: width)
            start += encoder.width
        }
        return matrix
    }

    /// Writes the inputs that are no categories to the first columns of a matrix; returns how many they are.
    func encodeNumbers(_ table: Table, into matrix: inout FeatureMatrix) throws -> Int {
        var start = 0
        for encoder in numeric {
            encoder.encode(
                try table.numbers(of: encoder.name), into: &matrix.values, start: start, stride: matrix.columns)
            start += 1
        }
        for encoder in dates {
            encoder.encode(try table.numbers(of: encoder.name), into: &matrix.values, start: start, stride: matrix.columns)
            start += encoder.width
        }
        for place in indicated {
            for (row, value) in try table.numbers(of: numeric[place].name).enumerated() where value.isNaN {
                matrix.values[start + row * matrix.columns] = 1
            }
            start += 1
        }
        return start
    }

    /// Four gigabytes of inputs is where a laptop gives up, and a sign of a column of names or identifiers.
    ///
    /// - Parameter bound: fewer bytes that they have to fit into.
    /// - Throws: `Failure` if the inputs of so many rows take more.
    func checkSize(rows: Int, within bound: Int? = nil) throws {
        guard !isSparse else { return }
        let bytes = rows * width * MemoryLayout<Float>.size
        guard bytes > min(bound ?? .max, 4 << 30) else { return }
        let widest = categorical.max { $0.width < $1.width }
        throw Failure(
            "the model's inputs would take \(Self.amount(bytes)): \(rows) rows of \(plural(width, "number"))",
            notes: widest.map { ["`\($0.name)` alone becomes \(plural($0.width, "column"))"] } ?? [],
            hint: "raise `min_count` or `min_share` of the categorical features, or drop the column")
    }

    private static func amount(_ bytes: Int) -> String {
        bytes < 1 << 30 ? "\(bytes >> 20) MiB" : "\(bytes >> 30) GiB"
    }
}
