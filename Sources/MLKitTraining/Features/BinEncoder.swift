internal import MLKitCore
internal import MLKitSignature

/// How one numeric column becomes one model input for each range of its values, 1 where the value is in it, else 0. A missing value is
/// in a range of its own where training had missing ones, else in that of the median.
struct BinEncoder: Equatable {
    let name: String
    /// Where a range ends and the next begins, ascending: [ranges - 1].
    let edges: [Double]
    let hasMissing: Bool
    private let missing: Int
    /// Training rows without a value.
    let missingRows: Int

    /// Fits the encoder to the training values (NaN: missing).
    init(fitting values: [Double], name: String, to bins: FeatureConfiguration.Bins) {
        let sorted = values.filter { !$0.isNaN }.sorted()
        let edges = switch bins {
        case .edges(let edges): edges
        case .quantiles(let count): Self.quantiles(sorted, count)
        }
        self.name = name
        self.edges = edges
        missingRows = values.count - sorted.count
        hasMissing = missingRows > 0
        missing = hasMissing ? edges.count + 1 : Self.place(sorted.isEmpty ? 0 : NumericEncoder.median(sorted), edges)
    }

    /// How many inputs there are.
    var levels: Int { edges.count + 1 + (hasMissing ? 1 : 0) }

    /// Where the exported graph has a missing value.
    var missingPlace: Int { missing }

    var inputs: [FeatureInput] {
        let texts = edges.map { $0.briefFigure() }
        let between = zip(texts, texts.dropFirst()).map { "\(name) \($0) to \($1)" }
        let all = texts.isEmpty ? ["\(name) present"] : ["\(name) below \(texts[0])"] + between + ["\(name) from \(texts[texts.count - 1])"]
        return (all + (hasMissing ? ["\(name) missing"] : [])).map { FeatureInput(name: $0, column: name, kind: .part) }
    }

    /// The place of each row's range.
    func places(_ values: [Double]) -> [Int] { values.map { $0.isNaN ? missing : Self.place($0, edges) } }

    private static func place(_ value: Double, _ edges: [Double]) -> Int { SortedNumbers.countUpTo(value, in: edges) }

    /// Those that have values on both sides.
    private static func quantiles(_ sorted: [Double], _ count: Int) -> [Double] {
        guard let least = sorted.first else { return [] }
        var edges = [Double]()
        for number in 1..<max(count, 1) {
            let edge = SortedNumbers.quantile(Double(number) / Double(count), of: sorted)
            if edge > edges.last ?? least { edges.append(edge) }
        }
        return edges
    }
}
