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
    private var scope: Scope
    private var open: [Open] = []
    private(set) var problems: [Diagnostic] = []

    /// The first block that stands deeper than any template needs, and than the stack of a renderer allows.
    private var tooDeep: TextToken?
    private static let depthLimit = 50

    private static let statements = ["if", "elif", "else", "endif", "for", "empty", "endfor"]

    init(_ source: TextSource, _ scope: Scope) {
        self.source = source
        self.scope = scope
    }

    /// The tokens for Stencil; fit for it only if `problems` stays empty.
    mutating func check() -> [TextToken] {
        let lexed = TextLexer.tokens(of: source)
        problems = lexed.problems
        let tokens = lexed.tokens.map { token in
            var token = token
            token.contents = checked(token)
            return token
        }
        if let token = tooDeep { report("blocks nest deeper than \(Self.depthLimit) levels", token) }
        for block in open {
            report("`\(block.name)` is not closed", block.token, hint: "close it with `{% end\(block.name) %}`")
        }
        problems.sort { lhs, rhs in lhs.location.map { left in rhs.location.map { left < $0 } ?? true } ?? false }
        return tokens
    }

    private mutating func checked(_ token: TextToken) -> String {
        switch token.kind {
        case .text: token.contents
        case .variable: parse(token, from: 0) { parser throws(ExpressionParser.Problem) in try parser.variable() } ?? ""
        case .block: statement(token)
        }
    }

    private mutating func statement(_ token: TextToken) -> String {
        let name = String(token.contents.prefix { !$0.isWhitespace })
        let rest = token.contents.dropFirst(name.count)
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
            return "for \(loop?.text ?? "")"
        case "else", "empty":
            checkInside(name == "else" ? "if" : "for", token)
        case "endif", "endfor":
            close(String(name.dropFirst(3)), token)
        default:
            let hint = Suggestion.hint(for: name, among: Self.statements)
            report(name.isEmpty ? "this statement is empty" : "unknown statement `\(name)`", token, hint: hint)
        }
        if Self.statements.contains(name), rest.contains(where: { !$0.isWhitespace }) {
            report("`\(name)` takes nothing after it", token)
        }
        return name
    }

    private mutating func begin(_ name: String, _ token: TextToken) {
        open.append(Open(name: name, token: token))
        if open.count > Self.depthLimit, tooDeep == nil { tooDeep = token }
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
        if name == "for" { scope.loops.removeLast() }
    }

    private mutating func parse<Result>(
        _ token: TextToken, from start: Int,
        _ body: (inout ExpressionParser) throws(ExpressionParser.Problem) -> Result
    ) -> Result? {
        let expression = String(decoding: Array(token.contents.utf8)[start...], as: UTF8.self)
        var parser = ExpressionParser(expression, scope)
        var result: Result?
        var found = [ExpressionParser.Problem]()
        do throws(ExpressionParser.Problem) { result = try body(&parser) } catch { found = [error] }
        for problem in parser.problems + found {
            let location = source.location(token.offset + start + problem.offset, length: problem.length)
            problems.append(.error(problem.message, at: location, hint: problem.hint))
        }
        return result
    }

    private mutating func report(_ message: String, _ token: TextToken, hint: String? = nil) {
        let location = source.location(token.offset, length: token.contents.utf8.count)
        problems.append(.error(message, at: location, hint: hint))
    }
}
