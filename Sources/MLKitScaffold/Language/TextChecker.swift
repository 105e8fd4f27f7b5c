internal import MLKitCore

/// Checks the tokens of a text one by one, and makes a tree of them.
struct TextChecker {
    private let source: TextSource
    var scope: Scope
    private var open: [OpenBlock] = []
    private var nodes: [TextNode] = []
    private(set) var problems: [Diagnostic] = []
    /// Blocks around the text, where another includes it.
    private var depth = 0
    private let budget: IncludeBudget

    /// The first block that stands deeper than any template needs, and than the stack allows.
    private var tooDeep: TextToken?
    private static let depthLimit = 50

    private static let statements = [
        "if", "elif", "else", "endif", "for", "empty", "endfor", "include", "raw", "endraw",
    ]

    /// The variables that stand in the text, without those of loops.
    private(set) var uses: Set<String> = []
    /// The partials that the text includes, and those that they include.
    private(set) var includes: Set<String> = []
    private var quotes = ShellText.Quotes()
    /// The first value, or the first text with values in it.
    private(set) var firstValue: TextToken?
    /// Expressions of the scope as it is that were found sound: most stand in a text again and again.
    private var sound: [String: TextOutput] = [:]

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

    /// What the interpreter goes through; fit for it only if `problems` stays empty.
    mutating func check() -> [TextNode] {
        let lexed = TextLexer.tokens(of: source)
        problems = lexed.problems
        for token in lexed.tokens { check(token) }
        checkCommand()
        if let token = tooDeep { report("blocks nest deeper than \(Self.depthLimit) levels", token) }
        for block in open {
            report("`\(block.name)` is not closed", block.token, hint: "close it with `{% end\(block.name) %}`")
        }
        problems.sort { lhs, rhs in lhs.location.map { left in rhs.location.map { left < $0 } ?? true } ?? false }
        return nodes
    }

    private mutating func check(_ token: TextToken) {
        switch token.kind {
        case .text:
            if scope.isForShell { quotes.read(token.contents) }
            add(.text(token.contents))
        case .variable:
            if scope.isForShell, quotes.isInside { reportQuotes(token) }
            firstValue = firstValue ?? token
            guard var output = sound[token.contents] ?? output(token) else { return }
            output.offset = token.offset
            add(.output(output))
        case .block: statement(token)
        }
    }

    private mutating func add(_ node: TextNode) {
        if open.isEmpty { nodes.append(node) } else { open[open.count - 1].nodes.append(node) }
    }

    private mutating func output(_ token: TextToken) -> TextOutput? {
        let before = problems.count
        var isFixed = false
        let tree = parse(token, from: 0) { parser throws(ExpressionParser.Problem) in
            let tree = try parser.variable()
            isFixed = !parser.usesTextLoop
            return tree
        }
        guard let tree, problems.count == before else { return nil }
        let key = TextOutput.Key(text: token.contents, isForShell: scope.isForShell)
        let output = TextOutput(
            tree: tree, offset: token.offset, isForShell: scope.isForShell, key: isFixed ? key : nil)
        sound[token.contents] = output
        return output
    }

    private mutating func statement(_ token: TextToken) {
        let name = String(token.contents.prefix { !$0.isWhitespace })
        switch name {
        case "include":
            if let node = include(token, from: name.utf8.count) { add(node) }
        case "if", "elif": condition(name, token)
        case "for": loop(name, token)
        case "else", "empty": turn(name, token)
        case "endraw": close("raw", token)
        case "endif", "endfor": close(String(name.dropFirst(3)), token)
        default:
            let hint = Suggestion.hint(for: name, among: Self.statements)
            report(name.isEmpty ? "this statement is empty" : "unknown statement `\(name)`", token, hint: hint)
        }
        let takesNothing = ["else", "empty", "endif", "endfor"].contains(name)
        if takesNothing, token.contents.dropFirst(name.count).contains(where: { !$0.isWhitespace }) {
            report("`\(name)` takes nothing after it", token)
        }
    }

    private mutating func condition(_ name: String, _ token: TextToken) {
        let isInside = name == "if" || checkInside("if", token)
        let tree = parse(token, from: name.utf8.count) { parser throws(ExpressionParser.Problem) in
            try parser.condition()
        }
        // Whatever could not be read is reported, and the tree is not used.
        let head = PlacedExpression(tree: tree ?? .constant(.null), offset: token.offset + name.utf8.count)
        if name == "if" {
            begin(OpenBlock(name, token, head: head))
        } else if isInside {
            open[open.count - 1].turn(to: head)
        }
    }

    private mutating func loop(_ name: String, _ token: TextToken) {
        let loop = parse(token, from: name.utf8.count) { parser throws(ExpressionParser.Problem) in
            try parser.loop()
        }
        let list = loop.map { PlacedExpression(tree: $0.list, offset: token.offset + name.utf8.count) }
        begin(OpenBlock(name, token, head: list, loop: loop.map { ($0.variable, $0.range) }))
        scope.loops.append(loop?.variable ?? "")
        scope.textLoops += 1
        sound = [:]
    }

    private mutating func turn(_ name: String, _ token: TextToken) {
        guard checkInside(name == "else" ? "if" : "for", token) else { return }
        if name == "empty", !open[open.count - 1].hasElse { leaveLoop() }
        open[open.count - 1].hasElse = true
        open[open.count - 1].turn(to: nil)
    }

    /// Behind the last round the loop's variable is known no more.
    private mutating func leaveLoop() {
        scope.loops.removeLast()
        scope.textLoops -= 1
        sound = [:]
    }

    private mutating func begin(_ block: OpenBlock) {
        open.append(block)
        if depth + open.count > Self.depthLimit, tooDeep == nil { tooDeep = block.token }
    }

    /// - Returns: whether the token stands where it may be, perhaps behind an `else` that has been reported.
    private mutating func checkInside(_ name: String, _ token: TextToken) -> Bool {
        guard let last = open.last, last.name == name else {
            report("`\(token.contents)` does not stand directly inside `\(name)`", token)
            return false
        }
        if last.hasElse { report("`\(token.contents)` stands after `else` of the same `\(name)`", token) }
        return true
    }

    private mutating func close(_ name: String, _ token: TextToken) {
        guard let last = open.last, last.name == name else {
            return report(
                "`\(token.contents)` closes nothing", token,
                hint: open.last.map { "`\($0.name)` is open here: close it with `{% end\($0.name) %}`" })
        }
        open.removeLast()
        if name == "for", !last.hasElse { leaveLoop() }
        if let node = last.node { add(node) }
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
    mutating func take(from inner: TextChecker, _ path: String, at token: TextToken) {
        if inner.firstValue != nil { firstValue = firstValue ?? token }
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

    private mutating func checkCommand() {
        guard let obstacle = quotes.obstacle, let value = firstValue else { return }
        report(
            "a value cannot be put safely into a command with \(obstacle)", value, hint: "use `$(…)` and files instead")
    }
}
