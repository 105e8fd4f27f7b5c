internal import MLKitCore
internal import MLKitONNX
internal import MLKitTables
internal import SystemPackage

/// Rows of a Parquet file that are fed to a model.
struct SampleTable {
    private let path: FilePath
    private let inputs: [ValueDescription]
    private let table: Table
    /// How many rows the file has.
    private let rowCount: Int
    /// What NaN is in a column: tables have it where there is no value too.
    private let oddities: [String: String]
    /// How many rows are fed at a time.
    private let runRows: Int

    /// Of a table so many rows are taken, at even distances, and so many are fed at a time where the model takes any number.
    private static let (mostRows, usualRows) = (2048, 256)

    /// - Throws: `Failure` if the file cannot be read or has no rows, and where inputs take different numbers of rows.
    init(reading path: FilePath, for inputs: [ValueDescription], _ engine: TableEngine) throws {
        let whole = try engine.table(numbersOf: path, texts: Set(inputs.filter { $0.type == .string }.map(\.name)))
        table = whole.sample(Self.mostRows)
        guard table.rowCount > 0 else { throw Failure("the samples are empty") }
        (self.path, self.inputs, rowCount) = (path, inputs, whole.rowCount)
        oddities = try Self.oddities(whole, path, engine)
        let sizes = Set(inputs.compactMap { input -> Int? in
            guard let first = input.shape.map(\.first) else { return nil }
            if case .fixed(let size)? = first { return size }
            // A number that is the same for a whole run.
            return first == nil ? 1 : nil
        })
        guard sizes.count <= 1, sizes.allSatisfy({ $0 > 0 }) else {
            throw Failure(
                "rows of a table cannot be fed to inputs of different sizes", notes: inputs.map { "`\($0.name)` is \($0)" },
                hint: "give arrays, in an .npz file")
        }
        runRows = sizes.first ?? Self.usualRows
        guard sizes.isEmpty || table.rowCount >= runRows else {
            throw Failure("the samples have \(plural(table.rowCount, "row")), and the model takes \(runRows) at a time")
        }
    }

    private static func oddities(_ table: Table, _ path: FilePath, _ engine: TableEngine) throws -> [String: String] {
        let odd = table.columns.indices.filter { table.columns[$0].values.numbers?.contains(where: \.isNaN) ?? false }
        guard !odd.isEmpty else { return [:] }
        func have(_ condition: String) throws -> [Bool] {
            let query = "SELECT max(CASE WHEN \(condition) THEN 1 ELSE 0 END) FROM read_parquet(?)"
            let found = try engine.table(query, [.path(path)], to: "read `\(path)`")
            return found.columns.map { $0.values.numbers?.first == 1 }
        }
        let (missing, notNumbers) = (try have("COLUMNS(*) IS NULL"), try have("isnan(TRY_CAST(COLUMNS(*) AS DOUBLE))"))
        let words = odd.map { column in
            let both = [missing[column] ? "missing" : nil, notNumbers[column] ? "NaN" : nil].compactMap { $0 }
            return (table.columns[column].name, both.joined(separator: " or "))
        }
        return Dictionary(words) { first, _ in first }
    }

    var set: SampleSet {
        get throws {
            let (size, oddities, column) = (runRows, oddities, namer)
            let count = inputs.allSatisfy(\.takesAnyCount) ? table.rowCount : table.rowCount / size * size
            let feeds = try stride(from: 0, to: count, by: size).map { first in
                let rows = first..<min(first + size, count)
                return Dictionary(try inputs.map { ($0.name, try tensor(for: $0, rows)) }) { first, _ in first }
            }
            let number = { @Sendable [rowCount] (row: Int) in Table.row(row, of: Self.mostRows, among: rowCount) + 1 }
            return SampleSet(
                file: path.string, feeds: feeds, count: count,
                name: { run, input, place in "`\(column(input, place))` of row \(number(run * size + (place.first ?? 0)))" },
                missing: { input, place in oddities[column(input, place)] ?? "NaN" })
        }
    }

