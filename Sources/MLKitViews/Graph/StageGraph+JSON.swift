public import MLKitCore

extension StageGraph {
    /// `{"nodes": [{"name", "kind", "group"}], "edges": [{"from", "to"}]}`, edges by name; a file has the kind `file`.
    /// A stage whose state is known has `up_to_date`; one that is not has `in_cache`, whether it would be restored instead
    /// of run, and `reason`.
    public var json: JSON {
        let nodes = self.nodes.map { node in
            var members = [JSON.Member("name", .string(node.name)), JSON.Member("kind", .string(node.kind ?? "file"))]
            if node.kind != nil { members.append(JSON.Member("group", .string(node.group))) }
            guard let state = node.state else { return JSON.object(members) }
            members.append(JSON.Member("up_to_date", .bool(state.reason == nil)))
            if let reason = state.reason {
                let isInCache = if case .inCache = state { true } else { false }
                members += [JSON.Member("in_cache", .bool(isInCache)), JSON.Member("reason", .string(reason))]
            }
            return JSON.object(members)
        }
        let edges = self.edges.map { edge -> JSON in
            ["from": .string(self.nodes[edge.from].name), "to": .string(self.nodes[edge.to].name)]
        }
        return ["nodes": .array(nodes), "edges": .array(edges)]
    }
}
