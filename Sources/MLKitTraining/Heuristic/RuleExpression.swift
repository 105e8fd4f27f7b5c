/// A rule as it is written: what is in it means something only beside a schema.
indirect enum RuleExpression {
    case number(Double, RulePlace)
    case text(String, RulePlace)
    case truth(Bool, RulePlace)
    case missing(RulePlace)
    case column(String, RulePlace)
    /// `-`, `ABS`, `ROUND`.
    case unary(String, RuleExpression, RulePlace)
    /// `+`, `-`, `*`, `/`, `LEAST`, `GREATEST`.
    case arithmetic(String, RuleExpression, RuleExpression, RulePlace)
    /// `=`, `<>`, `<`, `<=`, `>`, `>=`.
    case comparison(String, RuleExpression, RuleExpression, RulePlace)
    case isMissing(RuleExpression, RulePlace)
    case not(RuleExpression, RulePlace)
    case and(RuleExpression, RuleExpression, RulePlace)
    case or(RuleExpression, RuleExpression, RulePlace)
    /// Conditions with what they give, and what is given where none is true.
    case choice([(condition: RuleExpression, value: RuleExpression)], RuleExpression, RulePlace)

    var place: RulePlace {
        switch self {
        case .number(_, let place), .text(_, let place), .truth(_, let place), .missing(let place), .column(_, let place),
            .unary(_, _, let place), .arithmetic(_, _, _, let place), .comparison(_, _, _, let place), .isMissing(_, let place),
            .not(_, let place), .and(_, _, let place), .or(_, _, let place), .choice(_, _, let place): place
        }
    }

    /// The names of columns in it, each as often as it is there.
    var columns: [String] {
        switch self {
        case .number, .text, .truth, .missing: []
        case .column(let name, _): [name]
        case .unary(_, let value, _), .isMissing(let value, _), .not(let value, _): value.columns
        case .arithmetic(_, let one, let other, _), .comparison(_, let one, let other, _), .and(let one, let other, _),
            .or(let one, let other, _): one.columns + other.columns
        case .choice(let cases, let otherwise, _): cases.flatMap { $0.condition.columns + $0.value.columns } + otherwise.columns
        }
    }
}
