internal import MLKitCore

/// The rows of a file that DuckDB reads, as texts. The engine is one of its own: this is read while another writes.
final class QueryRows: RowSource {
    private let answer: TableAnswer
    private let purpose: String
    private var chunk: TableChunk?
    /// Rows of the chunk that were handed over.
    private var taken = 0

    /// - Parameter query: gives the columns of batches, in their order, as texts.
    init(_ engine: TableEngine, _ query: String, _ values: [SQLValue], to purpose: String) throws {
        self.purpose = purpose
        answer = try engine.answer(query, values, purpose)
    }

    func next(_ batch: FieldBatch) throws -> Bool {
        if taken == chunk?.rowCount {
            chunk = nil
            taken = 0
        }
        guard let chunk = try chunk ?? answer.next(to: purpose) else { return false }
        self.chunk = chunk
        let rows = min(batch.capacity, chunk.rowCount - taken)
        for column in 0..<batch.columns {
            let vector = chunk.vector(column)
            for row in 0..<rows { batch.fields[row * batch.columns + column] = vector.field(taken + row) }
        }
        batch.rows = rows
        taken += rows
        return rows > 0
    }
}
