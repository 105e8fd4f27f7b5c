internal import MLKitCore
internal import MLKitYAML
internal import Stencil

/// The filters of the template language (`{{ value|filter }}`).
enum TextFilter {
    /// Every filter, with how many arguments it takes.
    static let arguments: [String: ClosedRange<Int>] = [
        "lowercase": 0...0, "uppercase": 0...0, "capitalize": 0...0, "join": 0...1, "split": 0...1,
        "snake": 0...0, "kebab": 0...0, "title": 0...0, "yaml": 0...0, "json": 0...0,
    ]

    /// Those that Stencil does not bring along.
    static func register(in environment: Extension) {
        environment.registerFilter("snake") { value in words(value).joined(separator: "_") }
        environment.registerFilter("kebab") { value in words(value).joined(separator: "-") }
        environment.registerFilter("title") { value in
            words(value).map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
        }
        environment.registerFilter("yaml") { value in json(value).map(YAMLText.flow) }
        environment.registerFilter("json") { value in json(value)?.compact }
    }

    /// The words of a name in small letters, whichever way they are joined: `HTTPServer v2` is `http server v2`.
    static func words(_ text: String) -> [String] {
        var words = [""]
        var previous: Character = " "
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            let next = index + 1 < characters.count ? characters[index + 1] : " "
            let startsWord =
                character.isUppercase && (previous.isLowercase || previous.isNumber || next.isLowercase)
            if !character.isLetter && !character.isNumber || startsWord { words.append("") }
            if character.isLetter || character.isNumber { words[words.count - 1] += character.lowercased() }
            previous = character
        }
        return words.filter { !$0.isEmpty }
    }

    private static func words(_ value: Any?) -> [String] {
        value.map { words("\($0)") } ?? []
    }

    /// A value of a template as JSON; what came from Stencil is one of these.
    private static func json(_ value: Any?) -> JSON? {
        switch value {
        case let value as String: .string(value)
        case let value as Bool: .bool(value)
        case let value as Int: .int(value)
        case let value as Double: .double(value)
        case let value as Float: .double(Double(value))
        case let value as Character: .string(String(value))
        case let value as [Any]: .array(value.compactMap { json($0) })
        default: nil
        }
    }
}
