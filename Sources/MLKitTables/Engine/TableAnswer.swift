internal import CEngines

/// What a statement answers, its rows handed over as they come: columns of up to 2048 values.
final class TableAnswer {
    let engine: TableEngine
    var answer = duckdb_answer()

    init(_ engine: TableEngine) {
        self.engine = engine
    }

    deinit { engine.library.destroyAnswer(&answer) }

    /// The names of the columns and DuckDB's numbers of their types.
    var columns: [(name: String, type: Int32)] {
        (0..<engine.library.columnCount(&answer)).map { index in
            let name = engine.library.columnName(&answer, index)
            return (name.map { String(cString: $0) } ?? "", engine.library.columnType(&answer, index))
        }
    }

    /// Hands over all rows, piece by piece.
    ///
    /// - Throws: `Failure` with DuckDB's reason if reading fails on the way, and what `body` throws.
    func forEach(to purpose: String, _ body: (TableChunk) throws -> Void) throws {
        let types = columns.map(\.type)
        while let chunk = engine.library.fetch(answer) {
            defer { destroy(chunk) }
            try body(TableChunk(engine.library, chunk, types))
        }
        if let words = engine.library.answerError(&answer), words.pointee != 0 { throw engine.failure(words, purpose) }
    }

    private func destroy(_ chunk: duckdb_handle) {
        var handle: duckdb_handle? = chunk
        engine.library.destroyChunk(&handle)
    }
}

/// Some rows of an answer.
struct TableChunk {
    let rowCount: Int
    private let library: DuckDBLibrary
    private let chunk: duckdb_handle
    private let types: [Int32]

    init(_ library: DuckDBLibrary, _ chunk: duckdb_handle, _ types: [Int32]) {
        self.library = library
        self.chunk = chunk
        self.types = types
        rowCount = Int(library.chunkSize(chunk))
    }

    /// The values of a column.
    func vector(_ column: Int) -> ColumnVector {
        let vector = library.vector(chunk, UInt64(column))
        return ColumnVector(
            type: types[column], rowCount: rowCount, data: library.data(vector), validity: library.validity(vector))
    }
}
