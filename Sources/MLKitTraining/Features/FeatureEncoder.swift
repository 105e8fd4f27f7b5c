internal import MLKitCore
internal import MLKitSpec
internal import MLKitTables

/// How a table's raw columns become the inputs of a model: first the numeric columns, then the parts of dates, then what
/// says where numbers are missing, then products of numbers, then the categories that are looked up in tables, then the others (of
/// those first the ones that a model takes as they are), then ranges of numbers, then pairs of categories, then the terms of free
/// texts, each in the order of the schema. Fitted on the training split alone.
package struct FeatureEncoder {
    /// The raw columns, in the order of the schema.
    let columns: [ColumnSchema]
    /// Dates are among them, as days or seconds.
    let numeric: [NumericEncoder]
    /// Of the dates whose parts are inputs too.
    let dates: [DateEncoder]
    let tables: [CategoryTable]
    let categorical: [CategoricalEncoder]
    let bins: [BinEncoder]
    /// Places among `numeric` of two that are multiplied, and pairs of categories.
    let products: [[Int]]
    let crosses: [CrossEncoder]
    let texts: [TextEncoder]
    /// Columns of free texts that are taken as categories all the same, nothing being said of them.
    let unreadTexts: [String]
    let isSparse: Bool

    /// - Parameter target: what categories are told by that are encoded by the target.
    /// - Throws: `Failure` if the schema has no feature, a column is absent or of another type, or no column
    ///   holds a value.
    init(
        fitting table: Table, schema: TableSchema, to configuration: FeatureConfiguration, target: EncodingTarget? = nil
    ) throws {
        columns = schema.features
        let numbers = columns.filter(\.isNumeric).map { (column: $0, settings: configuration.numeric(of: $0)) }
        numeric = try numbers.filter { $0.settings.bins == nil }.map { column, settings in
            NumericEncoder(fitting: try table.numbers(of: column.name), name: column.name, to: settings)
        }
        bins = try numbers.compactMap { column, settings in
            try settings.bins.map { BinEncoder(fitting: try table.numbers(of: column.name), name: column.name, to: $0) }
        }
        let crosses = try FeatureCrosses(columns, configuration, numbers: numeric.map(\.name), of: table)
        products = crosses.products
        self.crosses = crosses.pairs
        dates = try columns.filter { !DatePart.parts(of: $0.type, configuration.dates).isEmpty }.map { column in
            DateEncoder(
                fitting: try table.numbers(of: column.name), column: column, to: configuration.numericOfDates, configuration.dates)
        }
        let plan = try TextPlan(columns, of: table, configuration)
        let categories = try plan.categories.map { column, settings in
            let texts = try table.texts(of: column.name)
            return (column: column, texts: texts, settings: CategoryPlan.settled(settings, texts, isSparse: configuration.isSparse))
        }
        tables = try categories.filter(\.settings.encode.isTable).map { column, texts, settings in
            try CategoryTable(
                fitting: texts, listed: column.categories, target: target, name: column.name, to: settings,
                scale: configuration.numeric.scale)
        }
        let categorical = categories.filter { !$0.settings.encode.isTable }.map { column, texts, settings in
            CategoricalEncoder(fitting: texts, name: column.name, to: settings)
        }
        self.categorical = categorical.filter(\.isNative) + categorical.filter { !$0.isNative }
        texts = try plan.texts.map { column, settings in
            TextEncoder(fitting: try table.texts(of: column.name), name: column.name, to: settings)
        }
        unreadTexts = plan.unread
        isSparse = configuration.isSparse || (configuration.takesSparse && !texts.isEmpty)
        guard width > 0 else {
            throw Failure(
                "there is nothing to learn from: no column beside the target `\(schema.target)` has a value")
        }
    }

    /// How many inputs a row has.
    var width: Int {
        numberWidth + categorical.reduce(0) { $0 + $1.width } + bins.reduce(0) { $0 + $1.levels }
            + crosses.reduce(0) { $0 + $1.levels } + texts.reduce(0) { $0 + $1.width }
    }

    /// How many of them are no categories, nor terms of texts.
    var numberWidth: Int { numbers.count + indicated.count + products.count + tables.reduce(0) { $0 + $1.width } }

    /// How many inputs each column of categories, of ranges and each pair has, of which a row has one or none.
    var groupLevels: [Int] { categorical.map(\.levels) + bins.map(\.levels) + crosses.map(\.levels) }

    /// What columns of numbers and parts of dates become, in their order.
    var numbers: [NumericEncoder] { numeric + dates.flatMap(\.encoders) }

    /// The places among `numeric` of those that have an indicator.
    var indicated: [Int] { numeric.indices.filter { numeric[$0].hasIndicator } }

    /// One for each input: its name is the column's, that of a date's part `column part`, that of an indicator
    /// `column missing`, that of a category `column=category`, and that of a text's term `column: term`.
    var inputs: [FeatureInput] {
        numeric.map { FeatureInput(name: $0.name, column: $0.name, kind: .number) }
            + dates.flatMap { date in date.encoders.map { FeatureInput(name: $0.name, column: date.name, kind: .part) } }
            + indicated.map { FeatureInput(name: "\(numeric[$0].name) missing", column: numeric[$0].name, kind: .part) }
            + products.map { pair in
                FeatureInput(name: "\(numeric[pair[0]].name) * \(numeric[pair[1]].name)", column: numeric[pair[0]].name, kind: .part)
            }
            + tables.flatMap { table in table.names.map { FeatureInput(name: $0, column: table.name, kind: .part) } }
            + categorical.flatMap(\.inputs) + bins.flatMap(\.inputs) + crosses.flatMap(\.inputs) + texts.flatMap(\.inputs)
    }

    var featureNames: [String] { inputs.map(\.name) }

    /// The inputs for each row of a table, [rows, width].
    ///
    /// - Parameter isFitted: whether it is the table that the encoder was fitted on, and is to be learnt from: what stands for a
    ///   category by the target then does not follow from the row's own target.
    /// - Throws: `Failure` if a column is absent or of another type, or the inputs do not fit in memory.
    func encode(_ table: Table, isFitted: Bool = false) throws -> FeatureMatrix {
        guard !isSparse else { return try encodeSparse(table, isFitted: isFitted) }
        try checkSize(rows: table.rowCount)
        var matrix = FeatureMatrix(rows: table.rowCount, columns: width)
        var start = try encodeNumbers(table, into: &matrix, isFitted: isFitted)
        for encoder in categorical {
            encoder.encode(try table.texts(of: encoder.name), into: &matrix.values, start: start, stride: width)
            start += encoder.width
        }
        for (levels, places) in try rangesAndPairs(table) {
            for (row, place) in places.enumerated() where place >= 0 { matrix.values[start + row * width + place] = 1 }
            start += levels
        }
        for encoder in texts {
            encoder.encode(try table.texts(of: encoder.name), into: &matrix.values, start: start, stride: width)
            start += encoder.width
        }
        return matrix
    }

    /// The place of each row's range, and of each row's pair of categories, -1 for none.
    func rangesAndPairs(_ table: Table) throws -> [(levels: Int, places: [Int])] {
        try bins.map { ($0.levels, $0.places(try table.numbers(of: $0.name))) }
            + crosses.map { ($0.levels, $0.places((try table.texts(of: $0.first.name), try table.texts(of: $0.second.name)))) }
    }

    /// Writes the inputs that are no categories to the first columns of a matrix; returns how many they are.
    func encodeNumbers(_ table: Table, into matrix: inout FeatureMatrix, isFitted: Bool) throws -> Int {
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
        for pair in products {
            for row in 0..<table.rowCount {
                let first = row * matrix.columns
                matrix.values[start + first] = matrix.values[first + pair[0]] * matrix.values[first + pair[1]]
            }
            start += 1
        }
        for encoder in tables {
            let known = isFitted ? encoder.fitted : nil
            let values = try known ?? encoder.encode(table.texts(of: encoder.name))
            for row in 0..<table.rowCount {
                for place in 0..<encoder.width { matrix.values[start + row * matrix.columns + place] = values[row * encoder.width + place] }
            }
            start += encoder.width
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
        let widths = categorical.map { (name: $0.name, width: $0.width) } + texts.map { (name: $0.name, width: $0.width) }
        let widest = widths.max { $0.width < $1.width }
        let isText = texts.contains { $0.name == widest?.name }
        throw Failure(
            "the model's inputs would take \(Self.amount(bytes)): \(rows) rows of \(plural(width, "number"))",
            notes: widest.map { ["`\($0.name)` alone becomes \(plural($0.width, "column"))"] } ?? [],
            hint: isText
                ? "lower `max_features` of the text, or drop the column"
                : "raise `min_count` or `min_share` of the categorical features, or drop the column")
    }

    private static func amount(_ bytes: Int) -> String {
        bytes < 1 << 30 ? "\(bytes >> 20) MiB" : "\(bytes >> 30) GiB"
    }
}

extension FeatureConfiguration {
    /// How a column of numbers becomes inputs; a date is a number that is neither transformed nor put into ranges.
    func numeric(of column: ColumnSchema) -> Numeric {
        if let said = columns.first(where: { $0.key.hasSameBytes(as: column.name) })?.value { return said.numeric }
        return DatePart.parts(of: column.type, .parts).isEmpty ? numeric : numericOfDates
    }

    /// How parts of dates do.
    var numericOfDates: Numeric {
        var settings = numeric
        (settings.transform, settings.bins) = (nil, nil)
        return settings
    }
}
