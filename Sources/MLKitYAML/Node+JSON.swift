public import MLKitCore

extension Node {
    /// A value as a node, so that what reads a file reads it as well. It has no place that could be shown.
    public init(_ json: JSON) {
        let source = YAMLSource(file: "", bytes: [], lineOffset: 0)
        self.init(json, source)
    }

    private init(_ json: JSON, _ source: YAMLSource) {
        var weight = 1
        let content: Content
        switch json {
        case .array(let items):
            let nodes = items.map { Node($0, source) }
            weight += nodes.reduce(0) { $0 + $1.weight }
            content = .sequence(nodes)
        case .object(let members):
            let entries = members.map { member in
                Entry(key: Node(.string(member.name), source), value: Node(member.value, source))
            }
            weight += entries.reduce(0) { $0 + $1.key.weight + $1.value.weight }
            content = .mapping(entries)
        case .string(let text): content = .scalar(Scalar(text: text, isPlain: false))
        case .null: content = .scalar(Scalar(text: "null", isPlain: true))
        case .bool(let value): content = .scalar(Scalar(text: value ? "true" : "false", isPlain: true))
        case .int(let value): content = .scalar(Scalar(text: "\(value)", isPlain: true))
        case .double(let value): content = .scalar(Scalar(text: Self.text(of: value), isPlain: true))
        }
        self.init(content: content, source: source, byteRange: 0..<0, weight: weight)
    }

    /// The shortest text that reads back as the same number.
    private static func text(of number: Double) -> String {
        if number.isNaN { return ".nan" }
        if number.isInfinite { return number < 0 ? "-.inf" : ".inf" }
        return number.description
    }
}
