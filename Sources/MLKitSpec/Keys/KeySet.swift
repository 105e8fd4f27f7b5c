public import MLKitCore
public import MLKitYAML

/// The keys of a mapping, each declared once, and the value that they make together.
public struct KeySet<Root: Sendable>: Sendable {
    /// What the mapping is, in messages: "a stage of kind `train`".
    public let title: String
    /// For one of several mappings that their key `kind` tells apart: its kind.
    public let name: String
    /// The value of a mapping without any key.
    public let blank: Root
    public var keys: [Key<Root>] { ownKeys.value }
    /// Made when first asked for: a command needs those of a few mappings, and each takes its time.
    private let ownKeys: Deferred<[Key<Root>]>
    /// Keys of which there must be one, and not two; one may stand in a mapping, as `matrix.model`.
    let oneOf: [String]
    /// Keys of which there must be one at least. That there is one, rules say that know what for.
    let anyOf: [String]
    private let others: OtherFields?

    public init(
        _ title: String, name: String = "", blank: Root, oneOf: [String] = [], anyOf: [String] = [], others: OtherFields? = nil,
        _ keys: @escaping @autoclosure @Sendable () -> [Key<Root>]
    ) {
        self.title = title
        self.name = name
        self.blank = blank
        ownKeys = Deferred(keys)
        self.oneOf = oneOf
        self.anyOf = anyOf
        self.others = others
    }

    /// What checks a mapping and documents it.
    public var schema: ObjectSchema {
        ObjectSchema(title, name: name, keys.map { $0.schema(blank) }, oneOf: oneOf, anyOf: anyOf, others: others)
    }

    /// The value of a mapping that fits the schema. What does not fit is as if it were left out: a check has reported it.
    public func read(_ node: Node?) -> Root {
        var root = blank
        guard let node, node.mapping != nil else { return root }
        for key in keys {
            if let value = node[key.name] { key.read(value, &root) }
        }
        return root
    }

    /// All keys with their values, those too that were left out.
    public func json(_ root: Root) -> JSON {
        .object(keys.compactMap { key in key.write(root).map { JSON.Member(key.name, $0) } })
    }
}
