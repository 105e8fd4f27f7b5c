internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// How evidence stands in a record: a mapping whose keys tell what it is.
extension Evidence {
    /// Its keys, in the order in which they are written.
    var members: [JSON.Member] {
        let own: [JSON.Member] =
            switch subject {
            case .path(let path): [.init("path", .string(path))]
            case .model(let path, let stage):
                [.init("path", .string(path)), .init("kind", "model")]
                    + (stage.map { [.init("stage", .string($0))] } ?? [])
            case .run(let stage): [.init("run", .string(stage))]
            case .url(let address): [.init("url", .string(address))]
            case .commit(let id): [.init("commit", .string(id))]
            case .unknown: []
            }
        let bound = hash.map { [JSON.Member("sha256", .string($0.hex))] } ?? []
        return own + bound + (at.map { [.init("at", .string($0.description))] } ?? []) + others
    }

    /// Reads one entry of the list. What a schema says of it has been checked.
    init(_ node: Node) {
        let kind = EvidenceSchema.kind(of: node)
        let value = kind.flatMap { node[$0]?.text } ?? ""
        switch kind {
        case "path" where node["kind"]?.text == "model": self.init(.model(path: value, stage: node["stage"]?.text))
        case "path": self.init(.path(value))
        case "run": self.init(.run(stage: value))
        case "url": self.init(.url(value))
        case "commit": self.init(.commit(value.lowercased()))
        default: self.init(.unknown(node.mapping?.first?.name ?? ""))
        }
        hash = kind == nil ? nil : node["sha256"]?.text.flatMap { ContentHash($0) }
        at = kind == nil ? nil : node["at"]?.text.flatMap { Timestamp(iso8601: $0) }
        let known = Set(members.map(\.name))
        others = (node.mapping ?? []).filter { !known.contains($0.name) }.map { JSON.Member($0.name, $0.value.json) }
    }
}

extension Evidence {
    /// What a person reads of it: its name, and what it is bound by.
    var words: String { name + (hash.map { " sha256:\($0.hex)" } ?? "") }
}
