internal import MLKitCore

/// What Python does with texts, by bytes and code points: Swift's own comparisons take what looks the same for the
/// same.
enum PythonText {
    /// The byte at which `part` first stands, from `start` on.
    static func position(of part: String, in text: String, from start: Int = 0) -> Int? {
        ByteSearch.position(of: Array(part.utf8), in: Array(text.utf8), from: start)
    }

    static func hasPrefix(_ text: String, _ prefix: String) -> Bool { text.utf8.starts(with: prefix.utf8) }

    static func hasSuffix(_ text: String, _ suffix: String) -> Bool {
        text.utf8.reversed().starts(with: suffix.utf8.reversed())
    }

    /// - Parameter limit: the most replacements; negative for all.
    static func replacing(_ old: String, with new: String, in text: String, limit: Int = -1) -> String {
        if old.isEmpty { return interleaving(new, text, limit) }
        return split(text, by: old, limit: limit).joined(separator: new)
    }

    /// An empty text stands before and after every character.
    private static func interleaving(_ new: String, _ text: String, _ limit: Int) -> String {
        var rest = limit < 0 ? Int.max : limit
        var result = ""
        for scalar in text.unicodeScalars {
            if rest > 0 {
                result += new
                rest -= 1
            }
            result.unicodeScalars.append(scalar)
        }
        return rest > 0 ? result + new : result
    }

    static func split(_ text: String, by separator: String, limit: Int = -1) -> [String] {
        let bytes = Array(text.utf8)
        let separator = Array(separator.utf8)
        var parts = [String]()
        var start = 0
        while limit < 0 || parts.count < limit, let end = ByteSearch.position(of: separator, in: bytes, from: start) {
            parts.append(String(decoding: bytes[start..<end], as: UTF8.self))
            start = end + separator.count
        }
        return parts + [String(decoding: bytes[start...], as: UTF8.self)]
    }

    /// At runs of white space, with none at the ends.
    static func words(_ text: String, limit: Int = -1) -> [String] {
        var words = [String]()
        var rest = text.unicodeScalars.drop(while: isSpace)
        while !rest.isEmpty {
            guard limit < 0 || words.count < limit else {
                words.append(stripped(String(rest), nil, start: false))
                break
            }
            let word = rest.prefix { !isSpace($0) }
            words.append(String(word))
            rest = rest[word.endIndex...].drop(while: isSpace)
        }
        return words
    }

    static func lines(_ text: String) -> [String] {
        var lines = split(text, by: "\n")
        if lines.last?.isEmpty ?? false { lines.removeLast() }
        return lines
    }

    /// Without white space, or the characters given, at its ends.
    static func stripped(_ text: String, _ characters: String?, start: Bool = true, end: Bool = true) -> String {
        let set = characters.map { Set($0.unicodeScalars) }
        let goes = { (scalar: Unicode.Scalar) in set?.contains(scalar) ?? isSpace(scalar) }
        var rest = text.unicodeScalars[...]
        if start { rest = rest.drop(while: goes) }
        if end { while let last = rest.last, goes(last) { rest.removeLast() } }
        return String(rest)
    }

    static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

    /// `str.title`: a letter after anything but a letter is large.
    static func title(_ text: String) -> String {
        var followsLetter = false
        return text.unicodeScalars.map { scalar in
            let character = String(scalar)
            defer { followsLetter = scalar.properties.isCased }
            return followsLetter ? character.lowercased() : scalar.properties.titlecaseMapping
        }.joined()
    }

    /// The first letter large, all others small.
    static func capitalized(_ text: String) -> String {
        guard let first = text.unicodeScalars.first else { return "" }
        return first.properties.titlecaseMapping + String(text.unicodeScalars.dropFirst()).lowercased()
    }

    /// Jinja's own `title`: words begin after white space, `-` and opening brackets.
    static func titleFilter(_ text: String) -> String {
        var startsWord = true
        var result = ""
        for scalar in text.unicodeScalars {
            let begins = "-({[<".unicodeScalars.contains(scalar) || isSpace(scalar)
            result += begins || !startsWord ? String(scalar).lowercased() : String(scalar).uppercased()
            startsWord = begins
        }
        return result
    }

    static func padded(_ text: String, to width: Int, before: Bool, after: Bool, with filler: String = " ") -> String {
        let missing = max(width - text.unicodeScalars.count, 0)
        let left = before && after ? missing / 2 + (missing & width & 1) : before ? missing : 0
        return String(repeating: filler, count: left) + text + String(repeating: filler, count: missing - left)
    }
}
