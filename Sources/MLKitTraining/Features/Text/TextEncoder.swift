internal import Glibc
internal import MLKitCore
internal import MLKitTables

/// How one column of free texts becomes one model input for each term of a vocabulary, or for each bucket that words are shared
/// out to. A text without a known term, and a missing one, is all zeros.
struct TextEncoder: Equatable {
    let name: String
    let analysis: TextAnalysis
    let weights: FeatureConfiguration.Text.Weights
    /// By length, then in the order of their bytes: the place of a term is that of its input. Empty with buckets.
    let vocabulary: [String]
    let buckets: Int?
    /// For each input how few training rows have it: ln((1 + rows) / (1 + rows that have it)) + 1, as scikit-learn has it.
    let rarity: [Float]
    /// Training rows without a text, different terms that were found in the others, and all rows.
    let missingRows: Int
    let termsFound: Int
    let rows: Int
    private let places: [ByteText: Int32]

    /// Fits the encoder to the training values.
    init(fitting column: TextColumn, name: String, to configuration: FeatureConfiguration.Text) {
        let analysis = TextAnalysis(configuration, TextNature(column))
        let texts = Self.texts(column)
        var counts: [ByteText: (rows: Int, length: Int)] = [:]
        for (text, count) in texts {
            var seen = Set<ByteText>()
            analysis.forEachTerm(of: text) { term, length in
                if seen.insert(term).inserted { counts[term, default: (0, length)].rows += count }
            }
        }
        self.name = name
        self.analysis = analysis
        weights = configuration.weights
        buckets = configuration.buckets
        rows = column.codes.count
        missingRows = rows - texts.reduce(0) { $0 + $1.count }
        termsFound = counts.count
        let kept = configuration.buckets == nil ? Self.kept(counts, configuration) : []
        vocabulary = kept.map(\.text)
        places = Dictionary(kept.enumerated().map { ($1, Int32($0)) }) { first, _ in first }
        let having = configuration.buckets.map { Self.rowsHaving(texts, analysis, buckets: $0) } ?? kept.map { counts[$0]?.rows ?? 0 }
        let all = Double(column.codes.count)
        rarity = having.map { Float(log((1 + all) / (1 + Double($0))) + 1) }
    }

    /// How many inputs there are.
    var width: Int { rarity.count }

    /// `column: term` for each term, the beginning of a text as `^` and its end as `$`; `column #1` for each bucket.
    var inputs: [FeatureInput] {
        let names = buckets.map { (1...$0).map { "\(name) #\($0)" } } ?? vocabulary.map { "\(name): \(Self.shown($0))" }
        return names.map { FeatureInput(name: $0, column: name, kind: .part) }
    }

    private static func shown(_ term: String) -> String {
        term.replacing(TextAnalysis.first, with: "^").replacing(TextAnalysis.last, with: "$")
    }

    /// The inputs of a text that are not 0, by their places.
    func entries(of text: String) -> [(place: Int, value: Float)] {
        var counts: [Int: Int] = [:]
        analysis.forEachTerm(of: text) { term, _ in
            if let place = place(of: term) { counts[place, default: 0] += 1 }
        }
        let entries = counts.sorted { $0.key < $1.key }
        switch weights {
        case .presence: return entries.map { ($0.key, 1) }
        case .count: return entries.map { ($0.key, Float($0.value)) }
        case .tfidf:
            let values = entries.map { Double(Float($0.value) * rarity[$0.key]) }
            let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return zip(entries, values).map { ($0.key, Float($1 / length)) }
        }
    }

    /// The entries of each of the column's different texts.
    func entries(_ column: TextColumn) -> [[(place: Int, value: Float)]] { column.categories.map { entries(of: $0) } }

    /// Writes the column's inputs to `output`, whose rows are `stride` long, from element `start` of each.
    func encode(_ column: TextColumn, into output: inout [Float], start: Int, stride: Int) {
        let entries = entries(column)
        for (row, code) in column.codes.enumerated() where code >= 0 {
            for entry in entries[Int(code)] { output[start + row * stride + entry.place] = entry.value }
        }
    }

    private func place(of term: ByteText) -> Int? {
        guard let buckets else { return places[term].map { Int($0) } }
        return Self.bucket(of: term, buckets)
    }

    /// `nil` for a word that the exported graph cannot tell from what shorter texts are filled up with: one hash of four billion.
    private static func bucket(of word: ByteText, _ buckets: Int) -> Int? {
        let hash = MurmurHash.hash(word.text)
        return hash == MurmurHash.hash(TextAnalysis.padding) ? nil : Int(hash) % buckets
    }

    /// Each different text with how many rows have it.
    private static func texts(_ column: TextColumn) -> [(text: String, count: Int)] {
        var counts = [Int](repeating: 0, count: column.categories.count)
        for code in column.codes where code >= 0 { counts[Int(code)] += 1 }
        return zip(column.categories, counts).filter { !$0.isEmpty && $1 > 0 }.map { ($0, $1) }
    }

    /// The terms that are in enough rows, and of these those in the most; of equal ones the first in the order of bytes.
    private static func kept(
        _ counts: [ByteText: (rows: Int, length: Int)], _ configuration: FeatureConfiguration.Text
    ) -> [ByteText] {
        let frequent = counts.filter { $0.value.rows >= configuration.minimumCount }
        let most = frequent.sorted { ($1.value.rows, $0.key.text.bytes) < ($0.value.rows, $1.key.text.bytes) }
            .prefix(configuration.maximumFeatures)
        return most.sorted { ($0.value.length, $0.key.text.bytes) < ($1.value.length, $1.key.text.bytes) }.map(\.key)
    }

    private static func rowsHaving(_ texts: [(text: String, count: Int)], _ analysis: TextAnalysis, buckets: Int) -> [Int] {
        var rows = [Int](repeating: 0, count: buckets)
        for (text, count) in texts {
            var seen = Set<Int>()
            analysis.forEachTerm(of: text) { term, _ in
                if let bucket = bucket(of: term, buckets) { seen.insert(bucket) }
            }
            for bucket in seen { rows[bucket] += count }
        }
        return rows
    }
}

extension TextAnalysis {
    /// As the configuration has it, for texts of this nature.
    init(_ configuration: FeatureConfiguration.Text, _ nature: TextNature) {
        let isOfCharacters = configuration.form == .characters || (configuration.form == .auto && nature.isUnspaced)
        unit = isOfCharacters && configuration.buckets == nil ? .characters : .words
        // A character of a script without spaces says about as much as a part of a word.
        lengths = configuration.ngrams ?? (unit == .words ? 1...1 : nature.isUnspaced ? 1...2 : 2...4)
        isLowercased = configuration.isLowercased
    }
}

/// Texts in the order of their bytes.
private struct Bytes: Comparable {
    let text: String

    static func == (lhs: Bytes, rhs: Bytes) -> Bool { lhs.text.hasSameBytes(as: rhs.text) }
    static func < (lhs: Bytes, rhs: Bytes) -> Bool { lhs.text.utf8.lexicographicallyPrecedes(rhs.text.utf8) }
}

extension String {
    fileprivate var bytes: Bytes { Bytes(text: self) }
}
