public import MLKitCore

/// Paths, each once by its bytes, as git and disks tell them apart: to Swift two texts are equal if they differ only in how
/// accents are composed.
public struct PathSet: Hashable, Sendable {
    private var members: Set<ByteText>

    public init() { members = [] }

    public init(_ paths: some Sequence<String>) { members = Set(paths.lazy.map { ByteText($0) }) }

    private init(_ members: Set<ByteText>) { self.members = members }

    public var isEmpty: Bool { members.isEmpty }
    public var count: Int { members.count }

    public func contains(_ path: String) -> Bool { members.contains(ByteText(path)) }

    /// - Returns: whether it was not there.
    @discardableResult
    public mutating func insert(_ path: String) -> Bool { members.insert(ByteText(path)).inserted }

    public mutating func remove(_ path: String) { members.remove(ByteText(path)) }

    public func union(_ paths: some Sequence<String>) -> PathSet {
        PathSet(members.union(paths.lazy.map { ByteText($0) }))
    }

    public mutating func formUnion(_ paths: some Sequence<String>) { self = union(paths) }

    public func subtracting(_ paths: some Sequence<String>) -> PathSet {
        PathSet(members.subtracting(paths.lazy.map { ByteText($0) }))
    }

    public func isSuperset(of paths: some Sequence<String>) -> Bool { paths.allSatisfy(contains) }

    /// In the order of texts.
    public func sorted() -> [String] { members.sorted().map(\.text) }
}

extension PathSet: Sequence {
    /// In no order.
    public func makeIterator() -> some IteratorProtocol<String> { members.lazy.map(\.text).makeIterator() }
}

extension PathSet: ExpressibleByArrayLiteral {
    public init(arrayLiteral paths: String...) { self.init(paths) }
}

extension ByteTable {
    /// The value of a name; a fallback where there is none, which a change begins from.
    public subscript(name: String, default fallback: @autoclosure () -> Value) -> Value {
        get { self[name] ?? fallback() }
        set { self[name] = newValue }
    }

    /// The same names with other values.
    public func mapValues<Other>(_ transform: (Value) throws -> Other) rethrows -> ByteTable<Other> {
        try ByteTable<Other>(map { ($0.key, try transform($0.value)) }) { $1 }
    }
}
