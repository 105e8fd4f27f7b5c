@_spi(_Unicode) internal import Swift

/// Names and titles in other spellings.
enum NameText {
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

    /// A word with a large first letter.
    static func capitalized(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst() }

    /// Every run of letters with a large first letter and small others; an apostrophe does not end one.
    static func capitalizedWords(_ text: String) -> String {
        var result = ""
        var isInside = false
        for character in text {
            if character.isLetter {
                result += isInside ? character.lowercased() : titlecased(character)
                isInside = true
            } else {
                result.append(character)
                isInside = isInside && (character == "'" || character == "’")
            }
        }
        return result
    }

    /// `ß` is `Ss`, and `ǆ` is `ǅ`.
    private static func titlecased(_ character: Character) -> String {
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return "" }
        return first.properties.titlecaseMapping + String(String.UnicodeScalarView(scalars.dropFirst()))
    }

    /// Small letters without accents and digits, all else becomes `-`.
    static func slug(_ text: String) -> String {
        // The library's own decomposition, which Foundation uses too: no other module without data of its own has one.
        let letters = text._nfd.filter { !$0.properties.isDiacritic }
        return letters.split { !$0.isASCII || !($0.properties.isAlphabetic || $0.properties.numericType != nil) }
            .map { String(String.UnicodeScalarView($0)).lowercased() }.joined(separator: "-")
    }
}
