internal import MLKitONNX

/// Writes a rule into a graph: numbers are doubles [N, 1], truths bools [N, 1].
struct RuleGraph: RuleMachine {
    var builder: GraphBuilder
    /// The raw columns [N, 1].
    let inputs: [Value]

    typealias Vector = Value

    mutating func number(_ value: Double) -> Value { builder.constant(.scalar(value)) }
    mutating func truth(_ value: Bool) -> Value { builder.constant(.scalar(value)) }
    func numbers(of column: Int) -> Value { inputs[column] }

    mutating func isAmong(_ texts: [String], _ column: Int) -> Value {
        let found = builder.node(
            "LabelEncoder", domain: "ai.onnx.ml", [inputs[column]],
            [("keys_strings", .strings(texts)), ("values_int64s", .ints(texts.map { _ in 1 })), ("default_int64", .int(0))])
        return builder.node("Cast", [found], [("to", .int(9))])
    }

    mutating func arithmetic(_ operation: RuleArithmetic, _ one: Value, _ other: Value) -> Value {
        builder.node(operation.rawValue, [one, other])
    }

    mutating func absolute(_ value: Value) -> Value { builder.node("Abs", [value]) }
    mutating func floor(_ value: Value) -> Value { builder.node("Floor", [value]) }
    mutating func isMissing(_ value: Value) -> Value { builder.node("IsNaN", [value]) }
    mutating func equal(_ one: Value, _ other: Value) -> Value { builder.node("Equal", [one, other]) }
    mutating func less(_ one: Value, _ other: Value) -> Value { builder.node("Less", [one, other]) }
    mutating func and(_ one: Value, _ other: Value) -> Value { builder.node("And", [one, other]) }
    mutating func or(_ one: Value, _ other: Value) -> Value { builder.node("Or", [one, other]) }
    mutating func not(_ value: Value) -> Value { builder.node("Not", [value]) }
    mutating func select(_ condition: Value, _ one: Value, _ other: Value) -> Value { builder.node("Where", [condition, one, other]) }
}
