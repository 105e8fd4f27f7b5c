/// Spoils texts for fuzzing: flips, cuts, doubles and splices, with the words that a reader stumbles over.
public struct TextMutator {
    public var random: SeededGenerator
    private let words: [[UInt8]]
    private let corpus: [[UInt8]]

    /// - Parameters:
    ///   - corpus: valid texts to begin with.
    ///   - words: what has a meaning to the reader under test.
    public init(seed: UInt64, corpus: [String], words: [String]) {
        random = SeededGenerator(seed: seed)
        self.corpus = corpus.map { Array($0.utf8) }
        self.words = words.map { Array($0.utf8) }
    }

    /// Another spoilt text.
    public mutating func next() -> [UInt8] {
        var text = pick(corpus)
        for _ in 0..<Int.random(in: 1...6, using: &random) { change(&text) }
        return text
    }

    private mutating func change(_ text: inout [UInt8]) {
        let place = Int.random(in: 0...text.count, using: &random)
        let end = min(place + Int.random(in: 1...40, using: &random), text.count)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: text.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 1, 2, 3: text.insert(contentsOf: pick(words), at: place)
        case 4: text.removeSubrange(place..<end)
        case 5: text.insert(contentsOf: text[place..<end], at: place)
        case 6:
            let other = pick(corpus)
            let from = Int.random(in: 0...other.count, using: &random)
            text.insert(contentsOf: other[from..<min(from + 60, other.count)], at: place)
        default: text.replaceSubrange(place..<end, with: Array(repeating: pick(words), count: 3).joined())
        }
    }

    private mutating func pick(_ list: [[UInt8]]) -> [UInt8] { list[Int.random(in: 0..<list.count, using: &random)] }
}
