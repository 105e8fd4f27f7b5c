/// An expression in Jinja, as a tree that knows its places.
struct JinjaExpression {
    indirect enum Kind {
        case constant(JinjaValue)
        case name(String)
        case list([JinjaExpression])
        case tuple([JinjaExpression])
        case dictionary([(key: JinjaExpression, value: JinjaExpression)])
        case attribute(JinjaExpression, String)
        case item(JinjaExpression, JinjaExpression)
        case slice(JinjaExpression, start: JinjaExpression?, end: JinjaExpression?, step: JinjaExpression?)
        case call(JinjaExpression, JinjaArguments)
        case filter(JinjaFilter, JinjaExpression, JinjaArguments)
        case test(JinjaTest, JinjaExpression, JinjaArguments)
        case not(JinjaExpression)
        case negative(JinjaExpression)
        case positive(JinjaExpression)
        case and(JinjaExpression, JinjaExpression)
        case or(JinjaExpression, JinjaExpression)
        case arithmetic(JinjaOperator, JinjaExpression, JinjaExpression)
        case comparison(JinjaExpression, [(comparison: JinjaComparison, right: JinjaExpression)])
        case conditional(JinjaExpression, condition: JinjaExpression, otherwise: JinjaExpression?)
    }

    let kind: Kind
    /// Bytes of the source.
    var range: Range<Int>
    /// How many levels of expressions it has: what bounds the stack that evaluating it takes.
    let height: Int

    init(kind: Kind, range: Range<Int>) {
        self.kind = kind
        self.range = range
        height = kind.children.reduce(0) { max($0, $1.height) } + 1
    }
}

extension JinjaExpression.Kind {
    var children: [JinjaExpression] {
        switch self {
        case .constant, .name: []
        case .list(let items), .tuple(let items): items
        case .dictionary(let entries): entries.flatMap { [$0.key, $0.value] }
        case .attribute(let value, _), .not(let value), .negative(let value), .positive(let value): [value]
        case .item(let left, let right), .and(let left, let right), .or(let left, let right),
            .arithmetic(_, let left, let right):
            [left, right]
        case .slice(let value, let start, let end, let step): [value] + [start, end, step].compactMap { $0 }
        case .call(let value, let arguments), .filter(_, let value, let arguments), .test(_, let value, let arguments):
            [value] + arguments.positional + arguments.named.map(\.value)
        case .comparison(let left, let rest): [left] + rest.map(\.right)
        case .conditional(let value, let condition, let otherwise): [value, condition] + [otherwise].compactMap { $0 }
        }
    }
}

/// What is handed to a filter, a test or a call.
struct JinjaArguments {
    var positional: [JinjaExpression] = []
    var named: [(name: String, value: JinjaExpression)] = []
}

/// Operators on two values that make a third.
enum JinjaOperator: String {
    case add = "+"
    case subtract = "-"
    case join = "~"
    case multiply = "*"
    case divide = "/"
    case floorDivide = "//"
    case remainder = "%"
    case power = "**"

    /// Which of two binds tighter: in Jinja `~` stands between sums and products.
    var precedence: Int {
        switch self {
        case .add, .subtract: 1
        case .join: 2
        case .multiply, .divide, .floorDivide, .remainder: 3
        case .power: 4
        }
    }
}

enum JinjaComparison: String {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case isIn = "in"
    case isNotIn = "not in"
}
