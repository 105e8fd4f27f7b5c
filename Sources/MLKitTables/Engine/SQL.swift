public import SystemPackage

/// Names and values written as SQL, whatever characters they hold.
enum SQL {
    /// A name in double quotes: `a "b"` becomes `"a ""b"""`.
    static func identifier(_ name: String) -> String { quoted(name, with: "\"") }

    /// A text in single quotes: `it's` becomes `'it''s'`.
    static func literal(_ text: String) -> String { quoted(text, with: "'") }

    static func literal(_ path: FilePath) -> String { literal(path.string) }

    /// The rows of Parquet files, each with its number within its file.
    static func relation(_ paths: [FilePath]) -> String {
        "read_parquet([\(paths.map { literal($0) }.joined(separator: ", "))], file_row_number = true)"
    }

    static func relation(_ path: FilePath) -> String { relation([path]) }

    private static func quoted(_ text: String, with mark: String) -> String {
        let parts = text.split(separator: Character(mark), omittingEmptySubsequences: false)
        return mark + parts.joined(separator: mark + mark) + mark
    }
}

/// A value that a statement is given beside its text, for a `?` in it.
public enum SQLValue: Hashable, Sendable {
    case missing
    case integer(Int)
    case number(Double)
    case text(String)

    public static func path(_ path: FilePath) -> SQLValue { .text(path.string) }
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
}
