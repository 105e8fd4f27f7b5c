public import MLKitCore
public import MLKitYAML

/// What a key of a mapping holds: how it is described, read and written.
public struct KeyType<Value: Sendable>: Sendable {
    public let schema: ValueSchema
    /// The value in a node that fits the schema; `nil` for another.
    let read: @Sendable (Node) -> Value?
    /// The value as `read` takes it; null for one that stands for a key left out.
    let write: @Sendable (Value) -> JSON

    public init(
        _ schema: ValueSchema, read: @escaping @Sendable (Node) -> Value?, write: @escaping @Sendable (Value) -> JSON
    ) {
        self.schema = schema
        self.read = read
        self.write = write
    }
}

extension KeyType {
    /// The value in a node that fits the schema; `nil` for another.
    public func value(_ node: Node) -> Value? { read(node) }

    public func json(_ value: Value) -> JSON { write(value) }
}

extension KeyType<String> {
    /// A text, or null for none.
    public static var textOrNull: Self {
        KeyType(
            .either([.text, .null]), read: { $0.isNull ? nil : $0.text }, write: { .string($0) })
    }

    /// Any text.
    public static var text: Self { texts(.text) }
    /// A path inside the project, in its one spelling.
    public static var path: Self {
        KeyType(.path, read: { $0.text.map(ProjectPath.normal) }, write: { .string($0) })
    }

    public static func pattern(_ pattern: TextPattern) -> Self { texts(.pattern(pattern)) }
    public static func choice(_ names: [String]) -> Self { texts(.choice(names)) }

    private static func texts(_ schema: ValueSchema) -> Self {
        KeyType(schema, read: \.text, write: { .string($0) })
    }
}

extension KeyType<Int> {
    public static func integer(_ range: ClosedRange<Int>) -> Self {
        KeyType(.integer(range), read: { $0.scalar?.value.int }, write: { .int($0) })
    }

    /// One of a few.
    public static func integers(_ choices: [Int]) -> Self {
        KeyType(.integers(choices), read: { $0.scalar?.value.int }, write: { .int($0) })
    }

    public static func integer(_ range: PartialRangeFrom<Int>) -> Self { integer(range.lowerBound ... .max) }
}

extension KeyType<Double> {
    public static func number(_ range: ClosedRange<Double>) -> Self {
        KeyType(.number(range), read: { $0.scalar?.value.double }, write: { .double($0) })
    }

    public static func number(_ range: PartialRangeFrom<Double>) -> Self { number(range.lowerBound ... .infinity) }

    /// Any number.
    public static var number: Self { number(-.infinity ... .infinity) }

    /// A number that may be undefined: NaN, which JSON has no word for but null.
    public static var measured: Self {
        KeyType(
            .either([.number(-.infinity ... .infinity), .null]),
            read: { $0.isNull ? .nan : $0.scalar?.value.double }, write: { $0.isFinite ? .double($0) : .null })
    }
}

extension KeyType<Bool> {
    public static var boolean: Self {
        KeyType(.boolean, read: { $0.scalar?.value.bool }, write: { .bool($0) })
    }
}

extension KeyType where Value: RawRepresentable<String> & CaseIterable {
    /// One of the cases, by name.
    public static var choice: Self {
        KeyType(
            .choice(Value.allCases.map(\.rawValue)), read: { $0.text.flatMap { Value(rawValue: $0) } },
            write: { .string($0.rawValue) })
    }
}

extension KeyType<JSON> {
    /// Whatever stands there.
    public static var anything: Self { KeyType(.anything, read: \.json, write: { $0 }) }

    /// A mapping with names and values of the user's own.
    public static var mapping: Self { KeyType(.mapping(.anything), read: \.json, write: { $0 }) }
}

extension KeyType {
    /// A list of values. One that does not fit is left out: a check has reported it.
    public static func list<Element: Sendable>(_ element: KeyType<Element>) -> Self where Value == [Element] {
        KeyType(
            .list(element.schema), read: { $0.sequence.map { $0.compactMap(element.read) } },
            write: { .array($0.map(element.write)) })
    }

    /// Values by names of the user's own.
    public static func mapping<Element: Sendable>(_ element: KeyType<Element>) -> Self where Value == [String: Element] {
        KeyType(
            .mapping(element.schema),
            read: { node in
                node.mapping.map { entries in
                    Dictionary(entries.compactMap { entry in element.read(entry.value).map { (entry.name, $0) } }) { $1 }
                }
            },
            write: { values in .object(values.sorted { $0.key < $1.key }.map { JSON.Member($0, element.write($1)) }) })
    }

    /// A mapping with known keys.
    public static func object(_ keys: @autoclosure @escaping @Sendable () -> KeySet<Value>) -> Self {
        KeyType(
            .object(ObjectSchema { keys().schema }), read: { keys().read($0) }, write: { keys().json($0) })
    }

    /// What a name alone stands for, or else a mapping.
    public func orElse(_ other: KeyType) -> KeyType {
        KeyType(
            .either([schema, other.schema]), read: { $0.scalar == nil ? other.read($0) : read($0) }, write: other.write)
    }
}
