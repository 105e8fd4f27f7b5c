internal import MLKitCore

/// A word of a condition.
struct ConditionToken: Hashable {
    enum Kind: Hashable {
        /// `and`, `tags`, `serving.port`
        case word(String)
        case value(JSON)
        /// `==`, `!=`, `(`, `)`, `[`, `]`, `,`, or a character that fits nowhere.
        case symbol(String)
    }

    var kind: Kind
    /// Characters from the beginning of the condition.
    var offset: Int
    var length: Int

    /// Splits a condition into words. A quote that is not closed becomes a symbol, which the parser refuses.
    static func split(_ text: String) -> [ConditionToken] {
        let characters = Array(text)
        var tokens = [ConditionToken]()
        var index = 0
        while index < characters.count {
            guard !characters[index].isWhitespace else {
                index += 1
                continue
            }
            let start = index
            let kind = next(characters, &index)
            tokens.append(ConditionToken(kind: kind, offset: start, length: index - start))
        }
        return tokens
    }

    private static func next(_ characters: [Character], _ index: inout Int) -> Kind {
        let first = characters[index]
        if first == "\"" || first == "'" { return quoted(characters, &index) }
        let start = index
        while index < characters.count, isWordCharacter(characters[index]) { index += 1 }
        if index > start { return word(String(characters[start..<index])) }
        index += 1
        if index < characters.count, "=!".contains(first), characters[index] == "=" { index += 1 }
        return .symbol(String(characters[start..<index]))
    }

    private static func quoted(_ characters: [Character], _ index: inout Int) -> Kind {
        let start = index
        guard let end = characters[(start + 1)...].firstIndex(of: characters[start]) else {
            index = characters.count
            return .symbol(String(characters[start...]))
        }
        index = end + 1
        return .value(.string(String(characters[(start + 1)..<end])))
    }

    private static func word(_ text: String) -> Kind {
        switch text {
        case "true": .value(true)
        case "false": .value(false)
        default: Int(text).map { .value(.int($0)) } ?? Double(text).map { .value(.double($0)) } ?? .word(text)
        }
    }

    private static func isWordCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_.-".contains(character)
    }
}
