/// A password with blanks in it.
enum SecretPhrase {
    /// A value without its blanks, if few words stand in it and most have more in them than letters: `p@ss w0rd 9x`.
    static func joined(_ value: [UInt8]) -> SecretValue? {
        let words = value.split(whereSeparator: TextLines.isSpace)
        guard (2...4).contains(words.count), 2 * words.count(where: { !$0.allSatisfy(TextLines.isLetter) }) > words.count,
            !SecretValue(value.filter { !TextLines.isSpace($0) }).isPlaceholder
        else { return nil }
        return SecretValue(words.joined())
    }
}
