internal import MLKitSignature

/// The texts of a column: how often each stands there, and what it could be. Beyond a limit, those that are new are only
/// counted together.
struct TextSummary {
    private var dictionary = TextDictionary()
    private(set) var counts: [Int] = []
    /// Texts in the rows that are kept.
    private(set) var present = 0
    private var kinds: [TextKind] = []
    private var beyond: DistinctCounter?
    private let limit: Int
    private let numbers: NumberFormat
    /// Whether texts are values of another type, as programs write them.
    var isTyped = false
    private let formats: [DateFormat]
    /// Whether it is asked what texts could be.
    private let looks: Bool

    /// - Parameters:
    ///   - limit: the most different texts that are kept.
    ///   - looks: whether it is asked what texts could be.
    init(limit: Int, numbers: NumberFormat, formats: [DateFormat], looks: Bool = true) {
        self.limit = limit
        self.looks = looks
        self.numbers = numbers
        self.formats = formats
    }

    /// Whether all different texts are kept.
    var isWhole: Bool { beyond == nil }
    var texts: [String] { dictionary.texts }
    /// Of the same texts.
    var hashes: [UInt64] { dictionary.hashes }
    var distinct: Int { beyond?.count ?? counts.count }

    /// The number of a row without a text.
    static let missing: Int32 = -1

    /// The number of a text, -2 for one that is not kept, with what it could be.
    mutating func take(_ text: UnsafeBufferPointer<UInt8>, hash: UInt64) -> (code: Int32, kind: TextKind) {
        let code = dictionary.code(of: text, hash: hash, limit: limit)
        guard code >= 0 else {
            if beyond == nil {
                beyond = DistinctCounter(limit: 0)
                for known in dictionary.hashes { beyond?.insert(known) }
            }
            beyond?.insert(hash)
            return (-2, kind(of: text))
        }
        if Int(code) == kinds.count {
            kinds.append(kind(of: text))
            counts.append(0)
        }
        return (code, kinds[Int(code)])
    }

    private func kind(of text: UnsafeBufferPointer<UInt8>) -> TextKind {
        looks ? TextKind(text, isTyped ? .plain : numbers, formats) : TextKind()
    }

    /// Takes a row that is kept.
    mutating func count(_ code: Int32) {
        guard code != Self.missing else { return }
        present += 1
        if code >= 0 { counts[Int(code)] += 1 }
    }

    /// The most frequent texts, by count and then by their bytes.
    func top(_ most: Int) -> [(text: String, count: Int)] {
        let texts = texts
        let ranked = counts.indices.filter { counts[$0] > 0 }.sorted { first, second in
            counts[first] != counts[second]
                ? counts[first] > counts[second] : texts[first].utf8.lexicographicallyPrecedes(texts[second].utf8)
        }
        return ranked.prefix(most).map { (texts[$0], counts[$0]) }
    }
}
