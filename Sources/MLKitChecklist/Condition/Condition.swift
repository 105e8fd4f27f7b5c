internal import MLKitCore

/// For which projects an item is: an expression over the spec, checked.
///
/// ```
/// condition = both { "or" both }
/// both      = test { "and" test }
/// test      = "not" test | "(" condition ")" | value [ ( "==" | "!=" | "in" ) value ]
/// value     = "text" | number | "true" | "false" | "[" value { "," value } "]" | field
/// ```
public struct Condition: Hashable, Sendable {
    /// As the definition has it.
    public let text: String
    let expression: Expression

    indirect enum Expression: Hashable, Sendable {
        case either([Expression])
        case both([Expression])
        case not(Expression)
        case equal(Operand, Operand)
        case contained(Operand, Operand)
        case set(Operand)
    }

    enum Operand: Hashable, Sendable {
        case value(JSON)
        /// A field of the spec, by its path.
        case field(String)
    }

    /// Whether it holds for a project.
    public func holds(for facts: ProjectFacts) -> Bool {
        Self.holds(expression, facts)
    }

    private static func holds(_ expression: Expression, _ facts: ProjectFacts) -> Bool {
        switch expression {
        case .either(let parts): parts.contains { holds($0, facts) }
        case .both(let parts): parts.allSatisfy { holds($0, facts) }
        case .not(let part): !holds(part, facts)
        case .equal(let left, let right): equal(value(left, facts), value(right, facts))
        case .contained(let part, let whole): contained(value(part, facts), value(whole, facts))
        case .set(let operand): isSet(value(operand, facts))
        }
    }

    private static func value(_ operand: Operand, _ facts: ProjectFacts) -> JSON? {
        switch operand {
        case .value(let value): value
        case .field(let path): facts[path]
        }
    }

    /// A field that is not set equals nothing.
    private static func equal(_ left: JSON?, _ right: JSON?) -> Bool {
        guard let left, let right else { return false }
        if let one = left.double, let other = right.double { return one == other }
        return left == right
    }

    private static func contained(_ part: JSON?, _ whole: JSON?) -> Bool {
        (whole?.array ?? []).contains { equal(part, $0) }
    }

    private static func isSet(_ value: JSON?) -> Bool {
        switch value {
        case nil, .null, .bool(false), .string(""): false
        case .array(let values): !values.isEmpty
        default: true
        }
    }
}
