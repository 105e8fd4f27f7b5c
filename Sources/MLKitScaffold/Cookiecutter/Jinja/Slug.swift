/// `slugify` as cookiecutter has it, from the library python-slugify: words of small ASCII letters and digits,
/// joined by dashes.
enum Slug {
    static func make(_ text: String, _ call: JinjaCall) throws -> String {
        guard call.positional.isEmpty else { throw JinjaComplaint("`slugify` takes arguments by name only") }
        let arguments = try call.bind(["separator", "lowercase", "max_length"])
        let isLower = arguments["lowercase"]?.isTrue ?? true
        let ascii = try Transliteration.ascii(PythonText.replacing("'", with: "-", in: text))
        let letters = withoutQuotesAndGroups(isLower ? ascii.lowercased() : ascii)
        let words = letters.unicodeScalars.split { !isWord($0) }.map { String($0) }
        var slug = words.joined(separator: "-")
        if let length = try arguments.integer("max_length"), length > 0 {
            slug = PythonText.stripped(String(slug.prefix(length)), "-")
        }
        let separator = try arguments.text("separator") ?? "-"
        return PythonText.replacing("-", with: separator, in: slug)
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || isDigit(scalar)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    /// `1,000` is `1000`, and a quote that a letter was made of does not part a word.
    private static func withoutQuotesAndGroups(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = ""
        for (index, scalar) in scalars.enumerated() where scalar != "'" {
            let isGroup =
                scalar == "," && index > 0 && index + 1 < scalars.count && isDigit(scalars[index - 1])
                && isDigit(scalars[index + 1])
            if !isGroup { result.unicodeScalars.append(scalar) }
        }
        return result
    }
}
