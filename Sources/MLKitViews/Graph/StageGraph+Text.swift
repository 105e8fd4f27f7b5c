internal import MLKitCore

// A graph as lines that a person reads from top to bottom: each node once, below the last of those it comes after.
// `↓` follows the line above, `├─` is one of several that do; what else it comes after is said beside it.

extension StageGraph {
    /// One line of the text.
    public struct Line: Sendable {
        /// The branches before the name.
        public var prefix: String
        /// The node's name, on one line whatever it holds.
        public var name: String
        public var state: State?
        /// "also after `a` and `b`"; empty if there is nothing else.
        public var note: String
    }

    public var lines: [Line] {
        let tree = GraphTree(self)
        var lines = [Line]()
        /// What is still to be written, the next one last.
        var stack: [(node: Int, prefix: String, below: String)] = tree.roots.reversed().map { ($0, "", "") }
        while let (node, prefix, below) = stack.popLast() {
            lines.append(
                Line(
                    prefix: prefix, name: nodes[node].name.onOneLine, state: nodes[node].state,
                    note: note(node, tree)))
            let children = tree.children[node]
            if children.count == 1 {
                stack.append((children[0], below + "↓ ", below))
                continue
            }
            for (index, child) in children.enumerated().reversed() {
                let isLast = index == children.count - 1
                stack.append((child, below + (isLast ? "└─ " : "├─ "), below + (isLast ? "   " : "│  ")))
            }
        }
        return lines
    }

    /// What a node comes after besides the nodes above it. An entry of which all stages are meant is named once.
    private func note(_ node: Int, _ tree: GraphTree) -> String {
        let others = tree.producers[node].filter { $0 != tree.parents[node] && !tree.isAbove($0, node) }
        guard !others.isEmpty else { return "" }
        var names = [String]()
        for (group, members) in Dictionary(grouping: others, by: { nodes[$0].group }).sorted(by: {
            ($0.value.first ?? 0) < ($1.value.first ?? 0)
        }) {
            if members.count > 3 {
                names.append("\(group) (\(members.count))")
            } else {
                names += members.map { nodes[$0].name.onOneLine }
            }
        }
        let shown = names.prefix(Self.shownNames).joined(separator: ", ")
        let rest = names.count > Self.shownNames ? " and \(names.count - Self.shownNames) others" : ""
        return "also after \(shown)\(rest)"
    }

    private static let shownNames = 6
}
