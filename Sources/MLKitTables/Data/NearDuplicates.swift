internal import MLKitCore

/// Finds texts that say nearly the same as an earlier one: whose words, without order, case and punctuation, are shared to so
/// large a part.
///
/// The part is Jaccard's: words of both, divided by words of either. Candidates are found by MinHash (Broder, "On the resemblance
/// and containment of documents", 1997) in sixteen bands of four hashes, and then compared word by word, so that none is found
/// wrongly; of two texts at the least similarity that may be asked for, one in eighty is missed.
struct NearDuplicates {
    /// From this similarity on bands miss hardly any.
    static let least = 0.7

    private static let (bands, width) = (16, 4)
    /// Texts with one hash in common that are compared, at most: those that all share words are many.
    private static let candidates = 64

    private let similarity: Double
    /// Of each text that stays its words as sorted hashes, end to end.
    private var words: [UInt32] = []
    private var ends: [Int] = [0]
    private var buckets: [UInt64: [Int32]] = [:]

    init(similarity: Double) { self.similarity = similarity }

    /// Takes a text that stays, unless it is nearly the same as one before.
    ///
    /// - Returns: whether it stays. A text without words is like no other.
    mutating func take(_ text: String) -> Bool {
        let own = Self.words(text)
        guard !own.isEmpty else { return true }
        let keys = Self.keys(own)
        var seen = Set<Int32>()
        for key in keys {
            for place in buckets[key] ?? [] where seen.insert(place).inserted && resembles(own, Int(place)) { return false }
        }
        let place = Int32(ends.count - 1)
        words.append(contentsOf: own)
        ends.append(words.count)
        for key in keys where (buckets[key]?.count ?? 0) < Self.candidates { buckets[key, default: []].append(place) }
        return true
    }

    private func resembles(_ own: [UInt32], _ place: Int) -> Bool {
        let other = words[ends[place]..<ends[place + 1]]
        var (shared, i, j) = (0, own.startIndex, other.startIndex)
        while i < own.endIndex, j < other.endIndex {
            if own[i] == other[j] { shared += 1 }
            let (isBehind, isAhead) = (own[i] <= other[j], own[i] >= other[j])
            if isBehind { i += 1 }
            if isAhead { j += 1 }
        }
        return Double(shared) >= similarity * Double(own.count + other.count - shared) - 1e-9
    }

    /// The different words of a text: letters, digits and what is beyond ASCII in a row, made small.
    private static func words(_ text: String) -> [UInt32] {
        var hashes = Set<UInt32>()
        var word = UInt64(0)
        func add(_ hash: UInt64) { if hash != 0 { hashes.insert(UInt32(truncatingIfNeeded: DistinctCounter.mixed(hash) >> 32)) } }
        for byte in text.lowercased().utf8 {
            let isOfWord = byte >= 0x80 || byte &- UInt8(ascii: "a") <= 25 || byte &- UInt8(ascii: "0") <= 9
            if isOfWord {
                word = (word ^ UInt64(byte)) &* 0x100_0000_01B3 &+ 0x9E37_79B9_7F4A_7C15
            } else {
                add(word)
                word = 0
            }
        }
        add(word)
        return hashes.sorted()
    }

    /// A number for each band, the same for texts whose four least hashes are.
    private static func keys(_ words: [UInt32]) -> [UInt64] {
        (0..<bands).map { band in
            var key = UInt64(band)
            for place in 0..<width {
                let seed = UInt64(band * width + place + 1) &* 0xD6E8_FEB8_6659_FD93
                let least = words.reduce(UInt64.max) { min($0, DistinctCounter.mixed(UInt64($1) ^ seed)) }
                key = DistinctCounter.mixed(key &* 31 &+ least)
            }
            return key
        }
    }
}
