/// A graph as a tree: each node hangs from the one of those it comes after that stands furthest down.
struct GraphTree {
    let producers: [[Int]]
    /// `nil` for a node that comes after nothing.
    let parents: [Int?]
    let children: [[Int]]
    let roots: [Int]
    /// When a walk in depth comes to each node, and when it leaves it.
    private var entered: [Int]
    private var left: [Int]

    init(_ graph: StageGraph) {
        var producers = [[Int]](repeating: [], count: graph.nodes.count)
        for edge in graph.edges { producers[edge.to].append(edge.from) }
        let depths = GraphLayers.depths(graph)
        let parents = producers.map { sources in sources.max { (depths[$0], $0) < (depths[$1], $1) } }
        var children = [[Int]](repeating: [], count: graph.nodes.count)
        for (node, parent) in parents.enumerated() {
            if let parent { children[parent].append(node) }
        }
        self.producers = producers
        self.parents = parents
        self.children = children
        let tops = parents.indices.filter { parents[$0] == nil }
        // What others come after, and nothing hangs from, has to stand above those others.
        let used = Set(graph.edges.map(\.from))
        roots =
            tops.filter { used.contains($0) && children[$0].isEmpty }
            + tops.filter { !used.contains($0) || !children[$0].isEmpty }
        entered = [Int](repeating: 0, count: parents.count)
        left = entered
        walk()
    }

    private mutating func walk() {
        var time = 0
        var stack = roots.reversed().map { (node: $0, isDone: false) }
        while let (node, isDone) = stack.popLast() {
            time += 1
            if isDone {
                left[node] = time
                continue
            }
            entered[node] = time
            stack.append((node, true))
            stack += children[node].reversed().map { ($0, false) }
        }
    }

    /// Whether a node is on the way from a root to another one.
    func isAbove(_ upper: Int, _ node: Int) -> Bool {
        entered[upper] < entered[node] && left[node] < left[upper]
    }
}
