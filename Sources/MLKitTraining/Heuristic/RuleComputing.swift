internal import MLKitCore
internal import MLKitSignature
internal import MLKitTables

/// Computes a rule over the columns of a schema, by a machine.
struct RuleComputing<Machine: RuleMachine> {
    typealias Vector = Machine.Vector
    typealias Computed = RuleValue<Vector>

    let columns: [ColumnSchema]
    /// The texts that it may answer.
    let texts: [String]
    var machine: Machine

    /// - Throws: `RuleProblem` for a column that is not there, and for what does not go together.
    mutating func value(_ expression: RuleExpression) throws -> Computed {
        switch expression {
        case .number(let value, _): return .number(machine.number(value))
        case .truth(let value, _): return .truth(machine.truth(value), missing: machine.truth(false))
        case .missing: return .missing
        case .text(let text, let place): return .text(machine.number(Double(try self.place(of: text, place))))
        case .column(let name, let place): return try column(name, place)
        case .unary(let operation, let value, _): return .number(unary(operation, try number(value)))
        case .arithmetic(let operation, let one, let other, _):
            return .number(arithmetic(operation, try number(one), try number(other)))
        case .comparison(let sign, let one, let other, let place): return try comparison(sign, one, other, place)
        case .isMissing(let value, _): return try isMissing(value)
        case .not(let value, _):
            let (truth, missing) = try self.truth(value)
            return .truth(machine.not(machine.or(truth, missing)), missing: missing)
        case .and(let one, let other, _):
            let (left, right) = (try truth(one), try truth(other))
            let either = machine.or(left.missing, right.missing)
            let couldBe = machine.and(machine.or(left.truth, left.missing), machine.or(right.truth, right.missing))
            return .truth(machine.and(left.truth, right.truth), missing: machine.and(either, couldBe))
        case .or(let one, let other, _):
            let (left, right) = (try truth(one), try truth(other))
            let whole = machine.or(left.truth, right.truth)
            return .truth(whole, missing: machine.and(machine.or(left.missing, right.missing), machine.not(whole)))
        case .choice(let cases, let otherwise, let place): return try choice(cases, otherwise, place)
        }
    }

    private func place(of text: String, _ place: RulePlace) throws -> Int {
        if let found = texts.firstIndex(where: { $0.hasSameBytes(as: text) }) { return found }
        throw RuleProblem(
            message: texts.isEmpty ? "`'\(text)'` is a text, and the target is a number" : "`'\(text)'` is no class of the target",
            place: place, hint: Suggestion.hint(for: text, among: texts))
    }

    private func schema(_ name: String, _ place: RulePlace) throws -> Int {
        if let found = columns.firstIndex(where: { $0.name.hasSameBytes(as: name) }) { return found }
        // SQL does not tell small letters from capitals.
        let alike = columns.indices.filter { columns[$0].name.lowercased() == name.lowercased() }
        if alike.count == 1 { return alike[0] }
        throw RuleProblem(
            message: "there is no column `\(name)` among the features", place: place,
            hint: Suggestion.hint(for: name, among: columns.map(\.name)))
    }

    private mutating func column(_ name: String, _ place: RulePlace) throws -> Computed {
        let found = try schema(name, place)
        switch columns[found].type {
        case .integer, .number: return .number(try machine.numbers(of: found))
        case .boolean: return .truth(try machine.isAmong(["true"], found), missing: try machine.isAmong([""], found))
        case .text, .identifier:
            throw RuleProblem(
                message: "the texts of `\(name)` can be compared with texts, and no more", place: place,
                hint: "such as `\(name) = 'a'` or `\(name) IN ('a', 'b')`")
        case .date, .timestamp:
            throw RuleProblem(
                message: "the column `\(name)` is a date, which a rule does not take", place: place,
                hint: "make a column of what counts of it, such as the year")
        }
    }

    private mutating func number(_ expression: RuleExpression) throws -> Vector {
        switch try value(expression) {
        case .number(let vector): return vector
        case .missing: return machine.number(.nan)
        case .truth, .text: throw RuleProblem(message: "a number is expected here", place: expression.place)
        }
    }

    private mutating func truth(_ expression: RuleExpression) throws -> (truth: Vector, missing: Vector) {
        switch try value(expression) {
        case .truth(let vector, let missing): return (vector, missing)
        case .missing: return (machine.truth(false), machine.truth(true))
        case .number, .text: throw RuleProblem(message: "a condition is expected here", place: expression.place)
        }
    }

    private mutating func unary(_ operation: String, _ value: Vector) -> Vector {
        switch operation {
        case "ABS": return machine.absolute(value)
        case "ROUND":
            // Halves away from nought, as SQL has them.
            let (size, zero) = (machine.absolute(value), machine.number(0))
            let whole = machine.floor(size)
            let rest = machine.arithmetic(.subtract, size, whole)
            let isBelow = machine.less(rest, machine.number(0.5))
            let rounded = machine.select(isBelow, whole, machine.arithmetic(.add, whole, machine.number(1)))
            let signed = machine.select(machine.less(value, zero), machine.arithmetic(.subtract, zero, rounded), rounded)
            // What has no fraction, infinities among them, is as it is.
            return machine.select(machine.equal(value, machine.floor(value)), value, signed)
        default: return machine.arithmetic(.subtract, machine.number(0), value)
        }
    }

