public import MLKitCore

/// A piece of a YAML document that knows where it stands.
public struct Node: Sendable {
    public enum Content: Sendable {
        case scalar(Scalar)
        case sequence([Node])
        case mapping([Entry])
    }

    /// One key and its value, in the order of the text.
    public struct Entry: Sendable {
        public var key: Node
        public var value: Node

        public init(key: Node, value: Node) {
            self.key = key
            self.value = value
        }

        /// The key's text.
        public var name: String { key.text ?? "" }
    }

    public var content: Content
    let source: YAMLSource
    /// Where the text begins and ends in the source. That of a list or mapping in block style, and of a block scalar,
    /// ends where the next thing begins.
    public let byteRange: Range<Int>
    /// How many nodes this stands for, itself and aliases unfolded: what stops an alias bomb.
    public let weight: Int
    /// How many levels of lists and mappings this is, aliases unfolded.
    let height: Int

    init(content: Content, source: YAMLSource, byteRange: Range<Int>, weight: Int) {
        self.content = content
        self.source = source
        self.byteRange = byteRange
        self.weight = weight
        height =
            switch content {
            case .scalar: 0
            case .sequence(let items): 1 + (items.map(\.height).max() ?? 0)
            case .mapping(let entries): 1 + (entries.map { max($0.key.height, $0.value.height) }.max() ?? 0)
            }
    }

    /// Where the node stands, for a diagnostic; a node of several lines is marked on its first.
    public var location: SourceLocation { source.location(byteRange) }

    /// The same place with other content: what substituting a reference gives.
    public func replacingContent(_ content: Content) -> Node {
        var copy = self
        copy.content = content
        return copy
    }
}

extension Node {
    /// A scalar's text, whatever its type; `nil` for lists and mappings.
    public var text: String? {
        if case .scalar(let scalar) = content { scalar.text } else { nil }
    }

    public var scalar: Scalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    public var sequence: [Node]? {
        if case .sequence(let items) = content { items } else { nil }
    }

    public var mapping: [Entry]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }

    /// The value of a key of a mapping; `nil` if this is no mapping or has no such key.
    public subscript(key: String) -> Node? {
        guard case .mapping(let entries) = content else { return nil }
        // By index: an entry is large, and copying those that are passed over is most of what this costs.
        for index in entries.indices {
            if case .scalar(let scalar) = entries[index].key.content, scalar.text == key { return entries[index].value }
        }
        return nil
    }

    public var isNull: Bool { scalar?.value == .null }

    /// What kind of node this is, in a message: "a list", "text".
    public var kindName: String {
        switch content {
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .scalar(let scalar): scalar.value.kindName
        }
    }

    /// The node as JSON. Keys of mappings become their text.
    public var json: JSON {
        switch content {
        case .scalar(let scalar): scalar.value
        case .sequence(let items): .array(items.map(\.json))
        case .mapping(let entries): .object(entries.map { JSON.Member($0.name, $0.value.json) })
        }
    }
}
