public import MLKitCore
internal import MLKitYAML
public import SystemPackage

/// A schema as read from its file, with the place of each of its statements.
public struct SchemaFile: Sendable {
    public let schema: TableSchema
    /// What messages call the file.
    let name: String
    private let root: Node

    /// Reads `schema.yaml`; `TableSchema.yaml` describes its form.
    ///
    /// - Parameter name: the file's name in messages.
    /// - Throws: `Failure` with the place of everything that is wrong with it.
    public init(_ path: FilePath, name: String? = nil, files: some FileSystem = LocalFileSystem()) throws {
        try self.init(bytes: files.read(path), name: name ?? path.string)
    }

    init(bytes: [UInt8], name: String) throws {
        root = try YAMLDocument.parse(bytes, file: name)
        var decoder = SchemaDecoder()
        let schema = decoder.schema(root)
        guard let schema, decoder.problems.isEmpty else {
            throw Failure(decoder.problems.inFileOrder)
        }
        self.schema = schema
        self.name = name
    }

    var targetLocation: SourceLocation? { root[SchemaKey.target]?.location }

    var rowsLocation: SourceLocation? { root.mapping?.first { $0.name == SchemaKey.rows }?.key.location }

    func location(ofRelation index: Int) -> SourceLocation? {
        guard let items = root[SchemaKey.relations]?.sequence, items.indices.contains(index) else { return nil }
        return (items[index][SchemaKey.check] ?? items[index]).location
    }

    /// Where a column's statement stands, the column's own name if the statement is left out.
    func location(of column: String, _ key: String? = nil) -> SourceLocation? {
        guard let entry = root[SchemaKey.columns]?.mapping?.first(where: { $0.name == column }) else { return nil }
        let stated = key.flatMap { key in entry.value.mapping?.first { $0.name == key } }
        guard let stated else { return entry.key.location }
        return stated.value.scalar == nil ? stated.key.location : stated.value.location
    }
}
