internal import MLKitCore

extension JinjaParser {
    /// The rest of a statement after its first word.
    mutating func statement(_ word: JinjaToken) throws -> JinjaNode {
        switch word.text {
        case "if": return try branches(word)
        case "for": return try loop(word)
        case "set": return try assignment(word)
        case "with": return try scope(word)
        case "include": return try include()
        case "macro": return try macro(word)
        case "now": return try now()
        default: throw unknown(word)
        }
    }

    private func unknown(_ word: JinjaToken) -> Failure {
        if word.text.hasPrefix("end") || ["else", "elif"].contains(word.text) {
            return failure("`\(word.text)` closes nothing", word.range)
        }
        if Self.unsupported.contains(word.text) {
            return failure("the statement `\(word.text)` of Jinja is not supported", word.range)
        }
        return failure(
            "unknown statement `\(word.text)`", word.range,
            notes: ["it may come from an extension of Jinja, which cannot be loaded here"],
            hint: Suggestion.nearest(to: word.text, among: Self.known).map { "did you mean `\($0)`?" }
                ?? "if it is meant for another tool, put it between `raw` and `endraw`")
    }

    private static let known = ["if", "for", "set", "with", "include", "macro", "now", "raw"]
    private static let unsupported: Set<String> = [
        "autoescape", "block", "break", "call", "continue", "debug", "do", "extends", "filter", "from", "import",
        "trans",
    ]

    private mutating func branches(_ word: JinjaToken) throws -> JinjaNode {
        var branches: [(condition: JinjaExpression?, body: [JinjaNode])] = []
        var condition: JinjaExpression? = try tuple()
        while true {
            try endOfBlock()
            let (body, end) = try body(until: condition == nil ? ["endif"] : ["elif", "else", "endif"], of: word)
            branches.append((condition, body))
            switch end.text {
            case "elif": condition = try tuple()
            case "else": condition = nil
            default:
                try endOfBlock()
                return .branches(branches)
            }
        }
    }

    private mutating func loop(_ word: JinjaToken) throws -> JinjaNode {
        let target = try target(allowsMember: false)
        try expect(name: "in")
        let source = try tuple(allowsConditional: false)
        let condition = take(name: "if") ? try expression() : nil
        if current.isName("recursive") {
            throw failure("`recursive` loops of Jinja are not supported", current.range)
        }
        try endOfBlock()
        let (body, end) = try body(until: ["else", "endfor"], of: word)
        var otherwise = [JinjaNode]()
        if end.text == "else" {
            try endOfBlock()
            otherwise = try self.body(until: ["endfor"], of: word).0
        }
        try endOfBlock()
        return .loop(JinjaLoop(target: target, source: source, condition: condition, body: body, otherwise: otherwise))
    }

    private mutating func assignment(_ word: JinjaToken) throws -> JinjaNode {
        let target = try target(allowsMember: true)
        if take(symbol: "=") {
            let value = try tuple()
            try endOfBlock()
            return .set(target, value)
        }
        try endOfBlock()
        let (body, _) = try body(until: ["endset"], of: word)
        try endOfBlock()
        return .capture(target, body: body)
    }

    private mutating func scope(_ word: JinjaToken) throws -> JinjaNode {
        var values: [(target: JinjaTarget, value: JinjaExpression)] = []
        while current.kind != .blockEnd {
            if !values.isEmpty { try expect(symbol: ",") }
            let target = try singleTarget(allowsMember: false)
            try expect(symbol: "=")
            values.append((target, try expression()))
        }
        try endOfBlock()
        let (body, _) = try body(until: ["endwith"], of: word)
        try endOfBlock()
        return .scope(values, body: body)
    }

    private mutating func include() throws -> JinjaNode {
        let file = try expression()
        var isOptional = false
        if take(name: "ignore") {
            try expect(name: "missing")
            isOptional = true
        }
        if current.isName("without") {
            throw failure("`include … without context` of Jinja is not supported", current.range)
        }
        if take(name: "with") { try expect(name: "context") }
        try endOfBlock()
        return .include(file, isOptional: isOptional)
    }

    private mutating func macro(_ word: JinjaToken) throws -> JinjaNode {
        let name = try name()
        try expect(symbol: "(")
        var parameters: [(name: String, fallback: JinjaExpression?)] = []
        while !take(symbol: ")") {
            if !parameters.isEmpty { try expect(symbol: ",") }
            let parameter = try self.name()
            parameters.append((parameter.text, take(symbol: "=") ? try expression() : nil))
        }
        try endOfBlock()
        let (body, _) = try body(until: ["endmacro"], of: word)
        if current.isName(name.text) { index += 1 }
        try endOfBlock()
        return .macro(JinjaMacro(name: name.text, parameters: parameters, body: body))
    }

    private mutating func now() throws -> JinjaNode {
        let zone = try expression()
        let format = take(symbol: ",") ? try expression() : nil
        try endOfBlock()
        return .now(zone: zone, format: format)
    }

    private mutating func target(allowsMember: Bool) throws -> JinjaTarget {
        let start = current.range.lowerBound
        var parts = [try singleTarget(allowsMember: allowsMember)]
        var isTuple = false
        while take(symbol: ",") {
            isTuple = true
            guard current.kind == .name && !current.isName("in") || current.isSymbol("(") else { break }
            parts.append(try singleTarget(allowsMember: allowsMember))
        }
        return isTuple ? .parts(parts, start..<tokens[index - 1].range.upperBound) : parts[0]
    }

    private mutating func singleTarget(allowsMember: Bool) throws -> JinjaTarget {
        if take(symbol: "(") {
            let inner = try nested { try $0.target(allowsMember: false) }
            try expect(symbol: ")")
            return inner
        }
        let name = try name()
        guard !Self.reserved.contains(name.text) else {
            throw failure("`\(name.text)` is a word of Jinja, and takes no value", name.range)
        }
        guard allowsMember, take(symbol: ".") else { return .name(name.text, name.range) }
        return .member(name.text, try self.name().text, name.range)
    }

    static let reserved: Set<String> = [
        "true", "false", "none", "True", "False", "None", "and", "or", "not", "in", "is", "if", "else", "loop",
    ]
}
