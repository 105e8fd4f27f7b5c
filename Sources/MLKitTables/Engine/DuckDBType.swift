/// The types of columns that mlkit reads and writes, by DuckDB's numbers of them.
enum DuckDBType: Int32 {
    case boolean = 1
    case tinyInteger = 2
    case smallInteger = 3
    case integer = 4
    case bigInteger = 5
    case unsignedTinyInteger = 6
    case unsignedSmallInteger = 7
    case unsignedInteger = 8
    case unsignedBigInteger = 9
    case float = 10
    case double = 11
    case timestamp = 12
    case date = 13
    case hugeInteger = 16
    case varchar = 17

    /// Whether a table has it as numbers; else as texts.
    var isNumeric: Bool { self != .boolean && self != .varchar }

    /// Whether it is read; days and moments are to be cast.
    var isRead: Bool { self != .timestamp && self != .date }
}
