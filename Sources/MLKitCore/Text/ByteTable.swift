/// Values by name, where names are the same only if their bytes are: a `Dictionary` for names of files.
///
/// Inlinable, as `ByteText` is: a run of a thousand stages makes tens of thousands, which other modules would otherwise make
/// through the runtime's descriptions of generic types.
public struct ByteTable<Value> {
    @usableFromInline var members: [ByteText: Value]

    @inlinable public init() { members = [:] }

    @inlinable public init(
        _ pairs: some Sequence<(String, Value)>, uniquingKeysWith combine: (Value, Value) throws -> Value
    ) rethrows {
        members = try Dictionary(pairs.lazy.map { (ByteText($0.0), $0.1) }, uniquingKeysWith: combine)
    }

    public subscript(name: String) -> Value? {
        @inlinable get { members[ByteText(name)] }
        @inlinable set { members[ByteText(name)] = newValue }
    }

    @inlinable public mutating func updateValue(_ value: Value, forKey name: String) { members.updateValue(value, forKey: ByteText(name)) }

    @inlinable public mutating func merge(_ other: ByteTable, uniquingKeysWith combine: (Value, Value) throws -> Value) rethrows {
        try members.merge(other.members, uniquingKeysWith: combine)
    }

    /// The names, in no order.
    @inlinable public var keys: [String] { members.keys.map(\.text) }

    /// In the order of `keys`.
    @inlinable public var values: [Value] { Array(members.values) }

    @inlinable public var count: Int { members.count }
    @inlinable public var isEmpty: Bool { members.isEmpty }

    /// The names, each with its value, in the order of the names.
    @inlinable public var sorted: [(key: String, value: Value)] { members.sorted { $0.key < $1.key }.map { ($0.key.text, $0.value) } }
}

extension ByteTable: Equatable where Value: Equatable {}
extension ByteTable: Hashable where Value: Hashable {}
extension ByteTable: Sendable where Value: Sendable {}

extension ByteTable: ExpressibleByDictionaryLiteral {
    @inlinable public init(dictionaryLiteral elements: (String, Value)...) { self.init(elements) { $1 } }
}

extension ByteTable: Sequence {
    /// In no order.
    @inlinable public func makeIterator() -> some IteratorProtocol<(key: String, value: Value)> {
        members.lazy.map { (key: $0.key.text, value: $0.value) }.makeIterator()
    }
}

extension ByteTable where Value: Equatable {
    /// The names that have another value in another table, or are in one of them only, in order.
    @inlinable public func changes(since earlier: ByteTable) -> [String] {
        Set(members.keys).union(earlier.members.keys).filter { members[$0] != earlier.members[$0] }.sorted().map(\.text)
    }
}
