internal import MLKitSignature

/// How the texts of a source are told to be of a type, as SQL conditions on an expression that is not NULL.
///
/// Rejected: letting DuckDB sniff types (a `?` among numbers makes text of the column) or `TRY_CAST` alone
/// (it rounds `1.5` to the integer 2, takes `1_000` for a number, and drops the zeros of a code like `02134`).
enum ValueRules {
    static func isOfType(_ type: ColumnType, _ x: String) -> String {
        switch type {
        case .integer: isInteger(x)
        case .number: isNumber(x)
        case .boolean: "lower(\(x)) IN ('true', 'false')"
        case .text: "true"
        }
    }

    /// Up to 18 digits, which always fit 64 bits; no leading zeros.
    private static func isInteger(_ x: String) -> String {
        "regexp_full_match(\(x), '[+-]?(0|[1-9][0-9]{0,17})')"
    }

    /// A decimal number, or an infinite one, which a later rule refuses by name.
    private static func isNumber(_ x: String) -> String {
        let decimal = #"[+-]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)(e[+-]?[0-9]+)?"#
        return "(regexp_full_match(\(x), '\(decimal)|[+-]?inf(inity)?', 'i') AND TRY_CAST(\(x) AS DOUBLE) IS NOT NULL)"
    }

    /// In a column of numbers, `nan` stands for a missing one.
    static func isNotANumber(_ x: String) -> String { "lower(\(x)) = 'nan'" }

    static func isInfinite(_ x: String) -> String { "isinf(TRY_CAST(\(x) AS DOUBLE))" }

    /// The text without `nan` where the type is a number's: NULL is what is missing.
    static func present(_ x: String, _ column: ColumnSchema) -> String {
        column.isNumeric ? "nullif(lower(\(x)), 'nan')" : x
    }

    /// The value with its type.
    static func typed(_ x: String, _ column: ColumnSchema) -> String {
        switch column.type {
        case .integer: "TRY_CAST(\(present(x, column)) AS BIGINT)"
        case .number: "TRY_CAST(\(present(x, column)) AS DOUBLE)"
        case .boolean: "CAST(lower(\(x)) AS BOOLEAN)"
        case .text: x
        }
    }
}
