internal import MLKitCore
internal import MLKitSignature

// A column of the signature, as an entry of `inputs` in a bundle's manifest.

extension ModelColumn {
    var json: JSON {
        var members: [JSON.Member] = [
            .init("name", .string(name)), .init("type", .string(type.rawValue)), .init("nullable", .bool(nullable)),
            .init("categories", .array(categories.map { .string($0) })),
        ]
        if let format { members.append(.init("format", .string(format))) }
        if let minimum { members.append(.init("minimum", .double(minimum))) }
        if let maximum { members.append(.init("maximum", .double(maximum))) }
        return .object(members)
    }

    init(json: JSON) throws {
        let reader = BundleReader(json, of: "an input")
        let type = try reader.string("type")
        guard let type = ColumnType(rawValue: type) else { throw Failure("an input has the unknown type `\(type)`") }
        self.init(
            name: try reader.string("name"), type: type, nullable: try reader.bool("nullable"),
            categories: try reader.strings("categories"), format: json["format"]?.string,
            minimum: json["minimum"]?.double, maximum: json["maximum"]?.double)
    }
}
