/// What computes a rule, part by part for all rows: one does it itself, and one writes a graph. Numbers are doubles, of which NaN is
/// missing.
protocol RuleMachine {
    /// Numbers, or truths, of all rows.
    associatedtype Vector

    mutating func number(_ value: Double) -> Vector
    mutating func truth(_ value: Bool) -> Vector
    /// A column of numbers.
    mutating func numbers(of column: Int) throws -> Vector
    /// Whether a column's text is one of these; the empty one is a missing one.
    mutating func isAmong(_ texts: [String], _ column: Int) throws -> Vector
    mutating func arithmetic(_ operation: RuleArithmetic, _ one: Vector, _ other: Vector) -> Vector
    mutating func absolute(_ value: Vector) -> Vector
    mutating func floor(_ value: Vector) -> Vector
    mutating func isMissing(_ value: Vector) -> Vector
    mutating func equal(_ one: Vector, _ other: Vector) -> Vector
    mutating func less(_ one: Vector, _ other: Vector) -> Vector
    mutating func and(_ one: Vector, _ other: Vector) -> Vector
    mutating func or(_ one: Vector, _ other: Vector) -> Vector
    mutating func not(_ value: Vector) -> Vector
    /// The numbers of one where something is true, else those of another.
    mutating func select(_ condition: Vector, _ one: Vector, _ other: Vector) -> Vector
}

enum RuleArithmetic: String {
    case add = "Add"
    case subtract = "Sub"
    case multiply = "Mul"
    case divide = "Div"
}

/// What a part of a rule is of all rows.
enum RuleValue<Vector> {
    case number(Vector)
    /// Whether it is true, and whether that is not known; of what is not known it is not true.
    case truth(Vector, missing: Vector)
    /// The places of texts among those that a rule answers; -1 for none.
    case text(Vector)
    case missing
}
