public import MLKitCore
internal import MLKitYAML

/// One key of a mapping: its name, the property that holds it, what may stand there, and what it is for. Reading,
/// checking, writing and documenting a key all go by this one line.
public struct Key<Root: Sendable>: Sendable {
    /// What a key that is left out is written as.
    public enum Absence: Sendable {
        /// Not at all.
        case omitted
        case null
    }

    public let name: String
    let schema: @Sendable (Root) -> FieldSchema
    /// Takes the value of a node, if it fits.
    let read: @Sendable (Node, inout Root) -> Void
    /// `nil` for a key that is not written.
    let write: @Sendable (Root) -> JSON?

    /// A key with a value in any case: the property's own where the key is left out.
    ///
    /// - Parameters:
    ///   - isRequired: whether it has to be there; the property's own value is then no default.
    ///   - standard: the default as it is documented, where the property's own value does not say it.
    public init<Value>(
        _ name: String, _ property: any WritableKeyPath<Root, Value> & Sendable, _ type: KeyType<Value>,
        _ summary: String, required isRequired: Bool = false, default standard: JSON? = nil
    ) {
        self.name = name
        schema = { blank in
            var own: JSON?
            if case .object = type.schema {} else if !isRequired { own = standard ?? type.write(blank[keyPath: property]) }
            return FieldSchema(name, type.schema, summary, required: isRequired, default: own)
        }
        read = { node, root in
            if let value = type.read(node) { root[keyPath: property] = value }
        }
        write = { type.write($0[keyPath: property]) }
    }

    /// A key that may be left out, which is no value.
    ///
    /// - Parameter standard: the default as it is documented, where one is found later.
    public init<Value>(
        _ name: String, _ property: any WritableKeyPath<Root, Value?> & Sendable, _ type: KeyType<Value>,
        _ summary: String, default standard: JSON? = nil, absent: Absence = .omitted
    ) {
        self.name = name
        schema = { _ in FieldSchema(name, type.schema, summary, default: standard) }
        read = { node, root in
            if let value = type.read(node) { root[keyPath: property] = value }
        }
        write = { root in
            if let value = root[keyPath: property] { return type.write(value) }
            return absent == .null ? .null : nil
        }
    }

    /// A key whose value is no property of its own.
    ///
    /// - Parameters:
    ///   - read: takes the value of a node, if it fits.
    ///   - write: `nil` for a value that is not written.
    init(
        _ field: FieldSchema, read: @escaping @Sendable (Node, inout Root) -> Void, write: @escaping @Sendable (Root) -> JSON?
    ) {
        name = field.name
        schema = { _ in field }
        self.read = read
        self.write = write
    }

    /// A key that is read elsewhere: only described here.
    public init(described field: FieldSchema) {
        name = field.name
        schema = { _ in field }
        read = { _, _ in }
        write = { _ in nil }
    }
}
