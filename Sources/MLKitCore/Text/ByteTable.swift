/// Values by name, where names are the same only if their bytes are: a `Dictionary` for names of files.
public struct ByteTable<Value> {
    private var members: [ByteText: Value]

    public init() { members = [:] }

    public init(
        _ pairs: some Sequence<(String, Value)>, uniquingKeysWith combine: (Value, Value) throws -> Value
    ) rethrows {
        members = try Dictionary(pairs.lazy.map { (ByteText($0.0), $0.1) }, uniquingKeysWith: combine)
    }

    public subscript(name: String) -> Value? {
        get { members[ByteText(name)] }
        set { members[ByteText(name)] = newValue }
    }

    public mutating func updateValue(_ value: Value, forKey name: String) { members.updateValue(value, forKey: ByteText(name)) }

    public mutating func merge(_ other: ByteTable, uniquingKeysWith combine: (Value, Value) throws -> Value) rethrows {
        try members.merge(other.members, uniquingKeysWith: combine)
    }

    /// The names, in no order.
    public var keys: [String] { members.keys.map(\.text) }

    /// In the order of `keys`.
    public var values: [Value] { Array(members.values) }

    public var count: Int { members.count }
    public var isEmpty: Bool { members.isEmpty }

    /// The names, each with its value, in the order of the names.
    public var sorted: [(key: String, value: Value)] { members.sorted { $0.key < $1.key }.map { ($0.key.text, $0.value) } }
}

extension ByteTable: Equatable where Value: Equatable {}
extension ByteTable: Hashable where Value: Hashable {}
extension ByteTable: Sendable where Value: Sendable {}

extension ByteTable: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, Value)...) { self.init(elements) { $1 } }
}

extension ByteTable: Sequence {
    /// In no order.
    public func makeIterator() -> some IteratorProtocol<(key: String, value: Value)> {
        members.lazy.map { (key: $0.key.text, value: $0.value) }.makeIterator()
    }
}

extension ByteTable where Value: Equatable {
    /// The names that have another value in another table, or are in one of them only, in order.
    public func changes(since earlier: ByteTable) -> [String] {
        Set(members.keys).union(earlier.members.keys).filter { members[$0] != earlier.members[$0] }.sorted().map(\.text)
    }
}
