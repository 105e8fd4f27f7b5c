/// What a schema demands of a column, by the key that says it.
public enum SchemaRule: String, CaseIterable, Sendable {
    case type
    case nullable
    case missing
    case categories
    case minimum
    case maximum
    case unique
}

/// What is done where data break a rule.
public enum RuleSeverity: String, CaseIterable, Sendable {
    /// The stage fails.
    case error
    /// The run and the report say so.
    case warning
    case ignore
}

/// How many rows there may be.
public struct RowBounds: Hashable, Sendable {
    public var minimum: Int?
    public var maximum: Int?
    public var severity = RuleSeverity.error

    public init(minimum: Int? = nil, maximum: Int? = nil, severity: RuleSeverity = .error) {
        (self.minimum, self.maximum, self.severity) = (minimum, maximum, severity)
    }
}

/// Two columns of which one is held to the other in every row that has both: `start <= finish`.
public struct ColumnRelation: Hashable, Sendable {
    public enum Comparison: String, CaseIterable, Sendable {
        // Longer signs first, so that `<=` is not read as `<`.
        case atMost = "<="
        case atLeast = ">="
        case different = "!="
        case less = "<"
        case more = ">"
        case equal = "="
    }

    public var left: String
    public var comparison: Comparison
    public var right: String
    public var severity = RuleSeverity.error

    public init(_ left: String, _ comparison: Comparison, _ right: String, severity: RuleSeverity = .error) {
        (self.left, self.comparison, self.right, self.severity) = (left, comparison, right, severity)
    }

    /// Reads `start <= finish`; a name with such a sign in it stands in backquotes.
    ///
    /// - Returns: `nil` for what is no comparison of two names.
    public init?(parsing text: String, severity: RuleSeverity = .error) {
        var rest = Substring(text)
        guard let left = Self.takeName(&rest) else { return nil }
        rest = rest.drop(while: \.isWhitespace)
        guard let comparison = Comparison.allCases.first(where: { rest.hasPrefix($0.rawValue) }) else { return nil }
        rest = rest.dropFirst(comparison.rawValue.count).drop(while: \.isWhitespace)
        guard let right = Self.takeName(&rest), rest.allSatisfy(\.isWhitespace) else { return nil }
        self.init(left, comparison, right, severity: severity)
    }

    private static func takeName(_ rest: inout Substring) -> String? {
        rest = rest.drop(while: \.isWhitespace)
        guard rest.first == "`" else {
            let name = rest.prefix { !"<>=!".contains($0) }
            rest = rest.dropFirst(name.count)
            let end = name.lastIndex { !$0.isWhitespace }
            return end.map { String(name[...$0]) }
        }
        let name = rest.dropFirst().prefix { $0 != "`" }
        rest = rest.dropFirst(name.count + 1)
        guard rest.first == "`", !name.isEmpty else { return nil }
        rest = rest.dropFirst()
        return String(name)
    }

    public var text: String { "\(Self.quoted(left)) \(comparison.rawValue) \(Self.quoted(right))" }

    private static func quoted(_ name: String) -> String {
        let isPlain = !name.contains { "<>=!".contains($0) } && name.first?.isWhitespace == false && name.last?.isWhitespace == false
            && name.first != "`"
        return isPlain ? name : "`\(name)`"
    }
}
