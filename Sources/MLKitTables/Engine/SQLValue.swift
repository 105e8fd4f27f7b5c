public import SystemPackage

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
