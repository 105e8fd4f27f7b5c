/// A curve that never falls, straight between its points and level outside of them.
struct IsotonicCurve: Equatable {
    /// They grow.
    let places: [Double]
    /// One for each place; they never fall, and none is 0 or 1.
    let values: [Double]

    /// A curve may rise by so much for each that its argument does: beyond it, what a graph and a trainer round differently would show.
    private static let steepest = 20.0

    /// Of the steps with the least squared error (pooling adjacent violators: Ayer et al., 1955) the middles, joined by straight lines
    /// (Oron and Flournoy, "Centered isotonic regression", 2017), so that what was told apart still is. No value is nearer to 0
    /// or 1 than one in as many rows as there are and two more: no class is ruled out for good.
    ///
    /// - Parameter truth: 1 or 0 for each of `given`.
    init(_ given: [Double], _ truth: [Double]) {
        var blocks = [Block]()
        for row in given.indices.sorted(by: { given[$0] < given[$1] }) {
            var block = Block(place: given[row], value: truth[row])
            while let last = blocks.last, last.value >= block.value || block.place - last.place < 1e-12
                || block.value - last.value > Self.steepest * (block.place - last.place)
            {
                block.take(last)
                blocks.removeLast()
            }
            blocks.append(block)
        }
        let least = 1 / Double(given.count + 2)
        places = blocks.map(\.place)
        values = blocks.map { min(max($0.value, least), 1 - least) }
    }

    /// Rows that are given one value, at their mean place.
    private struct Block {
        var place: Double
        var value: Double
        var count = 1.0

        mutating func take(_ other: Block) {
            let all = count + other.count
            place = (place * count + other.place * other.count) / all
            value = (value * count + other.value * other.count) / all
            count = all
        }
    }

    func value(at place: Double) -> Double {
        guard let first = values.first, let last = values.last else { return place }
        if place <= places[0] { return first }
        guard place < places[places.count - 1] else { return last }
        var (low, high) = (0, places.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if places[middle] <= place { low = middle } else { high = middle }
        }
        return values[low] + (values[high] - values[low]) * (place - places[low]) / (places[high] - places[low])
    }
}
