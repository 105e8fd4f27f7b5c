internal import MLKitCore

/// Reads an expression of the template language, checks its names, and writes it as Stencil reads it best.
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
///
/// Stencil stops the whole program over some malformed expressions (`a|`, `list.last` of an empty list, a range of
/// numbers without bounds); what passes here is safe to hand over.
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

    init(_ expression: String, _ scope: Scope) {
        tokens = ExpressionToken.split(expression)
        end = expression.utf8.count
        self.scope = scope
    }

    /// `{{ … }}`.
    mutating func variable() throws(Problem) -> TextExpression {
        var expression = TextExpression(value: try logic())
        if take("if") {
            expression.condition = try logic().text
            if take("else") { expression.otherwise = try logic() }
        }
        try expectEnd()
        return expression
    }

    /// `{% if … %}`.
    mutating func condition() throws(Problem) -> String {
        let text = try logic().text
        try expectEnd()
        return text
    }

    /// `{% for NAME in … %}`: the loop's variable, and the whole statement without `for`.
    mutating func loop() throws(Problem) -> (variable: String, text: String) {
        guard let name = next, name.kind == .word, Scope.isIdentifier(name.text) else {
            throw unexpected("the loop's variable")
        }
        position += 1
        guard take("in") else { throw unexpected("`in`") }
        return (name.text, "\(name.text) in \(try list())")
    }

    /// What a loop goes through. A range becomes a filter of ours: Stencil's has no bounds.
    mutating func list() throws(Problem) -> String {
        var text = try filtered()
        if take("...") { text += try "|\(TextFilter.range):" + value() }
        try expectEnd()
        return text
    }

    /// `include "…"`: the text in quotes.
    mutating func quoted() throws(Problem) -> String {
        guard let token = next, let first = token.text.first, first == "\"" || first == "'" else {
            throw unexpected("a text in quotes")
        }
        position += 1
        try check(literal: token)
        try expectEnd()
        return String(token.text.dropFirst().dropLast())
    }

    private mutating func logic() throws(Problem) -> TextExpression.Part {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else {
            throw Problem(
                message: "nested deeper than \(Self.depthLimit) levels", offset: next?.offset ?? end, length: 1)
        }
        return try joined("or") { parser throws(Problem) in
            try parser.joined("and") { parser throws(Problem) in try parser.negation() }
        }
    }

    /// Conditions with a word between them; each comparison gets brackets, as Stencil binds `in` less than `and`.
    private mutating func joined(
        _ word: String, _ part: (inout ExpressionParser) throws(Problem) -> TextExpression.Part
    ) throws(Problem) -> TextExpression.Part {
        let first = try part(&self)
        guard next?.text == word, next?.kind == .word else { return first }
        var text = first.bracketed
        while take(word) { text += try " \(word) " + part(&self).bracketed }
        return TextExpression.Part(text: text, isTruth: true)
    }

    private mutating func negation() throws(Problem) -> TextExpression.Part {
        var count = 0
        while take("not") { count += 1 }
        let part = try comparison()
        guard count > 0 else { return part }
        // Two undo each other but for what is no condition yet, so one or two are enough.
        let words = String(repeating: "not ", count: 2 - count % 2)
        return TextExpression.Part(text: words + part.bracketed, isTruth: true)
    }

    private mutating func comparison() throws(Problem) -> TextExpression.Part {
        let left = try operand()
        guard let symbol = next, symbol.kind != .literal, Self.comparisons.contains(symbol.text) else { return left }
        position += 1
        let right = try operand()
        guard !left.isTruth, !right.isTruth else {
            throw Problem(
                message: "`\(symbol.text)` compares values, not conditions", offset: symbol.offset,
                length: symbol.text.utf8.count)
        }
        return TextExpression.Part(text: "\(left.text) \(symbol.text) \(right.text)", isTruth: true)
    }

    private static let comparisons: Set<String> = ["in", "==", "!=", "<", "<=", ">", ">="]
    static let words = keywords.union(["true", "false"])
    /// The words that are no values.
    private static let keywords: Set<String> = ["and", "or", "not", "in", "if", "else", "for"]

    /// Deeper nesting is no template's, and would exhaust the stack.
    static let depthLimit = 50

    private mutating func operand() throws(Problem) -> TextExpression.Part {
        guard take("(") else { return TextExpression.Part(text: try filtered(), isTruth: false) }
        let inner = try logic()
        guard take(")") else { throw unexpected("`)`") }
        return inner
    }

    private mutating func filtered() throws(Problem) -> String {
        var text = try value()
        while take("|") { text += try "|" + filter() }
        return text
    }

    private mutating func filter() throws(Problem) -> String {
        guard let name = next, name.kind == .word else { throw unexpected("a filter's name") }
        position += 1
        var arguments = [String]()
        if take(":") {
            repeat { arguments.append(try value()) } while take(",")
        }
        check(filter: name, arguments.count)
        return name.text + (arguments.isEmpty ? "" : ":" + arguments.joined(separator: ","))
    }

    private mutating func value() throws(Problem) -> String {
        guard let token = next, token.kind != .symbol, !Self.keywords.contains(token.text)
        else { throw unexpected("a value") }
        position += 1
        if token.kind == .word { check(variable: token) } else { try check(literal: token) }
        return token.text
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

    private func check(literal token: ExpressionToken) throws(Problem) {
        let isQuoted = token.text.first == "\"" || token.text.first == "'"
        let isSound =
            isQuoted
            ? token.text.utf8.count > 1 && token.text.last == token.text.first
            : ["true", "false"].contains(token.text) || Int(token.text) != nil || Float(token.text)?.isFinite == true
        guard !isSound else { return }
        throw Problem(
            message: isQuoted ? "this quote is not closed" : "`\(token.text)` is no number", offset: token.offset,
            length: token.text.utf8.count)
    }

    private mutating func check(filter token: ExpressionToken, _ count: Int) {
        let problem: (message: String, hint: String?)
        if let range = TextFilter.all[token.text] {
            guard !range.contains(count) else { return }
            problem = ("the filter `\(token.text)` does not take \(plural(count, "argument"))", nil)
        } else {
            problem = (
                "unknown filter `\(token.text)`",
                Suggestion.hint(for: token.text, among: TextFilter.all.keys.sorted())
            )
        }
        problems.append(
            Problem(
                message: problem.message, offset: token.offset, length: token.text.utf8.count, hint: problem.hint))
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
