internal import MLKitCore

/// The lines of a shell's script as the shell takes them: a quoted text is one word though it goes over several, what stands
/// behind `#` is none, and neither is a text that is fed to a command (`<<EOF`).
///
/// What has a meaning to the shell and stands in quotes is put into characters of the private use area, so that who splits a line
/// does not see it; `shown` gives it back.
enum ShellLines {
    private static let signs: Set<Character> = [";", "|", "&", "<", ">", "(", ")", "{", "}", "#", "\n", "'", "\"", "`"]
    private static let base: UInt32 = 0xE000

    /// - Returns: the lines without blanks around them, empty ones left out; `nil` if a quote does not end.
    static func lines(of text: String) -> [String]? {
        var (lines, current) = ([String](), "")
        var (quote, end): (Character?, String?) = (nil, nil)
        for raw in text.replacing("\\\n", with: " ").split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if let marker = end {
                if raw.trimmed == marker { end = nil }
                continue
            }
            if quote == nil, raw.trimmed.hasPrefix("//") { continue }
            take(raw, into: &current, &quote)
            if quote != nil {
                current.append(hidden("\n"))
                continue
            }
            end = marker(in: current)
            if !current.trimmed.isEmpty { lines.append(current.trimmed) }
            current = ""
        }
        return quote == nil ? lines : nil
    }

    private static func take(_ raw: Substring, into line: inout String, _ quote: inout Character?) {
        var isEscaped = false
        for character in raw {
            if isEscaped {
                line.append(hidden(character))
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil }
                line.append(character == open ? character : hidden(character))
            } else if character == "#", line.last.map({ $0 == " " || $0 == "\t" || $0 == ";" }) ?? true {
                return
            } else {
                if character == "'" || character == "\"" { quote = character }
                line.append(character)
            }
        }
    }

    /// What ends a text that the line feeds to a command; `nil` if it feeds none.
    private static func marker(in line: String) -> String? {
        guard let range = line.firstRange(of: "<<"), !line[range.upperBound...].hasPrefix("<") else { return nil }
        let name = line[range.upperBound...].drop { "- \"'\\".contains($0) }.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        return name.isEmpty ? nil : String(name)
    }

    private static func hidden(_ character: Character) -> Character {
        guard signs.contains(character), let value = character.unicodeScalars.first?.value else { return character }
        return Unicode.Scalar(base + value).map { Character($0) } ?? character
    }

    /// The text with what was in quotes as it was.
    static func shown(_ text: some StringProtocol) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { scalar in
            guard scalar.value >= base, scalar.value < base + 128 else { return scalar }
            return Unicode.Scalar(scalar.value - base) ?? scalar
        }))
    }

    /// The words of a command, each in its quotes if it has any.
    static func words(of command: some StringProtocol) -> [String] {
        var (words, current) = ([String](), "")
        var quote: Character?
        for character in command {
            if quote == nil, character == " " || character == "\t" {
                if !current.isEmpty { words.append(current) }
                current = ""
                continue
            }
            if character == quote { quote = nil } else if quote == nil, character == "'" || character == "\"" { quote = character }
            current.append(character)
        }
        return current.isEmpty ? words : words + [current]
    }
}
