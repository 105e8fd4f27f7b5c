/// The nodes of a graph in columns, with a bend in each column that an edge passes.
struct GraphColumns {
    struct Vertex {
        /// `nil` for a bend.
        var node: Int?
        var column: Int
    }

    private(set) var vertices: [Vertex]
    /// The vertices of each column, from top to bottom.
    private(set) var order: [[Int]]
    /// The vertices of each edge, from left to right.
    private(set) var paths: [[Int]]
    /// The neighbours of each vertex in the columns beside it.
    private(set) var left: [[Int]]
    private(set) var right: [[Int]]

    /// A picture with more bends than this is not to be read anyway: its long edges are then straight.
    static let mostBends = 20_000
    private static let sweeps = 24

    /// - Parameter mostBends: the most columns that edges may pass together for those over several columns to be bent.
    init(_ graph: StageGraph, mostBends: Int = mostBends) {
        let depths = GraphLayers.depths(graph)
        vertices = depths.enumerated().map { Vertex(node: $0.offset, column: $0.element) }
        order = [[Int]](repeating: [], count: (depths.max() ?? -1) + 1)
        for (node, depth) in depths.enumerated() { order[depth].append(node) }
        paths = []
        let spans = graph.edges.reduce(0) { $0 + depths[$1.to] - depths[$1.from] }
        for edge in graph.edges {
            var path = [edge.from]
            if spans <= mostBends, depths[edge.from] + 1 < depths[edge.to] {
                for column in depths[edge.from] + 1..<depths[edge.to] {
                    order[column].append(vertices.count)
                    path.append(vertices.count)
                    vertices.append(Vertex(node: nil, column: column))
                }
            }
            paths.append(path + [edge.to])
        }
        left = [[Int]](repeating: [], count: vertices.count)
        right = left
        for path in paths {
            for (from, to) in zip(path, path.dropFirst()) {
                right[from].append(to)
                left[to].append(from)
            }
        }
    }

    /// Brings each column into the order of the mean places of its neighbours, to and fro, and keeps the order in which
    /// the fewest edges cross.
    mutating func untangle() {
        var best = (order: order, crossings: crossings)
        for sweep in 0..<Self.sweeps where best.crossings > 0 {
            let isForward = sweep.isMultiple(of: 2)
            for column in isForward ? Array(order.indices) : order.indices.reversed() {
                sort(column, by: isForward ? left : right)
            }
            let crossings = crossings
            if crossings < best.crossings { best = (order, crossings) }
        }
        order = best.order
    }

    private mutating func sort(_ column: Int, by neighbours: [[Int]]) {
        let places = self.places
        let keyed = order[column].enumerated().map { place, vertex in
            let sum = neighbours[vertex].reduce(0) { $0 + places[$1] }
            return (
                key: neighbours[vertex].isEmpty ? Double(place) : Double(sum) / Double(neighbours[vertex].count),
                place: place, vertex: vertex
            )
        }
        order[column] = keyed.sorted { ($0.key, $0.place) < ($1.key, $1.place) }.map(\.vertex)
    }

    /// Where each vertex stands in its column.
    private var places: [Int] {
        var places = [Int](repeating: 0, count: vertices.count)
        for column in order {
            for (place, vertex) in column.enumerated() { places[vertex] = place }
        }
        return places
    }

    /// How often edges between neighbouring columns cross: pairs whose ends are in the other order, counted with a
    /// binary indexed tree.
    private var crossings: Int {
        let places = places
        return order.indices.dropLast().reduce(0) { total, column in
            let ends = order[column].flatMap { vertex in right[vertex].map { places[$0] }.sorted() }
            var tree = [Int](repeating: 0, count: order[column + 1].count + 1)
            var count = total
            for (seen, end) in ends.enumerated() {
                var index = end + 1
                var before = 0
                while index > 0 {
                    before += tree[index]
                    index -= index & -index
                }
                count += seen - before
                index = end + 1
                while index < tree.count {
                    tree[index] += 1
                    index += index & -index
                }
            }
            return count
        }
    }
}
