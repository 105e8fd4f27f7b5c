internal import MLKitCore

/// Reads tokens into statements.
struct JinjaParser {
    let source: JinjaSource
    let settings: JinjaSettings
    let tokens: [JinjaToken]
    var index = 0
    /// How deep brackets, operators and blocks are nested.
    var depth = 0
    static let deepest = 60
    static let highest = 150

    private init(_ source: JinjaSource, _ settings: JinjaSettings) throws {
        self.source = source
        self.settings = settings
        tokens = try JinjaLexer.tokens(of: source, settings)
    }

    /// - Throws: `Failure` with the place of the first mistake, or of what is not supported.
    static func parse(_ source: JinjaSource, _ settings: JinjaSettings) throws -> [JinjaNode] {
        var parser = try JinjaParser(source, settings)
        let (nodes, end) = try parser.body(until: [])
        guard end.kind == .end else { throw parser.failure("`\(end.text)` closes nothing", end.range) }
        return nodes
    }

    var current: JinjaToken { tokens[min(index, tokens.count - 1)] }

    mutating func advance() -> JinjaToken {
        let token = current
        index += 1
        return token
    }

    mutating func take(symbol: String) -> Bool {
        guard current.isSymbol(symbol) else { return false }
        index += 1
        return true
    }

    mutating func take(name: String) -> Bool {
        guard current.isName(name) else { return false }
        index += 1
        return true
    }

    mutating func expect(symbol: String) throws {
        guard take(symbol: symbol) else { throw unexpected("`\(symbol)`") }
    }

    mutating func expect(name: String) throws {
        guard take(name: name) else { throw unexpected("`\(name)`") }
    }

    mutating func name() throws -> JinjaToken {
        guard current.kind == .name else { throw unexpected("a name") }
        return advance()
    }

    mutating func endOfBlock() throws {
        guard current.kind == .blockEnd else { throw unexpected("`\(settings.blockEnd)`") }
        index += 1
    }

    /// Runs a reader one level deeper: texts nested without end are refused, and do not exhaust the stack.
    mutating func nested<Result>(_ body: (inout JinjaParser) throws -> Result) throws -> Result {
        guard depth < Self.deepest else {
            throw failure("nested deeper than \(Self.deepest) levels", current.range)
        }
        depth += 1
        defer { depth -= 1 }
        return try body(&self)
    }

    func unexpected(_ expected: String) -> Failure {
        failure("expected \(expected), found \(current.description)", current.range)
    }

    func failure(_ message: String, _ range: Range<Int>, notes: [String] = [], hint: String? = nil) -> Failure {
        Failure(message, at: source.location(range.lowerBound, length: range.count), notes: notes, hint: hint)
    }

    /// Statements up to a block that begins with one of some words; that word is taken. At the end of the text the
    /// last token is handed back.
    mutating func body(until endings: [String], of opening: JinjaToken? = nil) throws -> ([JinjaNode], JinjaToken) {
        var nodes = [JinjaNode]()
        while true {
            let token = advance()
            switch token.kind {
            case .data: nodes.append(.text(token.text))
            case .variableBegin:
                nodes.append(.output(try tuple()))
                guard advance().kind == .variableEnd else {
                    index -= 1
                    throw unexpected("`\(settings.variableEnd)`")
                }
            case .blockBegin:
                let word = try name()
                if endings.contains(word.text) { return (nodes, word) }
                nodes.append(try nested { try $0.statement(word) })
            default:
                guard let opening else { return (nodes, token) }
                throw failure(
                    "`\(opening.text)` is not closed", opening.range, hint: "close it with `\(ending(of: endings))`")
            }
        }
    }

    private func ending(of words: [String]) -> String {
        "\(settings.blockStart) \(words.last ?? "") \(settings.blockEnd)"
    }
}
