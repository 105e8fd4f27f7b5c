internal import MLKitCore

/// Cuts texts into terms: words, single characters, or several in a row. The exported graph has the same by ONNX Runtime's
/// `StringNormalizer` and `Tokenizer`.
struct TextAnalysis: Hashable {
    enum Unit: Hashable {
        /// Letters, digits, marks and underscores in a row.
        case words
        /// Code points, white space among them, between a mark for the beginning of the text and one for its end.
        case characters
    }

    let unit: Unit
    /// How many units make a term.
    let lengths: ClosedRange<Int>
    let isLowercased: Bool

    /// What `Tokenizer` puts before the first character and behind the last: code points 2 and 3.
    static let first = "\u{2}"
    static let last = "\u{3}"
    /// What it fills up shorter texts with; no term has it.
    static let padding = "\u{0}"
    /// What a word is, as RE2 has it: Unicode's letters, digits and marks, and the underscore.
    static let word = "[\\p{L}\\p{N}\\p{M}_]+"

    /// Hands over each term of a text, as often as it is there, with how many units it has. A term of words has one space between
    /// two of them.
    func forEachTerm(of text: String, _ body: (ByteText, Int) -> Void) {
        let units = units(of: text)
        for length in lengths where length <= units.count {
            for start in 0...(units.count - length) {
                let term = length == 1 ? units[start] : units[start..<start + length].joined(separator: separator)
                guard isTold(term) else { continue }
                body(ByteText(term), length)
            }
        }
    }

    /// The units of a term, in their order.
    func units(ofTerm term: String) -> [String] {
        unit == .words ? term.split(separator: " ").map(String.init) : term.unicodeScalars.map { String($0) }
    }

    private var separator: String { unit == .words ? " " : "" }

    func units(of text: String) -> [String] {
        switch unit {
        case .words: return words(text)
        case .characters:
            guard !text.isEmpty else { return [] }
            return [Self.first] + text.unicodeScalars.map { String(isLowercased ? $0.lowered : $0) } + [Self.last]
        }
    }

    /// Whether a term says anything: one of marks alone is in every text.
    private func isTold(_ term: String) -> Bool {
        guard unit == .characters else { return true }
        return term.unicodeScalars.contains { $0.value > 3 } && !term.unicodeScalars.contains { $0.value == 0 }
    }

    private func words(_ text: String) -> [String] {
        var words = [String]()
        var word = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.isOfWord {
                word.append(isLowercased ? scalar.lowered : scalar)
            } else if !word.isEmpty {
                words.append(String(word))
                word.removeAll(keepingCapacity: true)
            }
        }
        if !word.isEmpty { words.append(String(word)) }
        return words
    }
}

extension Unicode.Scalar {
    /// Whether it is a letter, a digit, a mark or an underscore.
    var isOfWord: Bool {
        if isASCII { return (value | 0x20) &- 0x61 < 26 || value &- 0x30 < 10 || value == 0x5F }
        return switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber, .letterNumber,
            .otherNumber, .nonspacingMark, .spacingMark, .enclosingMark:
            true
        default: false
        }
    }

    /// The one small letter for it, by Unicode's simple mapping, which C libraries have; `İ`, whose full mapping is two
    /// code points, becomes `i`.
    var lowered: Unicode.Scalar {
        if isASCII { return value &- 0x41 < 26 ? Unicode.Scalar(UInt8(value | 0x20)) : self }
        if value == 0x130 { return "i" }
        let mapped = properties.lowercaseMapping.unicodeScalars
        return mapped.count == 1 ? mapped.first ?? self : self
    }

    /// Whether it is of a script whose words stand without spaces between them: Thai, Lao, Burmese, Khmer, Japanese, Chinese.
    var isOfUnspacedScript: Bool {
        switch value {
        case 0x0E00..<0x0F00, 0x1000..<0x10A0, 0x1780..<0x1800, 0x3040..<0x3100, 0x3400..<0x4DC0, 0x4E00..<0xA000,
            0xF900..<0xFB00, 0x20000..<0x40000:
            true
        default: false
        }
    }
}
