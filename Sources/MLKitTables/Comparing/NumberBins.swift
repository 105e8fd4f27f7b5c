internal import Glibc
internal import MLKitSignature

/// Bins that numbers are counted in: the first from below, the last to above, each but the last without its upper edge.
struct NumberBins {
    /// Between bins, each larger than the one before.
    let edges: [Double]

    /// - Parameter edges: sorted.
    init(edges: [Double]) { self.edges = edges }

    /// As many bins of one width over all numbers as Sturges's rule asks for: one more than the logarithm of their number.
    init(ofOneWidth a: [Double], _ b: [Double]) {
        let ends = [a.first, b.first, a.last, b.last].compactMap { $0 }
        let (low, high) = (ends.min() ?? 0, ends.max() ?? 0)
        let count = Int((log2(Double(max(a.count + b.count, 1))) + 1).rounded(.up))
        self.init(count, from: low, to: high)
    }

    /// So many bins of one width; one where all numbers are the same.
    init(_ count: Int, from low: Double, to high: Double) {
        guard high > low, count > 1 else { edges = []; return }
        // As NumPy rounds them, which decides where a number goes that is an edge.
        let step = (high - low) / Double(count)
        edges = (1..<count).map { low + step * Double($0) }
    }

    /// Bins of ten equal shares of sorted numbers; fewer where many of them are the same.
    init(tenthsOf sorted: [Double]) {
        let edges = NumberSummary.quantiles((1..<10).map { Double($0) / 10 }, ofSorted: sorted)
        self.edges = edges.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }

    /// The place of the bin that a number is in.
    func place(_ number: Double) -> Int { SortedNumbers.countUpTo(number, in: edges) }

    func counts(_ sorted: [Double]) -> [Int] {
        var counts = [Int]()
        var start = 0
        for edge in edges {
            let end = SortedNumbers.countBelow(edge, in: sorted)
            counts.append(end - start)
            start = end
        }
        return counts + [sorted.count - start]
    }
}
