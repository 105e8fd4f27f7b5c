internal import MLKitCore

/// Reads an expression of the template language into a tree, and checks its names.
///
/// ```
/// variable  = logic [ "if" logic [ "else" logic ] ]
/// logic     = both { "or" both }
/// both      = negation { "and" negation }
/// negation  = "not" negation | operand [ ( "in" | "==" | "!=" | "<" | "<=" | ">" | ">=" ) operand ]
/// operand   = "(" logic ")" | filtered
/// filtered  = value { "|" filter [ ":" value { "," value } ] }
/// list      = filtered [ "..." value ]
/// value     = literal | name { "." member }
/// ```
struct ExpressionParser {
    /// What is wrong with an expression, at a byte of it.
    struct Problem: Error {
        var message: String
        var offset: Int
        var length: Int
        var hint: String?
    }

    private let tokens: [ExpressionToken]
    private let scope: Scope
    private let end: Int
    private var position = 0
    private var depth = 0
    private(set) var problems: [Problem] = []
    /// The variables that stand in the expression, without those of loops.
    private(set) var uses: Set<String> = []
    /// Whether the value may change from one round of a loop in the text to the next.
    private(set) var usesTextLoop = false

    init(_ expression: String, _ scope: Scope) {
        tokens = ExpressionToken.split(expression)
        end = expression.utf8.count
        self.scope = scope
    }

    /// `{{ … }}`.
    mutating func variable() throws(Problem) -> TextExpression {
        var expression = try logic()
        if take("if") {
            let condition = try logic()
            let otherwise = take("else") ? try logic() : nil
            expression = .conditional(expression, condition: condition, otherwise: otherwise)
        }
        try expectEnd()
        return expression
    }

    /// `{% if … %}`.
    mutating func condition() throws(Problem) -> TextExpression {
        let expression = try logic()
        try expectEnd()
        return expression
    }

    /// `{% for NAME in … %}`: the loop's variable, and the list with its place.
    mutating func loop() throws(Problem) -> (variable: String, list: TextExpression, range: Range<Int>) {
        guard let name = next, name.kind == .word, Scope.isIdentifier(name.text) else {
            throw unexpected("the loop's variable")
        }
        position += 1
        guard take("in") else { throw unexpected("`in`") }
        let start = next?.offset ?? end
        return (name.text, try list(), start..<endOfLast)
    }

    /// What a loop goes through.
    mutating func list() throws(Problem) -> TextExpression {
        let start = next?.offset ?? end
        let first = try filtered()
        guard take("...") else {
            try expectEnd()
            return first
        }
        let last = try value()
        let range = start..<endOfLast
        try expectEnd()
        return .range(first, last, range)
    }

    /// `include "…"`: the text in quotes.
    mutating func quoted() throws(Problem) -> String {
        guard let token = next, let first = token.text.first, first == "\"" || first == "'" else {
            throw unexpected("a text in quotes")
        }
        position += 1
        let value = try literal(token)
        try expectEnd()
        return value.printed
    }

