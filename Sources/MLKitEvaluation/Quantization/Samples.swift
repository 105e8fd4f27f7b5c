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
    func feeds(at path: FilePath) throws -> [[String: Tensor]] {
        if try files.information(at: path)?.kind == .directory {
            return try SampleFolder(reading: path, for: inputs, files: files).sets.flatMap { try SampleFeeds($0, for: inputs).feeds }
        }
        if try files.read(path, from: 0, count: 4) == Array("PAR1".utf8) { return try rows(of: path) }
        return try SampleFeeds(SampleFile(reading: path, files: files).arrays, for: inputs).feeds
    }

    private func rows(of path: FilePath) throws -> [[String: Tensor]] {
        let engine = TableEngine(StageContext(files: files, engines: engines, threads: threads))
        let table = try engine.table("SELECT * FROM read_parquet(?)", [.path(path)], to: "read `\(path)`").sample(Self.mostRows)
        guard table.rowCount > 0 else { throw Failure("the samples are empty") }
        return try stride(from: 0, to: table.rowCount, by: Self.runRows).map { first in
            let rows = first..<min(first + Self.runRows, table.rowCount)
            return Dictionary(try inputs.map { ($0.name, try tensor(for: $0, table, rows)) }) { first, _ in first }
        }
    }

    /// The column of an input's name; of a model with one input that takes as many numbers as there are columns, all of them.
    private func tensor(for input: ValueDescription, _ table: Table, _ rows: Range<Int>) throws -> Tensor {
        guard inputs.count == 1, table[input.name] == nil, input.shape?.count == 2, input.shape?[1] == .fixed(table.columns.count) else {
            return try table.tensor(for: input, rows: rows)
        }
        let columns = try table.columns.map { column -> [Double] in
            guard case .numeric(let values) = column.values else {
                throw Failure("the column `\(column.name)` holds texts, and the model takes \(input)")
            }
            return values
        }
        let values = rows.flatMap { row in columns.map { $0[row] } }
        let shape = [rows.count, columns.count]
        return try input.type == .double ? Tensor(.double(values), shape: shape) : Tensor(.float(values.map { Float($0) }), shape: shape)
    }
}
