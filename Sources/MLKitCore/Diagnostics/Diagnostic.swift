/// One thing to tell the user: what is wrong, where, and what to do about it.
///
/// Messages are lower case, without a trailing period, and name things in backquotes.
public struct Diagnostic: Hashable, Sendable {
    public enum Severity: String, Sendable {
        case error
        case warning
    }

    /// The most problems that are collected of one file.
    public static let limit = 200

    public var severity: Severity
    public var message: String
    public var location: SourceLocation?
    /// Facts that explain the message, one line each.
    public var notes: [String]
    /// What the user can do; shown on a line of its own.
    public var hint: String?

    public init(
        _ severity: Severity, _ message: String, at location: SourceLocation? = nil, notes: [String] = [],
        hint: String? = nil
    ) {
        self.severity = severity
        self.message = message
        self.location = location
        self.notes = notes
        self.hint = hint
    }

    public static func error(
        _ message: String, at location: SourceLocation? = nil, notes: [String] = [], hint: String? = nil
    ) -> Diagnostic {
        Diagnostic(.error, message, at: location, notes: notes, hint: hint)
    }

    public static func warning(
        _ message: String, at location: SourceLocation? = nil, notes: [String] = [], hint: String? = nil
    ) -> Diagnostic {
        Diagnostic(.warning, message, at: location, notes: notes, hint: hint)
    }
}

extension Sequence<Diagnostic> {
    /// Sorted by place, those of one place as they came; what has no place comes last.
    public var inFileOrder: [Diagnostic] {
        let sorted = enumerated().sorted { lhs, rhs in
            switch (lhs.element.location, rhs.element.location) {
            case (let left?, let right?): left == right ? lhs.offset < rhs.offset : left < right
            case (nil, nil): lhs.offset < rhs.offset
            case (let left, _): left != nil
            }
        }
        return sorted.map(\.element)
    }
}