    private mutating func logic() throws(Problem) -> TextExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else {
            throw Problem(
                message: "nested deeper than \(Self.depthLimit) levels", offset: next?.offset ?? end, length: 1)
        }
        var parts = [try both()]
        while take("or") { parts.append(try both()) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func both() throws(Problem) -> TextExpression {
        var parts = [try negation()]
        while take("and") { parts.append(try negation()) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func negation() throws(Problem) -> TextExpression {
        var count = 0
        while take("not") { count += 1 }
        let operand = try comparison()
        guard count > 0 else { return operand }
        // Two undo each other but for what is no condition yet, so one or two are enough.
        return count % 2 == 1 ? .not(operand) : .not(.not(operand))
    }

    private mutating func comparison() throws(Problem) -> TextExpression {
        let start = next?.offset ?? end
        let left = try operand()
        guard let symbol = next, symbol.kind != .literal, let comparison = TextComparison(rawValue: symbol.text)
        else { return left }
        position += 1
        let right = try operand()
        guard !left.isCondition, !right.isCondition else {
            throw Problem(
                message: "`\(symbol.text)` compares values, not conditions", offset: symbol.offset,
                length: symbol.text.utf8.count)
        }
        return .comparison(comparison, left, right, start..<endOfLast)
    }

    static let words = keywords.union(["true", "false"])
    /// The words that are no values.
    private static let keywords: Set<String> = ["and", "or", "not", "in", "if", "else", "for"]

    /// Deeper nesting is no template's, and would exhaust the stack.
    static let depthLimit = 50

    private mutating func operand() throws(Problem) -> TextExpression {
        guard take("(") else { return try filtered() }
        let inner = try logic()
        guard take(")") else { throw unexpected("`)`") }
        return inner
    }

    private mutating func filtered() throws(Problem) -> TextExpression {
        let operand = try value()
        var calls = [TextFilterCall]()
        while take("|") {
            if let call = try filter() { calls.append(call) }
        }
        return calls.isEmpty ? operand : .filtered(operand, calls)
    }

    /// - Returns: `nil` for a filter that is not known, or not so; reported already.
    private mutating func filter() throws(Problem) -> TextFilterCall? {
        guard let name = next, name.kind == .word else { throw unexpected("a filter's name") }
        position += 1
        var arguments = [TextExpression]()
        if take(":") {
            repeat { arguments.append(try value()) } while take(",")
        }
        guard let filter = check(filter: name, arguments.count) else { return nil }
        return TextFilterCall(filter: filter, arguments: arguments, range: name.offset..<endOfLast)
    }

    private mutating func value() throws(Problem) -> TextExpression {
        guard let token = next, token.kind != .symbol, !Self.keywords.contains(token.text)
        else { throw unexpected("a value") }
        position += 1
        return token.kind == .word ? variable(token) : .constant(try literal(token))
    }

    private mutating func variable(_ token: ExpressionToken) -> TextExpression {
        check(variable: token)
        let components = token.text.split(separator: ".").map { String($0) }
        if components[0] == Scope.loopVariable, components.count == 2, scope.textLoops > 0,
            let member = TextLoopMember(rawValue: components[1])
        {
            usesTextLoop = true
            return .loop(member)
        }
        if scope.loops.suffix(scope.textLoops).contains(components[0]) { usesTextLoop = true }
        return .variable(components[0], components.dropFirst().map { TextMember($0) })
    }

    private mutating func check(variable token: ExpressionToken) {
        guard let problem = scope.problem(with: token.text) else {
            let name = String(token.text.prefix { $0 != "." })
            if name != Scope.loopVariable, !scope.loops.contains(name) { uses.insert(name) }
            return
        }
        problems.append(
            Problem(
                message: problem.message, offset: token.offset, length: token.text.utf8.count, hint: problem.hint))
    }

    private func literal(_ token: ExpressionToken) throws(Problem) -> JSON {
        let isQuoted = token.text.first == "\"" || token.text.first == "'"
        if isQuoted, token.text.utf8.count > 1, token.text.last == token.text.first {
            return .string(String(token.text.dropFirst().dropLast()))
        }
        if let value = Bool(token.text) { return .bool(value) }
        if let value = Int(token.text) { return .int(value) }
        if let value = Double(token.text), value.isFinite { return .double(value) }
        throw Problem(
            message: isQuoted ? "this quote is not closed" : "`\(token.text)` is no number", offset: token.offset,
            length: token.text.utf8.count)
    }

    private mutating func check(filter token: ExpressionToken, _ count: Int) -> TextFilter? {
        let problem: (message: String, hint: String?)
        if let filter = TextFilter(rawValue: token.text) {
            guard !filter.arguments.contains(count) else { return filter }
            problem = ("the filter `\(token.text)` does not take \(plural(count, "argument"))", nil)
        } else {
            problem = (
                "unknown filter `\(token.text)`", Suggestion.hint(for: token.text, among: TextFilter.names)
            )
        }
        problems.append(
            Problem(
                message: problem.message, offset: token.offset, length: token.text.utf8.count, hint: problem.hint))
        return nil
    }

    /// The byte behind the last token that was read.
    private var endOfLast: Int {
        position > 0 ? tokens[position - 1].offset + tokens[position - 1].text.utf8.count : 0
    }

    private var next: ExpressionToken? { position < tokens.count ? tokens[position] : nil }

    private mutating func take(_ text: String) -> Bool {
        guard let next, next.text == text, next.kind != .literal else { return false }
        position += 1
        return true
    }

    private func expectEnd() throws(Problem) {
        guard next == nil else { throw unexpected("the end of the expression") }
    }

    private func unexpected(_ expected: String) -> Problem {
        guard let next else { return Problem(message: "\(expected) is missing here", offset: end, length: 1) }
        return Problem(
            message: "`\(next.text)` stands where \(expected) should be", offset: next.offset,
            length: next.text.utf8.count)
    }
}
