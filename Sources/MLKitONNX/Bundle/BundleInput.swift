internal import MLKitCore

/// One column that a deployed model takes.
public struct BundleInput: Hashable, Sendable {
    public enum ValueType: String, CaseIterable, Sendable {
        case integer
        case number
        case boolean
        case text
    }

    public var name: String
    public var type: ValueType
    /// Whether a value may be missing.
    public var nullable: Bool
    /// The allowed values; empty where any may stand.
    public var categories: [String]

    public init(name: String, type: ValueType, nullable: Bool = false, categories: [String] = []) {
        self.name = name
        self.type = type
        self.nullable = nullable
        self.categories = categories
    }

    /// Whether the model takes the column as a number; else it takes it as text.
    public var isNumeric: Bool { type == .integer || type == .number }
}

extension BundleInput {
    var json: JSON {
        [
            "name": .string(name),
            "type": .string(type.rawValue),
            "nullable": .bool(nullable),
            "categories": .array(categories.map { .string($0) }),
        ]
    }

    init(json: JSON) throws {
        let reader = BundleReader(json, of: "an input")
        let type = try reader.string("type")
        guard let type = ValueType(rawValue: type) else { throw Failure("an input has the unknown type `\(type)`") }
        self.init(
            name: try reader.string("name"), type: type, nullable: try reader.bool("nullable"),
            categories: try reader.strings("categories"))
    }
}
