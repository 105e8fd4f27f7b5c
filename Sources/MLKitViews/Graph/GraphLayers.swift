/// How far down each node of a graph stands: by its longest path from a node that comes after nothing.
enum GraphLayers {
    /// Edges may lead to nodes that stand earlier in the list: a file that was read before its writer was known.
    static func depths(_ graph: StageGraph) -> [Int] {
        var consumers = [[Int]](repeating: [], count: graph.nodes.count)
        var missing = [Int](repeating: 0, count: graph.nodes.count)
        for edge in graph.edges {
            consumers[edge.from].append(edge.to)
            missing[edge.to] += 1
        }
        var depths = [Int](repeating: 0, count: graph.nodes.count)
        var ready = missing.indices.filter { missing[$0] == 0 }
        while let node = ready.popLast() {
            for consumer in consumers[node] {
                depths[consumer] = max(depths[consumer], depths[node] + 1)
                missing[consumer] -= 1
                if missing[consumer] == 0 { ready.append(consumer) }
            }
        }
        return depths
    }
}
