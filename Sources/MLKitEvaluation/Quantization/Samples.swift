internal import MLKitCore
internal import MLKitEngines
internal import MLKitONNX
internal import MLKitSpec
internal import MLKitTables
internal import SystemPackage

/// What a model is fed to calibrate and to compare it: arrays of NumPy, a Parquet file, or the folder of inputs that came with it.
struct Samples {
    let inputs: [ValueDescription]
    let files: any FileSystem
    let engines: EngineLocator
    let threads: Int

    /// Of a table so many rows are taken, at even distances, and so many are fed at a time.
    private static let (mostRows, runRows) = (2048, 256)

    /// - Returns: what is fed in each run, by input.
    /// - Throws: `Failure` for what cannot be read, or does not fit the inputs.
    func set(at path: FilePath) throws -> SampleSet {
        if try files.information(at: path)?.kind == .directory {
            let sets = try SampleFolder(reading: path, for: inputs, files: files).sets.map { try SampleFeeds($0, for: inputs) }
            return SampleSet(feeds: sets.flatMap(\.feeds)) { run, input, place in "`\(input)` of sample \(run + 1) at \(place)" }
        }
        if try files.read(path, from: 0, count: 4) == Array("PAR1".utf8) { return try rows(of: path) }
        let arrays = try SampleFeeds(SampleFile(reading: path, files: files).arrays, for: inputs)
        return SampleSet(feeds: arrays.feeds) { run, input, place in
            arrays.splitInputs.contains(input) ? "`\(input)` of sample \(run + 1) at \(place)" : "`\(input)` at \(place)"
        }
    }

    private func rows(of path: FilePath) throws -> SampleSet {
        let engine = TableEngine(StageContext(files: files, engines: engines, threads: threads))
        let whole = try engine.table("SELECT * FROM read_parquet(?)", [.path(path)], to: "read `\(path)`")
        let table = whole.sample(Self.mostRows)
        guard table.rowCount > 0 else { throw Failure("the samples are empty") }
        let feeds = try stride(from: 0, to: table.rowCount, by: Self.runRows).map { first in
            let rows = first..<min(first + Self.runRows, table.rowCount)
            return Dictionary(try inputs.map { ($0.name, try tensor(for: $0, table, rows)) }) { first, _ in first }
        }
        let (names, count) = (table.columns.map(\.name), whole.rowCount)
        return SampleSet(feeds: feeds) { run, input, place in
            let column = names.contains(input) ? input : names[place.last ?? 0]
            return "`\(column)` of row \(Table.row(run * Self.runRows + (place.first ?? 0), of: Self.mostRows, among: count) + 1)"
        }
    }

    /// The column of an input's name; of a model with one input that takes a matrix, all of them.
    private func tensor(for input: ValueDescription, _ table: Table, _ rows: Range<Int>) throws -> Tensor {
        guard inputs.count == 1, table[input.name] == nil, let shape = input.shape, shape.count == 2 else {
            return try table.tensor(for: input, rows: rows)
        }
        if case .fixed(let width) = shape[1], width != table.columns.count {
            throw Failure(
                "the samples have \(plural(table.columns.count, "column")), of which none is `\(input.name)`, and the model takes \(input)",
                hint: "give it \(plural(width, "column")) of numbers in the order in which it takes them, or one called `\(input.name)`")
        }
        let columns = try table.columns.map { column -> [Double] in
            guard case .numeric(let values) = column.values else {
                throw Failure("the column `\(column.name)` holds texts, and the model takes \(input)")
            }
            return values
        }
        let values = rows.flatMap { row in columns.map { $0[row] } }
        let whole = [rows.count, columns.count]
        return try input.type == .double ? Tensor(.double(values), shape: whole) : Tensor(.float(values.map { Float($0) }), shape: whole)
    }
}
