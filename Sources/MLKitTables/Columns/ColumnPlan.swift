internal import MLKitCore
internal import MLKitSignature

/// What a column is read as.
struct ColumnPlan: Equatable {
    let name: String
    var type: ColumnType
    /// For days and moments; ISO's if `nil`.
    var format: DateFormat?
    /// What the values have to be; `nil` while that is yet to be found out.
    var schema: ColumnSchema?

    var isNullable: Bool? { schema?.nullable }

    /// As it is written.
    var output: DuckDBType {
        switch type {
        case .integer: .bigInteger
        case .number: .double
        case .boolean: .boolean
        case .date: .date
        case .timestamp: .timestamp
        case .text, .identifier: .varchar
        }
    }
}

/// How much is kept of each column in memory, so that all of them stay within a bound.
struct ReadingLimits {
    /// The most different values.
    let distinct: Int
    /// The most numbers.
    let sample: Int

    init(columns: Int) {
        let share = (1 << 22) / max(columns, 1)
        distinct = min(max(share, 1 << 10), 1 << 16)
        sample = max(share, 1 << 10)
    }
}

/// The values of one column that break one rule of its schema.
struct Breach {
    enum Rule: Int, CaseIterable {
        case type, infinite, missing, category, minimum, maximum, share, unique

        /// The rule of the schema.
        var key: SchemaRule {
            switch self {
            case .type, .infinite: .type
            case .missing: .nullable
            case .category: .categories
            case .minimum: .minimum
            case .maximum: .maximum
            case .share: .missing
            case .unique: .unique
            }
        }
    }

    /// A value that is shown.
    struct Example: Equatable {
        /// Its row in the source, from 0.
        let row: Int
        let value: String
    }

    /// The most examples that are kept.
    static let shown = 4

    let rule: Rule
    var count = 0
    /// The first of them, in the order of the source.
    var examples: [Example] = []

    mutating func add(_ value: String, _ row: Int) {
        count += 1
        if examples.count < Self.shown { examples.append(Example(row: row, value: value)) }
    }

    var row: Int { examples.first?.row ?? 0 }
    var value: String { examples.first?.value ?? "" }
}

/// Texts that mean a missing value.
struct MissingMarkers {
    private let markers: [(bytes: [UInt8], text: String)]
    private let longest: Int
    private let firsts: [Bool]
    /// Whether one of them is a number, as -999 is in some tables.
    let hasNumbers: Bool

    /// - Parameter values: those of a column's categories that are values all the same.
    init(_ texts: [String], except values: [String]) {
        let texts = texts.filter { !$0.isEmpty && !values.contains(bytesOf: $0) }
        markers = texts.map { (Array($0.utf8), $0) }
        longest = markers.map(\.bytes.count).max() ?? 0
        var firsts = [Bool](repeating: false, count: 256)
        for marker in markers { firsts[Int(marker.bytes[0])] = true }
        self.firsts = firsts
        hasNumbers = texts.contains { text in
            switch NumberFormat.plain.value(text) {
            case .integer, .real: true
            default: false
            }
        }
    }

    /// The marker that a text is, without spaces around it; the empty text is one, `nil` is none.
    @inline(__always)
    func match(_ text: UnsafeBufferPointer<UInt8>) -> String? {
        if text.isEmpty { return "" }
        guard text.count <= longest, firsts[Int(text[0])] else { return nil }
        return markers.first { $0.bytes.count == text.count && $0.bytes.elementsEqual(text) }?.text
    }
}
