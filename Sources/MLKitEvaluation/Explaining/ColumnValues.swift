internal import Glibc
internal import MLKitCore
internal import MLKitSignature
internal import MLKitTables

/// A value of a column.
enum CellValue: Hashable {
    case number(Double)
    case text(String)
    case missing

    init(_ column: Column, _ row: Int) {
        switch column {
        case .numeric(let values): self = values[row].isNaN ? .missing : .number(values[row])
        case .text(let texts): self = texts[row].map { $0.isEmpty ? .missing : .text($0) } ?? .missing
        }
    }

    /// So many rows of it, as a column of the same type as another.
    func column(like other: Column, rows: Int) -> Column {
        switch (other, self) {
        case (.numeric, .number(let number)): .numeric([Double](repeating: number, count: rows))
        case (.numeric, _): .numeric([Double](repeating: .nan, count: rows))
        case (.text, .text(let text)): .text(TextColumn(categories: [text], codes: [Int32](repeating: 0, count: rows)))
        case (.text, _): .text(TextColumn(categories: [], codes: [Int32](repeating: -1, count: rows)))
        }
    }

    /// As people read it; `nil` for a missing one.
    ///
    /// - Parameter type: of its column; of one that the schema does not have, numbers are read as they are.
    func text(_ type: ColumnType?) -> String? {
        switch (self, type) {
        case (.missing, _): nil
        case (.text(let text), _): text
        case (.number(let number), .date?): Int64(exactly: number.rounded(.down)).map { Calendar.date(days: $0) } ?? "\(number)"
        case (.number(let number), .timestamp?): Calendar.moment(seconds: number)
        case (.number(let number), _): Int64(exactly: number).map { "\($0)" } ?? "\(number)"
        }
    }
}

extension ExplainedModel {
    /// `nil` for a column that the schema does not have.
    func type(of column: String) -> ColumnType? {
        schema.columns.first { $0.name.hasSameBytes(as: column) }?.type
    }

    /// What stands in a column of a row, as people read it.
    func text(_ rows: Table, _ column: String, _ row: Int) -> String? {
        rows[column].flatMap { CellValue($0, row).text(type(of: column)) }
    }

    /// Values that a column has in the rows: of numbers at most `most` quantiles, of texts the most frequent ones.
    func grid(_ column: Column, most: Int) -> [CellValue] {
        switch column {
        case .numeric(let values):
            let sorted = values.filter(\.isFinite).sorted()
            guard !sorted.isEmpty else { return [] }
            let distinct = sorted.indices.filter { $0 == 0 || sorted[$0] != sorted[$0 - 1] }.map { sorted[$0] }
            guard distinct.count > most else { return distinct.map { .number($0) } }
            let places = (0..<most).map { ($0 * (sorted.count - 1) + (most - 1) / 2) / (most - 1) }
            var seen = Set<Double>()
            return places.map { sorted[$0] }.filter { seen.insert($0).inserted }.map { .number($0) }
        case .text(let texts):
            var counts = [Int32: Int]()
            for code in texts.codes where code >= 0 && !texts.categories[Int(code)].isEmpty { counts[code, default: 0] += 1 }
            let frequent = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(most)
            return frequent.map { .text(texts.categories[Int($0.key)]) }
        }
    }
}
