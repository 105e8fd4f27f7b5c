/// Where the nodes and edges of a graph are drawn: in columns from left to right, each node right of all that it comes
/// after.
///
/// After K. Sugiyama, S. Tagawa, M. Toda, "Methods for Visual Understanding of Hierarchical System Structures" (1981):
/// layers by longest path, edges over several layers bent at points in between, order within a layer by barycentres.
/// Heights then come near those of the neighbours as far as the order allows (isotonic regression).
struct GraphLayout {
    struct Point {
        var x: Double
        var y: Double
    }

    /// The upper left corner of each node, and its size.
    private(set) var boxes: [(corner: Point, width: Double, height: Double)] = []
    /// For each edge the places where it leaves or enters a column.
    private(set) var routes: [[Point]] = []
    private(set) var width = 0.0
    private(set) var height = 0.0

    /// - Parameters:
    ///   - sizes: of each node, in pixels.
    ///   - origin: the upper left corner of the whole.
    init(_ graph: StageGraph, sizes: [(width: Double, height: Double)], origin: Point) {
        var columns = GraphColumns(graph)
        columns.untangle()
        let heights = columns.vertices.map { vertex in
            vertex.node.map { sizes[$0].height } ?? Self.bendHeight
        }
        let middles = GraphHeights(columns, heights: heights, gap: Self.rowGap).middles
        let top = zip(middles, heights).map { $0 - $1 / 2 }.min() ?? 0
        var x = origin.x
        var edges = [(left: Double, right: Double)]()
        for column in columns.order {
            let nodes = column.compactMap { columns.vertices[$0].node }
            let width = nodes.map { sizes[$0].width }.max() ?? 0
            edges.append((x, x + width))
            x += width + Self.columnGap
        }
        width = x - Self.columnGap
        boxes = [(Point, Double, Double)](repeating: (origin, 0, 0), count: graph.nodes.count)
        for (number, vertex) in columns.vertices.enumerated() {
            let y = middles[number] - top + origin.y
            height = max(height, y + heights[number] / 2)
            guard let node = vertex.node else { continue }
            boxes[node] = (
                Point(x: edges[vertex.column].left, y: y - heights[number] / 2), sizes[node].width, heights[number]
            )
        }
        routes = graph.edges.indices.map { edge in
            columns.paths[edge].enumerated().flatMap { position, vertex -> [Point] in
                let y = middles[vertex] - top + origin.y
                let column = edges[columns.vertices[vertex].column]
                if position == 0 {
                    let end = column.left + sizes[graph.edges[edge].from].width
                    return [Point(x: end, y: y), Point(x: column.right, y: y)]
                }
                if position == columns.paths[edge].count - 1 { return [Point(x: column.left, y: y)] }
                return [Point(x: column.left, y: y), Point(x: column.right, y: y)]
            }
        }
    }

    private static let rowGap = 14.0
    private static let columnGap = 56.0
    private static let bendHeight = 4.0
}
