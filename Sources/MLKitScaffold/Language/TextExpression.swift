internal import MLKitCore

/// An expression of the template language as a tree. Places are bytes from the beginning of the expression.
///
/// What can be written without brackets any number of times (filters, `and`, `or`) is a list here and not a chain, so
/// that the parser's bound on brackets bounds the depth of the tree.
indirect enum TextExpression: Sendable {
    case constant(JSON)
    /// `name.member.member`
    case variable(String, [TextMember])
    /// `forloop.counter`
    case loop(TextLoopMember)
    case filtered(TextExpression, [TextFilterCall])
    /// `first...last`
    case range(TextExpression, TextExpression, Range<Int>)
    case not(TextExpression)
    /// `a and b and c`
    case all([TextExpression])
    /// `a or b or c`
    case any([TextExpression])
    case comparison(TextComparison, TextExpression, TextExpression, Range<Int>)
    /// `value if condition else otherwise`
    case conditional(TextExpression, condition: TextExpression, otherwise: TextExpression?)

    /// Whether this is true or false whatever stands in it.
    var isCondition: Bool {
        switch self {
        case .not, .all, .any, .comparison: true
        case .constant, .variable, .loop, .filtered, .range, .conditional: false
        }
    }
}

/// A filter with its arguments, and where it stands.
struct TextFilterCall: Sendable {
    let filter: TextFilter
    let arguments: [TextExpression]
    let range: Range<Int>
}

/// What compares two values.
enum TextComparison: String, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case isIn = "in"
}

/// What follows a dot behind a variable.
enum TextMember: Hashable, Sendable {
    case count
    case first
    /// An item, or a character.
    case position(Int)
    /// A part of the layout.
    case named(String)

    init(_ text: String) {
        self =
            switch text {
            case "count": .count
            case "first": .first
            default: Int(text).map { .position($0) } ?? .named(text)
            }
    }
}

/// What a loop tells about itself.
enum TextLoopMember: String, CaseIterable, Sendable {
    case counter, counter0, first, last, length
}
