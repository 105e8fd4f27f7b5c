internal import MLKitCore
internal import MLKitSignature

// A column of the signature, as an entry of `inputs` in a bundle's manifest.

extension ModelColumn {
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
        guard let type = ColumnType(rawValue: type) else { throw Failure("an input has the unknown type `\(type)`") }
        self.init(
            name: try reader.string("name"), type: type, nullable: try reader.bool("nullable"),
            categories: try reader.strings("categories"))
    }
}
