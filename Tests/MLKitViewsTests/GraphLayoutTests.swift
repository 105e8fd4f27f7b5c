import Testing

@testable import MLKitViews

/// Where nodes and edges of a graph are drawn.
@Suite struct GraphLayoutTests {
    private func layout(_ graph: StageGraph) -> GraphLayout {
        let sizes = graph.nodes.indices.map { (width: 40.0 + 10 * Double($0), height: 40.0) }
        return GraphLayout(graph, sizes: sizes, origin: .init(x: 20, y: 50))
    }

    @Test func aColumnIsAsWideAsItsWidestNode() throws {
        // In columns: a, b of 40 and 50, then c of 60, then d of 70.
        let layout = layout(try StageGraph("a; b; c: a b; d: c"))
        #expect(layout.boxes.map(\.corner.x) == [20, 20, 126, 242])
        #expect(layout.boxes.map(\.width) == [40, 50, 60, 70])
        // No room is left after the last column.
        #expect(layout.width == 242 + 70)
    }

    @Test func nodesStandAtTheMeanOfTheirNeighboursAndApart() throws {
        let layout = layout(try StageGraph("a; b; c: a b; d: c"))
        let tops = layout.boxes.map(\.corner.y)
        #expect(tops[0] == 50 && tops[1] == 50 + 40 + 14)
        #expect(abs(tops[2] - (tops[0] + tops[1]) / 2) < 1e-9 && abs(tops[3] - tops[2]) < 1e-9)
        #expect(layout.height == tops[1] + 40)
    }

    /// Its edges go over 1, 1, 1 and 3 columns.
    @Test(arguments: [(6, 2), (5, 0)]) func aGraphOfTooManyBendsHasStraightEdges(most: Int, bends: Int) throws {
        let columns = GraphColumns(try StageGraph("a; b: a; c: b; d: a c"), mostBends: most)
        #expect(columns.vertices.count { $0.node == nil } == bends)
        #expect(columns.paths.map(\.count).sorted() == [2, 2, 2, 2 + bends])
        #expect(GraphColumns.mostBends == 20_000)
    }

    /// `a -> d` passes the columns of `b` and `c`, and is bent in each of them.
    @Test func anEdgeOverSeveralColumnsHasABendInEach() throws {
        let graph = try StageGraph("a; b: a; c: b; d: a c")
        let layout = layout(graph)
        let routes = Dictionary(uniqueKeysWithValues: zip(graph.names, layout.routes))
        let columns = [(20.0, 60.0), (116.0, 166.0), (222.0, 282.0), (338.0, 408.0)]
        #expect(
            routes["a -> d"]?.map(\.x)
                == [columns[0].1, columns[0].1, columns[1].0, columns[1].1, columns[2].0, columns[2].1, columns[3].0])
        #expect(routes["a -> b"]?.map(\.x) == [60, 60, 116])
        // A bend is no wider apart from the node beside it than two nodes are.
        let bend = try #require(routes["a -> d"]?[2].y)
        let box = layout.boxes[1]
        #expect(max(box.corner.y - bend, bend - box.corner.y - box.height) > 14 + 2 - 1e-9)
    }

    /// As written every edge crosses each other one.
    @Test func edgesAreUntangled() throws {
        let graph = try StageGraph("a; b; c; x: c; y: b; z: a")
        let layout = layout(graph)
        for edge in graph.edges {
            #expect(abs(layout.boxes[edge.from].corner.y - layout.boxes[edge.to].corner.y) < 1e-9, "\(edge)")
        }
    }

    @Test func columnsWithoutCrossingsKeepTheirOrder() throws {
        let graph = try StageGraph("a; b; c; x: a; y: b; z: c")
        var columns = GraphColumns(graph)
        columns.untangle()
        #expect(columns.order == [[0, 1, 2], [3, 4, 5]])
    }

    /// A ring of six edges: as written they cross six times, and twice in the best of all orders.
    @Test func theFewestCrossingsAreKept() throws {
        let graph = try StageGraph("a; b; c; x: a c; y: b c; z: a b")
        var columns = GraphColumns(graph)
        columns.untangle()
        func places(_ column: Int) -> [Int: Int] {
            Dictionary(uniqueKeysWithValues: columns.order[column].enumerated().map { ($0.element, $0.offset) })
        }
        let (from, to) = (places(0), places(1))
        var crossings = 0
        for (index, edge) in graph.edges.enumerated() {
            for other in graph.edges[..<index] {
                let left = (from[edge.from] ?? 0) - (from[other.from] ?? 0)
                let right = (to[edge.to] ?? 0) - (to[other.to] ?? 0)
                if left * right < 0 { crossings += 1 }
            }
        }
        #expect(crossings == 2)
    }

    @Test func aGraphOfNothingHasNoSize() throws {
        let layout = GraphLayout(
            StageGraph(title: "p", stages: [], files: false), sizes: [], origin: .init(x: 20, y: 50))
        #expect(layout.boxes.isEmpty && layout.routes.isEmpty && layout.height == 0)
    }

    /// A line ends where its tip begins, not under it.
    @Test func linesEndBeforeTheirTips() throws {
        let svg = try StageGraph("a; b: a; c: b; d: a c").svg
        let tips = svg.matches(of: #/d="M([0-9.]+) ([0-9.]+)l-7 /#).compactMap { Double($0.output.1) }
        let lines = svg.matches(of: #/d="M[^"l]*[ LC]([0-9.]+) [0-9.]+"/#).compactMap { Double($0.output.1) }
        #expect(tips.count == 4 && lines.count == 4)
        for (line, tip) in zip(lines, tips) { #expect(abs(line + 6 - tip) < 0.11, "\(line) \(tip)") }
    }
}
