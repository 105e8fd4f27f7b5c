internal import MLKitCore
internal import MLKitSignature

/// Bins that values of one column are counted in, the last of them for missing ones.
public struct ValueBins: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Edges between bins, each larger than the one before; a bin is without its upper edge.
        case numbers([Double])
        /// A bin for each text, and one for all others.
        case texts([String])
    }

    public let kind: Kind
    private let places: [ByteText: Int]

    /// - Parameter edges: sorted, each once.
    public init(edges: [Double]) {
        kind = .numbers(edges)
        places = [:]
    }

    public init(values: [String]) {
        kind = .texts(values)
        places = Dictionary(values.enumerated().map { (ByteText($1), $0) }) { first, _ in first }
    }

    /// How many there are.
    public var count: Int {
        switch kind {
        case .numbers(let edges): edges.count + 2
        case .texts(let values): values.count + 2
        }
    }

    /// Ten bins of equal shares for numbers, fewer where many of them are the same; for texts one for each that at least one in
    /// a hundred rows has, and ten rows: what fewer have may be of people.
    ///
    /// - Returns: `nil` for values that are neither.
    init?(of tensor: Tensor) {
        if let texts = tensor.strings {
            let counts = Dictionary(texts.map { (ByteText($0), 1) }, uniquingKeysWith: +)
            let known = counts.filter { !$0.key.text.isEmpty && $0.value >= 10 && $0.value * 100 >= texts.count }
            self.init(values: known.keys.sorted().map(\.text))
            return
        }
        guard let numbers = Self.numbers(tensor) else { return nil }
        let sorted = numbers.filter(\.isFinite).sorted()
        let edges = sorted.isEmpty ? [] : (1..<10).map { sorted[sorted.count * $0 / 10] }
        self.init(edges: edges.reduce(into: []) { if $0.last != $1 { $0.append($1) } })
    }

    private static func numbers(_ tensor: Tensor) -> [Double]? { tensor.reals ?? tensor.wholes?.map { Double($0) } }

    /// Counts the values of a tensor.
    ///
    /// - Parameter counts: one for each bin.
    /// - Returns: whether they are of the bins' kind; nothing is counted if not.
    @discardableResult
    public func add(_ tensor: Tensor, to counts: inout [Int]) -> Bool {
        switch kind {
        case .numbers(let edges):
            // The commonest kinds without a list of their own.
            switch tensor.values {
            case .double(let numbers): for number in numbers { counts[Self.place(of: number, among: edges)] += 1 }
            case .float(let numbers): for number in numbers { counts[Self.place(of: Double(number), among: edges)] += 1 }
            default:
                guard let numbers = Self.numbers(tensor) else { return false }
                for number in numbers { counts[Self.place(of: number, among: edges)] += 1 }
            }
        case .texts(let values):
            guard let texts = tensor.strings else { return false }
            for text in texts { counts[text.isEmpty ? values.count + 1 : places[ByteText(text)] ?? values.count] += 1 }
        }
        return true
    }

    private static func place(of number: Double, among edges: [Double]) -> Int {
        number.isNaN ? edges.count + 1 : SortedNumbers.countUpTo(number, in: edges)
    }
}
