internal import MLKitCore
internal import MLKitSpec

/// Reads a condition; see `Condition` for the grammar.
struct ConditionParser {
    /// What is wrong, at a character of the text.
    struct Problem: Error {
        var message: String
        var offset: Int
        var length: Int
        var hint: String?
    }

    private let tokens: [ConditionToken]
    private let end: Int
    private var position = 0
    private var depth = 0

    /// Deeper nesting is no list's, and would exhaust the stack.
    private static let depthLimit = 30

    private init(_ text: String) {
        tokens = ConditionToken.split(text)
        end = text.count
    }

    static func parse(_ text: String) throws(Problem) -> Condition {
        var parser = ConditionParser(text)
        let expression = try parser.condition()
        guard parser.next == nil else { throw parser.unexpected("`and`, `or` or the end") }
        return Condition(text: text, expression: expression)
    }

    private mutating func condition() throws(Problem) -> Condition.Expression {
        var parts = [try both()]
        while take("or") { parts.append(try both()) }
        return parts.count == 1 ? parts[0] : .either(parts)
    }

    private mutating func both() throws(Problem) -> Condition.Expression {
        var parts = [try test()]
        while take("and") { parts.append(try test()) }
        return parts.count == 1 ? parts[0] : .both(parts)
    }

    private mutating func test() throws(Problem) -> Condition.Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw unexpected("a condition that nests less deep") }
        if take("not") { return .not(try test()) }
        if take("(") {
            let inner = try condition()
            guard take(")") else { throw unexpected("`)`") }
            return inner
        }
        let left = try operand()
        if take("==") { return .equal(left, try operand()) }
        if take("!=") { return .not(.equal(left, try operand())) }
        if take("in") { return .contained(left, try operand()) }
        return .set(left)
    }

    private mutating func operand() throws(Problem) -> Condition.Operand {
        guard let token = next else { throw unexpected("a value") }
        switch token.kind {
        case .value(let value):
            position += 1
            return .value(value)
        case .symbol("["):
            position += 1
            return .value(try list())
        case .word(let name) where !Self.words.contains(name):
            position += 1
            try check(name, token)
            return .field(name)
        default: throw unexpected("a value")
        }
    }

    private mutating func list() throws(Problem) -> JSON {
        var values = [JSON]()
        while !take("]") {
            guard values.isEmpty || take(",") else { throw unexpected("`,` or `]`") }
            guard let token = next, case .value(let value) = token.kind else { throw unexpected("a value") }
            position += 1
            values.append(value)
        }
        return .array(values)
    }

    private static let words: Set<String> = ["and", "or", "not", "in"]

    private func check(_ name: String, _ token: ConditionToken) throws(Problem) {
        guard !ProjectFacts.names.contains(name), let wrong = SpecPath.problem(with: name) else { return }
        throw Problem(message: wrong.message, offset: token.offset, length: token.length, hint: wrong.hint)
    }

    private var next: ConditionToken? { position < tokens.count ? tokens[position] : nil }

    private mutating func take(_ text: String) -> Bool {
        guard let next, next.kind == .word(text) || next.kind == .symbol(text) else { return false }
        position += 1
        return true
    }

    private func unexpected(_ expected: String) -> Problem {
        guard let next else {
            return Problem(message: "\(expected) is missing at the end of the condition", offset: end, length: 1)
        }
        return Problem(message: "\(expected) should stand here", offset: next.offset, length: next.length)
    }
}
