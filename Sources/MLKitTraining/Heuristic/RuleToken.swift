internal import MLKitCore

/// A piece of a rule, with where it begins: line and column from 1, in characters.
struct RuleToken: Equatable {
    enum Kind: Equatable {
        case number(Double)
        /// Between `'`.
        case text(String)
        /// A word as it stands, or between `"`.
        case name(String, isQuoted: Bool)
        case sign(String)
        case end
    }

    let kind: Kind
    let place: RulePlace

    /// The word of SQL that it is, in capitals; `nil` for none.
    var word: String? {
        guard case .name(let name, false) = kind else { return nil }
        return name.uppercased()
    }

    /// What messages call it.
    var shown: String {
        switch kind {
        case .number(let value): "`\(Figure.text(value))`"
        case .text(let text): "`'\(text)'`"
        case .name(let name, _): "`\(name)`"
        case .sign(let sign): "`\(sign)`"
        case .end: "the end"
        }
    }
}

/// A place in a rule.
struct RulePlace: Hashable {
    var line = 1
    var column = 1
}

/// What is wrong with a rule, and where.
struct RuleProblem: Error, Equatable {
    let message: String
    let place: RulePlace
    var hint: String?

    var note: String { "in line \(place.line), column \(place.column) of the rule" }
}

extension RuleToken {
    private static let signs = ["<>", "<=", ">=", "!=", "(", ")", ",", "=", "<", ">", "+", "-", "*", "/"]

    /// - Throws: `RuleProblem` for what is no part of a rule.
    static func all(of rule: String) throws -> [RuleToken] {
        var (rest, place, tokens) = (Substring(rule), RulePlace(), [RuleToken]())
        func advance(_ count: Int) {
            for character in rest.prefix(count) {
                if character.isNewline { place = RulePlace(line: place.line + 1, column: 1) } else { place.column += 1 }
            }
            rest = rest.dropFirst(count)
        }
        while let first = rest.first {
            if first.isWhitespace {
                advance(1)
                continue
            }
            let (kind, length) = try next(rest, place)
            tokens.append(RuleToken(kind: kind, place: place))
            advance(length)
        }
        return tokens + [RuleToken(kind: .end, place: place)]
    }

    private static func next(_ rest: Substring, _ place: RulePlace) throws -> (Kind, Int) {
        guard let first = rest.first else { return (.end, 0) }
        if first == "'" || first == "\"" {
            guard let (text, length) = quoted(rest, by: first) else {
                throw RuleProblem(message: "a \(first == "'" ? "text" : "name") has no end", place: place, hint: "close it with `\(first)`")
            }
            return (first == "'" ? .text(text) : .name(text, isQuoted: true), length)
        }
        if first.isNumber || first == "." {
            var digits = rest.prefix { $0.isNumber || $0 == "." || $0 == "_" }
            let tail = rest.dropFirst(digits.count)
            if tail.first?.lowercased() == "e" {
                let power = tail.dropFirst().prefix { $0.isNumber || $0 == "+" || $0 == "-" }
                digits = rest.prefix(digits.count + 1 + power.count)
            }
            guard let value = Double(digits), value.isFinite else {
                throw RuleProblem(message: "`\(digits)` is no number", place: place)
            }
            return (.number(value), digits.count)
        }
        if first.isLetter || first == "_" {
            let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            return (.name(String(name), isQuoted: false), name.count)
        }
        guard let sign = signs.first(where: rest.hasPrefix) else {
            throw RuleProblem(message: "`\(first)` is no part of a rule", place: place, hint: RuleParser.able)
        }
        return (.sign(sign), sign.count)
    }

    /// A text between two marks, which stands for one where it is twice.
    private static func quoted(_ rest: Substring, by mark: Character) -> (String, Int)? {
        var (text, length, characters) = ("", 1, rest.dropFirst())
        while let character = characters.popFirst() {
            length += 1
            if character != mark {
                text.append(character)
            } else if characters.first == mark {
                text.append(mark)
                characters.removeFirst()
                length += 1
            } else {
                return (text, length)
            }
        }
        return nil
    }
}
