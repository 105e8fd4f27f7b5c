/// How high each vertex stands: near the mean of its neighbours, in the order of its column, no two overlapping.
struct GraphHeights {
    /// The middle of each vertex.
    private(set) var middles: [Double]

    private static let rounds = 24

    init(_ columns: GraphColumns, heights: [Double], gap: Double) {
        middles = [Double](repeating: 0, count: columns.vertices.count)
        // Where each vertex stands if its column is packed from the top.
        var packed = middles
        for column in columns.order {
            var y = 0.0
            for vertex in column {
                packed[vertex] = y + heights[vertex] / 2
                y += heights[vertex] + gap
            }
            for vertex in column { middles[vertex] = packed[vertex] - y / 2 }
        }
        for round in 0..<Self.rounds {
            let isForward = round.isMultiple(of: 2)
            for column in isForward ? Array(columns.order.indices) : columns.order.indices.reversed() {
                let vertices = columns.order[column]
                let wanted = vertices.map { vertex -> Double in
                    let neighbours = columns.left[vertex] + columns.right[vertex]
                    guard !neighbours.isEmpty else { return middles[vertex] }
                    return neighbours.reduce(0) { $0 + middles[$1] } / Double(neighbours.count)
                }
                let fitted = Self.isotonic(zip(vertices, wanted).map { $1 - packed[$0] })
                for (vertex, offset) in zip(vertices, fitted) { middles[vertex] = packed[vertex] + offset }
            }
        }
    }

    /// The values nearest to those given that never fall (pool adjacent violators).
    private static func isotonic(_ values: [Double]) -> [Double] {
        var pools = [(sum: Double, count: Int)]()
        for value in values {
            pools.append((value, 1))
            while pools.count > 1 {
                let (last, previous) = (pools[pools.count - 1], pools[pools.count - 2])
                guard previous.sum / Double(previous.count) > last.sum / Double(last.count) else { break }
                pools.removeLast(2)
                pools.append((previous.sum + last.sum, previous.count + last.count))
            }
        }
        return pools.flatMap { Array(repeating: $0.sum / Double($0.count), count: $0.count) }
    }
}
