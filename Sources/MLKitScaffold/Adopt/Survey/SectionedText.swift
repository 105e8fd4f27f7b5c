internal import MLKitCore

/// The plain `key = value` lines of a TOML or INI file, by section. Values of several lines are passed over; of a
/// list the first text counts, and of an inline table its `text` or `name`.
struct SectionedText {
    private var values: [String: String] = [:]

    init(_ text: String) {
        var section = ""
        for line in text.split(whereSeparator: \.isNewline) {
            // What is indented goes on with the line before.
            guard let first = line.first, !first.isWhitespace, first != "#", first != ";" else { continue }
            if first == "[", let close = line.firstIndex(of: "]") {
                section = String(line[line.index(after: line.startIndex)..<close]).trimmed
            } else if let equals = line.firstIndex(of: "=") {
                let key = "\(section)\n\(line[..<equals].trimmed)"
                let value = Self.value(line[line.index(after: equals)...].trimmed)
                if values[key] == nil { values[key] = value }
            }
        }
    }

    subscript(section: String, key: String) -> String? { values["\(section)\n\(key)"] }

    private static func value(_ text: String) -> String? {
        guard let first = text.first, !text.hasPrefix("\"\"\""), !text.hasPrefix("'''") else { return nil }
        switch first {
        case "\"", "'": return quoted(text[...], first)
        case "[": return text.firstIndex { "\"'{".contains($0) }.flatMap { value(String(text[$0...])) }
        case "{": return ["text", "name"].lazy.compactMap { inline($0, text) }.first
        default: return text.split(separator: " #").first.map { $0.trimmed }
        }
    }

    private static func quoted(_ text: Substring, _ quote: Character) -> String? {
        let rest = text.dropFirst()
        return rest.firstIndex(of: quote).map { String(rest[..<$0]) }
    }

    /// The text of a key in `{name = "Ada", email = "…"}`.
    private static func inline(_ key: String, _ text: String) -> String? {
        for part in text.dropFirst().split(separator: ",") {
            guard let equals = part.firstIndex(of: "="), part[..<equals].trimmed == key else { continue }
            let value = part[part.index(after: equals)...].drop(while: \.isWhitespace)
            guard let quote = value.first, "\"'".contains(quote) else { continue }
            return quoted(value, quote)
        }
        return nil
    }
}
