/// The answers to the rows of a query, which another engine reads as a table.
final class BatchRows: RowProducer {
    private let rows: TableAnswer
    private let added: [BatchFile.Answer]
    private let answer: (Table) throws -> [Column]

    init(_ rows: TableAnswer, _ added: [BatchFile.Answer], _ answer: @escaping (Table) throws -> [Column]) {
        (self.rows, self.added, self.answer) = (rows, added, answer)
    }

    var columns: [(name: String, type: DuckDBType)] {
        added.enumerated().map { ("a\($0.offset)", $0.element.isNumber ? .double : .varchar) }
    }

    func produce(_ chunk: OutputChunk) throws -> Int {
        guard let piece = try rows.next(to: "read the rows") else { return 0 }
        let names = rows.columns
        let table = Table(
            columns: names.enumerated().map { index, column in
                var builder = ColumnBuilder(name: column.name, isNumeric: ColumnVector.isNumeric(column.type))
                builder.append(piece.vector(index))
                return builder.column
            }, rowCount: piece.rowCount)
        for (index, values) in try answer(table).enumerated() { put(values, into: chunk.vector(index)) }
        return piece.rowCount
    }

    private func put(_ values: Column, into vector: OutputVector) {
        switch values {
        case .numeric(let numbers):
            let place = vector.values(as: Double.self)
            for (row, number) in numbers.enumerated() { place?[row] = number }
        case .text(let texts):
            for row in texts.codes.indices {
                var text = texts[row] ?? ""
                text.withUTF8 { vector.assign($0, at: row) }
            }
        }
    }
}
