internal import MLKitTables

/// What the texts of a column are like, of the rows that are learnt from.
struct TextNature: Equatable {
    /// Rows with a text, and different texts.
    var present = 0
    var distinct = 0
    /// Rows whose text has several words.
    var spaced = 0
    /// Of all rows: letters, and letters of scripts that have no spaces between words.
    var letters = 0
    var unspaced = 0

    init(_ column: TextColumn) {
        var counts = [Int](repeating: 0, count: column.categories.count)
        for code in column.codes where code >= 0 { counts[Int(code)] += 1 }
        for (text, count) in zip(column.categories, counts) where count > 0 && !text.isEmpty {
            present += count
            distinct += 1
            add(text, count)
        }
    }

    private mutating func add(_ text: String, _ count: Int) {
        var (hasWord, isBehind, isSpaced) = (false, false, false)
        for scalar in text.unicodeScalars {
            if scalar.isOfUnspacedScript { unspaced += count }
            if scalar.isOfWord { letters += count }
            if scalar.properties.isWhitespace {
                isBehind = hasWord
            } else {
                isSpaced = isSpaced || isBehind
                hasWord = true
            }
        }
        if isSpaced { spaced += count }
    }

    /// Whether most letters are of scripts without spaces, so that there are no words to be told apart.
    var isUnspaced: Bool { 2 * unspaced > letters }

    /// Whether the column holds sentences, titles or names rather than one of several values: more than half of its texts are
    /// different, and more than half of the rows have two words or more (or, where words are not told apart, six letters on average).
    var isFree: Bool {
        guard present > 0, 2 * distinct > present else { return false }
        return isUnspaced ? letters >= 6 * present : 2 * spaced > present
    }
}