    private mutating func arithmetic(_ operation: String, _ one: Vector, _ other: Vector) -> Vector {
        switch operation {
        case "+": return machine.arithmetic(.add, one, other)
        case "-": return machine.arithmetic(.subtract, one, other)
        case "*": return machine.arithmetic(.multiply, one, other)
        case "/":
            let isNone = machine.equal(other, machine.number(0))
            return machine.select(isNone, machine.number(.nan), machine.arithmetic(.divide, one, other))
        default:
            let isFirst = operation == "LEAST" ? machine.less(one, other) : machine.less(other, one)
            // A missing one is passed over.
            let chosen = machine.select(machine.or(isFirst, machine.isMissing(other)), one, other)
            return machine.select(machine.isMissing(one), other, chosen)
        }
    }

    private mutating func isMissing(_ expression: RuleExpression) throws -> Computed {
        let none = machine.truth(false)
        if case .column(let name, let place) = expression {
            let found = try schema(name, place)
            if columns[found].type == .text || columns[found].type == .identifier {
                return .truth(try machine.isAmong([""], found), missing: none)
            }
        }
        switch try value(expression) {
        case .number(let vector): return .truth(machine.isMissing(vector), missing: none)
        case .truth(_, let missing): return .truth(missing, missing: none)
        case .text(let vector): return .truth(machine.less(vector, machine.number(0)), missing: none)
        case .missing: return .truth(machine.truth(true), missing: none)
        }
    }

    private mutating func comparison(
        _ sign: String, _ one: RuleExpression, _ other: RuleExpression, _ place: RulePlace
    ) throws -> Computed {
        if let texts = try textComparison(sign, one, other, place) ?? textComparison(sign, other, one, place) { return texts }
        let (left, right) = (try value(one), try value(other))
        if case .truth(let left, let noLeft) = left, case .truth(let right, let noRight) = right, sign == "=" || sign == "<>" {
            let same = machine.or(machine.and(left, right), machine.not(machine.or(left, right)))
            return known(sign == "=" ? same : machine.not(same), unless: machine.or(noLeft, noRight))
        }
        if case .text = left { throw RuleProblem(message: "texts can be compared with columns of texts, and no more", place: place) }
        let (a, b) = (try number(one), try number(other))
        let unknown = machine.or(machine.isMissing(a), machine.isMissing(b))
        let holds =
            switch sign {
            case "=": machine.equal(a, b)
            case "<>": machine.not(machine.equal(a, b))
            case "<": machine.less(a, b)
            case ">": machine.less(b, a)
            case "<=": machine.not(machine.less(b, a))
            default: machine.not(machine.less(a, b))
            }
        return known(holds, unless: unknown)
    }

    /// What is true is only what is known.
    private mutating func known(_ truth: Vector, unless missing: Vector) -> Computed {
        .truth(machine.and(truth, machine.not(missing)), missing: missing)
    }

    /// A column of texts beside a text; `nil` where it is something else.
    private mutating func textComparison(
        _ sign: String, _ one: RuleExpression, _ other: RuleExpression, _ place: RulePlace
    ) throws -> Computed? {
        guard case .column(let name, let where_) = one, case .text(let text, let written) = other else { return nil }
        let found = try schema(name, where_)
        guard columns[found].type == .text || columns[found].type == .identifier else {
            throw RuleProblem(
                message: "`\(name)` is a column of type \(columns[found].type.rawValue), and `'\(text)'` is a text", place: written,
                hint: "write it without quotes")
        }
        guard sign == "=" || sign == "<>" else {
            throw RuleProblem(
                message: "texts are the same or not, and no text is above another in a rule", place: place, hint: "write `=` or `IN`")
        }
        let missing = try machine.isAmong([""], found)
        let same = text.isEmpty ? machine.truth(false) : try machine.isAmong([text], found)
        return known(sign == "=" ? same : machine.not(same), unless: missing)
    }

    private mutating func choice(
        _ cases: [(condition: RuleExpression, value: RuleExpression)], _ otherwise: RuleExpression, _ place: RulePlace
    ) throws -> Computed {
        let conditions = try cases.map { try truth($0.condition).truth }
        let values = try (cases.map(\.value) + [otherwise]).map { ($0.place, try value($0)) }
        let kinds = Set(values.compactMap { $0.1.kind })
        guard kinds.count <= 1 else {
            let first = values.first { $0.1.kind != nil }?.1.kind
            let other = values.first { $0.1.kind != nil && $0.1.kind != first }
            throw RuleProblem(message: "what a `CASE` gives is of one kind: this is another than before", place: other?.0 ?? place)
        }
        switch kinds.first {
        case nil: return .missing
        case .number?: return .number(chain(conditions, values.map { $0.1.vector ?? machine.number(.nan) }))
        case .text?: return .text(chain(conditions, values.map { $0.1.vector ?? machine.number(-1) }))
        case .truth?: throw RuleProblem(message: "a `CASE` gives texts or numbers", place: place, hint: "write conditions with AND and OR")
        }
    }

    private mutating func chain(_ conditions: [Vector], _ values: [Vector]) -> Vector {
        var result = values[values.count - 1]
        for place in conditions.indices.reversed() { result = machine.select(conditions[place], values[place], result) }
        return result
    }
}

extension RuleValue {
    enum Kind: Hashable {
        case number
        case truth
        case text
    }

    /// `nil` for what is missing everywhere.
    var kind: Kind? {
        switch self {
        case .number: .number
        case .truth: .truth
        case .text: .text
        case .missing: nil
        }
    }

    /// Of numbers and texts.
    var vector: Vector? {
        switch self {
        case .number(let vector), .text(let vector): vector
        case .truth, .missing: nil
        }
    }
}
