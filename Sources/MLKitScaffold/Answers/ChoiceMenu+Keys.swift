extension ChoiceMenu.Key {
    /// The keys of what a terminal sends for them: arrows, Home and End as ECMA-48 control sequences (`ESC [ A`) or as in application mode
    /// (`ESC O A`), control characters as readline has them, and all else as text. What is none of these is left out.
    public static func all(in text: String) -> [ChoiceMenu.Key] {
        var keys = [ChoiceMenu.Key]()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\u{1B}": keys += sequence(&rest).map { [$0] } ?? []
            case "\r", "\n": keys.append(.enter)
            case "\u{7F}", "\u{8}": keys.append(.erase)
            case "\u{4}": keys.append(.end)
            case "\u{10}": keys.append(.up)
            case "\u{E}", "\t": keys.append(.down)
            case "\u{1}": keys.append(.first)
            case "\u{5}": keys.append(.last)
            case _ where scalar.properties.generalCategory == .control: break
            default:
                let more = rest.prefix { $0.properties.generalCategory != .control }
                rest = rest.dropFirst(more.count)
                keys.append(.text(String(scalar) + String(more)))
            }
        }
        return keys
    }

    /// The key of a control sequence, whose first character has been taken.
    private static func sequence(_ rest: inout Substring.UnicodeScalarView) -> ChoiceMenu.Key? {
        guard let start = rest.first, start == "[" || start == "O" else { return nil }
        rest.removeFirst()
        // Parameters up to the final byte.
        let parameters = rest.prefix { !("\u{40}"..."\u{7E}").contains($0) }
        rest = rest.dropFirst(parameters.count)
        switch (rest.popFirst(), String(parameters)) {
        case ("A", _): return .up
        case ("B", _): return .down
        case ("H", _), ("~", "1"), ("~", "7"): return .first
        case ("F", _), ("~", "4"), ("~", "8"): return .last
        default: return nil
        }
    }
}
