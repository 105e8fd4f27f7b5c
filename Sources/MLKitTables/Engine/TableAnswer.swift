internal import CEngines

/// What a statement answers, its rows handed over as they come: columns of up to 2048 values.
final class TableAnswer {
    /// Its database is there as long as the answer.
    private let engine: TableEngine
    private let library: DuckDBLibrary
    var answer = duckdb_answer()
    private var types: [Int32]?

    init(_ engine: TableEngine, _ library: DuckDBLibrary) { (self.engine, self.library) = (engine, library) }

    deinit { library.destroyAnswer(&answer) }

    /// The names of the columns and DuckDB's numbers of their types.
    var columns: [(name: String, type: Int32)] {
        (0..<library.columnCount(&answer)).map { index in
            let name = library.columnName(&answer, index)
            return (name.map { String(cString: $0) } ?? "", library.columnType(&answer, index))
        }
    }

    /// The next rows; `nil` at the end.
    ///
    /// - Throws: `Failure` with DuckDB's reason if reading fails on the way.
    func next(to purpose: String) throws -> TableChunk? {
        let types = types ?? columns.map(\.type)
        self.types = types
        if let chunk = library.fetch(answer) { return TableChunk(library, chunk, types) }
        if let words = library.answerError(&answer), words.pointee != 0 { throw engine.failure(words, purpose) }
        return nil
    }
}

/// Some rows of an answer.
final class TableChunk {
    let rowCount: Int
    private let library: DuckDBLibrary
    private var chunk: duckdb_handle?
    private let types: [Int32]

    init(_ library: DuckDBLibrary, _ chunk: duckdb_handle, _ types: [Int32]) {
        self.library = library
        self.chunk = chunk
        self.types = types
        rowCount = Int(library.chunkSize(chunk))
    }

    deinit { library.destroyChunk(&chunk) }

    /// The values of a column.
    func vector(_ column: Int) -> ColumnVector {
        let vector = library.vector(chunk, UInt64(column))
        return ColumnVector(
            type: types[column], rowCount: rowCount, data: library.data(vector), validity: library.validity(vector))
    }
}
