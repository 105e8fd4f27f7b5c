/// Reads the part of SQL's expressions that a model file can compute, as DuckDB reads it.
struct RuleParser {
    private let tokens: [RuleToken]
    private var next = 0

    static let able =
        "a rule has numbers, texts and columns, `+ - * /`, `= <> < <= > >=`, AND, OR, NOT, IS NULL, IN, BETWEEN, CASE, abs, round, least "
        + "and greatest"

    /// - Throws: `RuleProblem` for what is no rule, or no part of one.
    static func expression(of rule: String) throws -> RuleExpression {
        var parser = RuleParser(tokens: try RuleToken.all(of: rule))
        let whole = try parser.disjunction()
        guard parser.token.kind == .end else { throw parser.unexpected("the end of the rule") }
        return whole
    }

    private init(tokens: [RuleToken]) { self.tokens = tokens }

    private var token: RuleToken { tokens[next] }

    private func unexpected(_ wanted: String) -> RuleProblem {
        RuleProblem(message: "\(token.shown) stands where \(wanted) is expected", place: token.place, hint: Self.able)
    }

    private mutating func takes(_ word: String) -> Bool {
        guard token.word == word || token.kind == .sign(word) else { return false }
        next += 1
        return true
    }

    private mutating func require(_ word: String) throws {
        guard takes(word) else { throw unexpected("`\(word)`") }
    }

    private mutating func disjunction() throws -> RuleExpression {
        var left = try conjunction()
        while token.word == "OR" {
            let place = token.place
            next += 1
            left = .or(left, try conjunction(), place)
        }
        return left
    }

    private mutating func conjunction() throws -> RuleExpression {
        var left = try negation()
        while token.word == "AND" {
            let place = token.place
            next += 1
            left = .and(left, try negation(), place)
        }
        return left
    }

    private mutating func negation() throws -> RuleExpression {
        let place = token.place
        return takes("NOT") ? .not(try negation(), place) : try comparison()
    }

    private mutating func comparison() throws -> RuleExpression {
        let left = try sum()
        let place = token.place
        if case .sign(let sign) = token.kind, ["=", "<>", "!=", "<", "<=", ">", ">="].contains(sign) {
            next += 1
            return .comparison(sign == "!=" ? "<>" : sign, left, try sum(), place)
        }
        if takes("IS") {
            let isNot = takes("NOT")
            try require("NULL")
            return isNot ? .not(.isMissing(left, place), place) : .isMissing(left, place)
        }
        let isNot = takes("NOT")
        if takes("IN") {
            let list = try list(left, place)
            return isNot ? .not(list, place) : list
        }
        if takes("BETWEEN") {
            let low = try sum()
            try require("AND")
            let within = RuleExpression.and(
                .comparison(">=", left, low, place), .comparison("<=", left, try sum(), place), place)
            return isNot ? .not(within, place) : within
        }
        guard !isNot else { throw unexpected("`IN` or `BETWEEN`") }
        return left
    }

    private mutating func list(_ left: RuleExpression, _ place: RulePlace) throws -> RuleExpression {
        try require("(")
        var whole = RuleExpression.comparison("=", left, try sum(), place)
        while takes(",") { whole = .or(whole, .comparison("=", left, try sum(), place), place) }
        try require(")")
        return whole
    }

    private mutating func sum() throws -> RuleExpression {
        var left = try product()
        while case .sign(let sign) = token.kind, sign == "+" || sign == "-" {
            let place = token.place
            next += 1
            left = .arithmetic(sign, left, try product(), place)
        }
        return left
    }

    private mutating func product() throws -> RuleExpression {
        var left = try factor()
        while case .sign(let sign) = token.kind, sign == "*" || sign == "/" {
            let place = token.place
            next += 1
            left = .arithmetic(sign, left, try factor(), place)
        }
        return left
    }

    private mutating func factor() throws -> RuleExpression {
        let place = token.place
        if takes("-") { return .unary("-", try factor(), place) }
        if takes("+") { return try factor() }
        if takes("(") {
            let inner = try disjunction()
            try require(")")
            return inner
        }
        switch token.kind {
        case .number(let value):
            next += 1
            return .number(value, place)
        case .text(let text):
            next += 1
            return .text(text, place)
        case .name(let name, let isQuoted):
            if !isQuoted, let special = try word(name.uppercased(), place) { return special }
            next += 1
            guard !isQuoted, takes("(") else { return .column(name, place) }
            return try call(name, place)
        case .sign, .end: throw unexpected("a value")
        }
    }

    private static let reserved: Set<String> = [
        "AND", "OR", "NOT", "IS", "IN", "BETWEEN", "WHEN", "THEN", "ELSE", "END", "LIKE", "ILIKE", "SELECT", "FROM", "WHERE", "CAST",
        "EXISTS", "AS",
    ]

    /// What a word of SQL begins; `nil` for a column.
    private mutating func word(_ word: String, _ place: RulePlace) throws -> RuleExpression? {
        switch word {
        case "TRUE", "FALSE":
            next += 1
            return .truth(word == "TRUE", place)
        case "NULL":
            next += 1
            return .missing(place)
        case "CASE":
            next += 1
            return try choice(place)
        default:
            guard Self.reserved.contains(word) else { return nil }
            throw unexpected("a value")
        }
    }

    private mutating func choice(_ place: RulePlace) throws -> RuleExpression {
        let subject = token.word == "WHEN" ? nil : try disjunction()
        var cases: [(condition: RuleExpression, value: RuleExpression)] = []
        while token.word == "WHEN" {
            let place = token.place
            next += 1
            let said = try disjunction()
            try require("THEN")
            cases.append((subject.map { .comparison("=", $0, said, place) } ?? said, try disjunction()))
        }
        guard !cases.isEmpty else { throw unexpected("`WHEN`") }
        let otherwise = takes("ELSE") ? try disjunction() : .missing(place)
        try require("END")
        return .choice(cases, otherwise, place)
    }

    private mutating func call(_ name: String, _ place: RulePlace) throws -> RuleExpression {
        let word = name.uppercased()
        var arguments = [try disjunction()]
        while takes(",") { arguments.append(try disjunction()) }
        try require(")")
        switch (word, arguments.count) {
        case ("ABS", 1), ("ROUND", 1): return .unary(word, arguments[0], place)
        case ("LEAST", 2...), ("GREATEST", 2...):
            return arguments.dropFirst().reduce(arguments[0]) { .arithmetic(word, $0, $1, place) }
        case ("MIN", _), ("MAX", _):
            throw RuleProblem(
                message: "`\(name)` is over rows, and a rule is of one", place: place,
                hint: "write `\(word == "MIN" ? "least" : "greatest")`, which is over values")
        case ("ABS", _), ("ROUND", _): throw RuleProblem(message: "`\(name)` takes one number in a rule", place: place)
        case ("LEAST", _), ("GREATEST", _): throw RuleProblem(message: "`\(name)` takes two numbers or more", place: place)
        default: throw RuleProblem(message: "`\(name)` is no function of a rule", place: place, hint: Self.able)
        }
    }
}