    /// The column that a number of an input is from.
    private var namer: @Sendable (_ input: String, _ place: [Int]) -> String {
        let names = table.columns.map(\.name)
        return { input, place in names.contains(input) || place.isEmpty ? input : names[place[place.count - 1]] }
    }

    private func rowName(_ row: Int) -> String { "row \(Table.row(row, of: Self.mostRows, among: rowCount) + 1)" }

    /// The column of an input's name, as [rows] or [rows, 1]; of a model with one input that takes a matrix, all of them.
    private func tensor(for input: ValueDescription, _ rows: Range<Int>) throws -> Tensor {
        guard let column = table[input.name] else { return try whole(input, rows) }
        let shape = input.shape.map { [rows.count, 1].prefix($0.count) } ?? [rows.count, 1]
        guard input.shape?.count ?? 2 <= 2, input.takesSingles else {
            throw Failure(
                "the column `\(input.name)` has a value for each row, and the model takes \(input)",
                hint: "give arrays, in an .npz file")
        }
        return try Tensor(values(column, named: input.name, input, rows), shape: shape.isEmpty ? [] : Array(shape))
    }

    private func whole(_ input: ValueDescription, _ rows: Range<Int>) throws -> Tensor {
        guard inputs.count == 1, let shape = input.shape, shape.count == 2 else {
            throw Failure(
                "the table has no column `\(input.name)`",
                hint: Suggestion.hint(for: input.name, among: table.columns.map(\.name))
                    ?? "the model takes \(Suggestion.list(inputs.map(\.name)))")
        }
        if case .fixed(let width) = shape[1], width != table.columns.count {
            throw Failure(
                "the samples have \(plural(table.columns.count, "column")), of which none is `\(input.name)`, and the model takes \(input)",
                hint: "give it \(plural(width, "column")) of numbers in the order in which it takes them, or one called `\(input.name)`")
        }
        let parts = try table.columns.map { try Tensor(values($0.values, named: $0.name, input, rows), shape: [1, rows.count]) }
        return try Tensor(rowsOf: parts)
    }

    private func values(_ column: Column, named name: String, _ input: ValueDescription, _ rows: Range<Int>) throws -> Tensor.Values {
        switch (column, input.type) {
        case (.text(let texts), .string): return .string(rows.map { texts[$0] ?? "" })
        case (.text, _): throw Failure("the column `\(name)` holds texts, and the model takes \(input)")
        case (.numeric(let values), let type?):
            let found = try type.values(Array(values[rows])) { place, number in
                let what = number.isNaN
                    ? "is \(oddities[name] ?? "NaN")"
                    : "is \(number.words), which \(type.isReal ? "is beyond the range of" : "has no like among") \(type.rawValue)"
                return Failure(
                    "the column `\(name)` cannot be fed as \(type.rawValue): \(rowName(rows.lowerBound + place)) \(what)",
                    notes: ["the model takes `\(input.name)`, \(input)"], hint: "leave such rows out, or fill in what is missing")
            }
            if let found { return found }
            throw Failure("the column `\(name)` cannot be fed to an input that is \(input)")
        default: throw Failure("the column `\(name)` cannot be fed to an input that is \(input)")
        }
    }
}

extension Column {
    fileprivate var numbers: [Double]? {
        guard case .numeric(let values) = self else { return nil }
        return values
    }
}

extension ValueDescription {
    /// Whether rows can be fed in any number.
    fileprivate var takesAnyCount: Bool {
        guard let shape else { return true }
        if case .symbolic? = shape.first { return true }
        return false
    }

    /// Whether it takes one value for a row.
    fileprivate var takesSingles: Bool {
        guard let shape, shape.count == 2, case .fixed(let width) = shape[1] else { return true }
        return width == 1
    }
}
