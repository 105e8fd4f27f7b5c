internal import MLKitCore

/// Checks the tokens of a text one by one, and writes each as Stencil reads it best.
struct TextChecker {
    /// A block that waits for its end.
    private struct Open {
        var name: String
        var token: TextToken
        var hasElse = false
    }

    private let source: TextSource
    var scope: Scope
    private var open: [Open] = []
    private(set) var problems: [Diagnostic] = []
    /// Blocks around the text, where another includes it.
    private var depth = 0
    private let budget: IncludeBudget

    /// The first block that stands deeper than any template needs, and than the stack of a renderer allows.
    private var tooDeep: TextToken?
    private static let depthLimit = 50

    private static let statements = ["if", "elif", "else", "endif", "for", "empty", "endfor"]
    /// Those that the lexer and this checker take out.
    private static let ownStatements = ["include", "raw", "endraw"]

    /// The variables that stand in the text, without those of loops.
    private(set) var uses: Set<String> = []
    /// The partials that the text includes, and those that they include.
    private(set) var includes: Set<String> = []
    /// The expression that is the whole text; `nil` if there is anything else in it.
    private(set) var onlyExpression: TextExpression?
    private var quotes = ShellText.Quotes()
    /// Expressions of the scope as it is that were found sound: most stand in a text again and again.
    private var sound: [String: TextExpression] = [:]

    init(_ source: TextSource, _ scope: Scope) {
        self.source = source
        self.scope = scope
        budget = IncludeBudget()
    }

    /// A checker of a text that another one includes.
    init(_ source: TextSource, _ scope: Scope, within outer: TextChecker) {
        self.source = source
        self.scope = scope
        depth = outer.depth + outer.open.count
        budget = outer.budget
    }

    /// The tokens for Stencil; fit for it only if `problems` stays empty.
    mutating func check() -> [TextToken] {
        let lexed = TextLexer.tokens(of: source)
        problems = lexed.problems
        let tokens = lexed.tokens.flatMap { checked($0) }
        checkCommand(tokens)
        if lexed.tokens.count != 1 { onlyExpression = nil }
        if let token = tooDeep { report("blocks nest deeper than \(Self.depthLimit) levels", token) }
        for block in open {
            report("`\(block.name)` is not closed", block.token, hint: "close it with `{% end\(block.name) %}`")
        }
        problems.sort { lhs, rhs in lhs.location.map { left in rhs.location.map { left < $0 } ?? true } ?? false }
        return tokens
    }

    private mutating func checked(_ token: TextToken) -> [TextToken] {
        switch token.kind {
        case .text:
            if scope.isForShell { quotes.read(token.contents) }
            return [token]
        case .variable:
            if scope.isForShell, quotes.isInside { reportQuotes(token) }
            let expression = sound[token.contents] ?? variable(token)
            onlyExpression = expression
            return expression?.tokens(at: token.offset, forShell: scope.isForShell) ?? []
        case .block: return statement(token)
        }
    }

    private mutating func variable(_ token: TextToken) -> TextExpression? {
        let before = problems.count
        let expression = parse(token, from: 0) { parser throws(ExpressionParser.Problem) in try parser.variable() }
        if problems.count == before { sound[token.contents] = expression }
        return expression
    }

    private mutating func statement(_ token: TextToken) -> [TextToken] {
        let name = String(token.contents.prefix { !$0.isWhitespace })
        if name == "include" { return include(token, from: name.utf8.count) }
        var token = token
        token.contents = block(name, token)
        return [token]
    }

    private mutating func block(_ name: String, _ token: TextToken) -> String {
        let start = name.utf8.count
        switch name {
        case "if", "elif":
            if name == "if" { begin(name, token) } else { checkInside("if", token) }
            let condition = parse(token, from: start) { parser throws(ExpressionParser.Problem) in
                try parser.condition()
            }
            return "\(name) \(condition ?? "")"
        case "for":
            let loop = parse(token, from: start) { parser throws(ExpressionParser.Problem) in try parser.loop() }
            begin(name, token)
            scope.loops.append(loop?.variable ?? "")
            scope.textLoops += 1
            sound = [:]
            return "for \(loop?.text ?? "")"
        case "else", "empty":
            checkInside(name == "else" ? "if" : "for", token)
        case "endraw": close("raw", token)
        case "endif", "endfor":
            close(String(name.dropFirst(3)), token)
        default:
            let hint = Suggestion.hint(for: name, among: Self.statements + Self.ownStatements)
            report(name.isEmpty ? "this statement is empty" : "unknown statement `\(name)`", token, hint: hint)
        }
        if Self.statements.contains(name), token.contents.dropFirst(name.count).contains(where: { !$0.isWhitespace }) {
            report("`\(name)` takes nothing after it", token)
        }
        return name
    }

    private mutating func begin(_ name: String, _ token: TextToken) {
        open.append(Open(name: name, token: token))
        if depth + open.count > Self.depthLimit, tooDeep == nil { tooDeep = token }
    }

    private mutating func checkInside(_ name: String, _ token: TextToken) {
        guard let last = open.last, last.name == name else {
            return report("`\(token.contents)` does not stand directly inside `\(name)`", token)
        }
        if last.hasElse { report("`\(token.contents)` stands after `else` of the same `\(name)`", token) }
        if ["else", "empty"].contains(token.contents) { open[open.count - 1].hasElse = true }
    }

    private mutating func close(_ name: String, _ token: TextToken) {
        guard let last = open.last, last.name == name else {
            return report(
                "`\(token.contents)` closes nothing", token,
                hint: open.last.map { "`\($0.name)` is open here: close it with `{% end\($0.name) %}`" })
        }
        open.removeLast()
        guard name == "for" else { return }
        scope.loops.removeLast()
        scope.textLoops -= 1
        sound = [:]
    }

    mutating func parse<Result>(
        _ token: TextToken, from start: Int,
        _ body: (inout ExpressionParser) throws(ExpressionParser.Problem) -> Result
    ) -> Result? {
        let expression = String(decoding: Array(token.contents.utf8)[start...], as: UTF8.self)
        var parser = ExpressionParser(expression, scope)
        var result: Result?
        var found = [ExpressionParser.Problem]()
        do throws(ExpressionParser.Problem) { result = try body(&parser) } catch { found = [error] }
        uses.formUnion(parser.uses)
        for problem in parser.problems + found {
            let location = source.location(token.offset + start + problem.offset, length: problem.length)
            problems.append(.error(problem.message, at: location, hint: problem.hint))
        }
        return result
    }

    mutating func report(_ message: String, _ token: TextToken, notes: [String] = [], hint: String? = nil) {
        let location = source.location(token.offset, length: token.contents.utf8.count)
        problems.append(.error(message, at: location, notes: notes, hint: hint))
    }

    /// Takes over what was found in a text that this one includes.
    mutating func take(from inner: TextChecker, _ path: String) {
        problems += inner.problems
        uses.formUnion(inner.uses)
        includes.formUnion(inner.includes.union([path]))
    }

    /// Takes a text's size off what may still be included.
    func allows(_ text: TextSource) -> Bool { budget.spend(text.bytes.count) }

    private mutating func reportQuotes(_ token: TextToken) {
        report(
            "a value stands inside quotes of the command", token,
            hint: "values are quoted for the shell by themselves: close the quotes before it")
    }

    private mutating func checkCommand(_ tokens: [TextToken]) {
        guard let obstacle = quotes.obstacle, let value = tokens.first(where: { $0.kind == .variable }) else { return }
        report(
            "a value cannot be put safely into a command with \(obstacle)", value, hint: "use `$(…)` and files instead")
    }
}
