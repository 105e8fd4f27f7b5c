public import MLKitCore

extension StageGraph {
    /// `{"nodes": [{"name", "kind", "group"}], "edges": [{"from", "to"}]}`, edges by name; a file has the kind `file`.
    /// A stage whose state is known has `up_to_date`, and `reason` if it would run.
    public var json: JSON {
        let nodes = self.nodes.map { node in
            var members = [JSON.Member("name", .string(node.name)), JSON.Member("kind", .string(node.kind ?? "file"))]
            if node.kind != nil { members.append(JSON.Member("group", .string(node.group))) }
            switch node.state {
            case nil: break
            case .upToDate?: members.append(JSON.Member("up_to_date", true))
            case .stale(let reason)?:
                members += [JSON.Member("up_to_date", false), JSON.Member("reason", .string(reason))]
            }
            return JSON.object(members)
        }
        let edges = self.edges.map { edge -> JSON in
            ["from": .string(self.nodes[edge.from].name), "to": .string(self.nodes[edge.to].name)]
        }
        return ["nodes": .array(nodes), "edges": .array(edges)]
    }
}
