internal import MLKitCore
internal import MLKitTables

/// How two columns of categories become one model input for each pair that training saw often enough, 1 where a row has both, else 0.
/// Rarer pairs, and those that training never saw, share one input where training had some; else they are all zeros.
struct CrossEncoder: Equatable {
    let first: CategoricalEncoder
    let second: CategoricalEncoder
    /// By the number of each pair, the place of its input.
    let places: [Int: Int]
    let hasOther: Bool

    /// Fits the encoder to the training values of both columns.
    init(_ first: CategoricalEncoder, _ second: CategoricalEncoder, fitting columns: (TextColumn, TextColumn), least: Int) {
        (self.first, self.second) = (first, second)
        let pairs = Self.pairs(first, second, columns)
        let counts = Dictionary(pairs.map { ($0, 1) }, uniquingKeysWith: +)
        let kept = counts.filter { $0.value >= least }.keys.sorted()
        places = Dictionary(kept.enumerated().map { ($1, $0) }) { first, _ in first }
        hasOther = kept.count < counts.count
    }

    var names: [String] { [first.name, second.name] }
    /// How many inputs there are.
    var levels: Int { places.count + (hasOther ? 1 : 0) }
    /// The place of a pair without an input of its own; past the last for none.
    var otherwise: Int { places.count }

    var inputs: [FeatureInput] {
        let texts = places.sorted { $0.value < $1.value }.map { pair in
            let (one, other) = pair.key.quotientAndRemainder(dividingBy: second.levels + 1)
            return "\(Self.name(one, first)) & \(Self.name(other, second))"
        }
        let all = texts + (hasOther ? ["\(first.name) & \(second.name) other"] : [])
        return all.map { FeatureInput(name: $0, column: first.name, kind: .part) }
    }

    /// The place of each row's pair; -1 for none.
    func places(_ columns: (TextColumn, TextColumn)) -> [Int] {
        Self.pairs(first, second, columns).map { places[$0] ?? (hasOther ? otherwise : -1) }
    }

    private static func name(_ place: Int, _ encoder: CategoricalEncoder) -> String {
        place < encoder.levels ? encoder.featureNames[place] : "\(encoder.name) none"
    }

    /// The number of each row's pair; what is no category counts as one more.
    private static func pairs(
        _ first: CategoricalEncoder, _ second: CategoricalEncoder, _ columns: (TextColumn, TextColumn)
    ) -> [Int] {
        zip(first.places(columns.0), second.places(columns.1)).map { one, other in
            (one < 0 ? first.levels : one) * (second.levels + 1) + (other < 0 ? second.levels : other)
        }
    }
}
