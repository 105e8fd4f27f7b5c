internal import MLKitCore
internal import MLKitSignature
public import MLKitSpec
internal import SystemPackage

/// What a schema would have to say for a source to fit it; with more rules, where these are asked for.
public struct SchemaProposal: Sendable {
    public let before: [UInt8]
    public let after: [UInt8]
    /// Each change, in words.
    public let changes: [String]

    /// Reads a stage's source, and holds it to its schema without failing.
    ///
    /// - Parameters:
    ///   - infers: whether bounds, relations and the like are proposed too, as far as the data tell.
    /// - Throws: `Failure` for a source that cannot be read, or a schema that is not there.
    public init(_ configuration: DataConfiguration, _ paths: DataPaths, infers: Bool, context: StageContext) async throws {
        guard let path = paths.existingSchema else {
            throw Failure("there is no schema yet", hint: "the first run of the stage finds out what the columns are, and writes it")
        }
        let folder = try PrivateFolder()
        defer { withExtendedLifetime(folder) {} }
        let (configuration, paths) = try await configuration.fetched(paths, into: folder.path, context)
        let name = path.name(in: paths.project)
        before = try context.files.read(path)
        let file = try SchemaFile(bytes: before, name: name)
        let source = try SchemaSource(configuration, paths, file.schema, context)
        var changes = SchemaChanges(file.schema, bytes: before, name: name)
        for column in source.absent { changes.remove(column) }
        for column in source.dropped { changes.remove(column, because: "`clean.drop` leaves it out") }
        for (column, reader) in source.known { changes.widen(column, reader, retyped: source.found[ByteText(column.name)]) }
        for name in source.added { if let column = source.found[ByteText(name)] { changes.add(column) } }
        if infers {
            for (column, reader) in source.known { changes.tighten(column, reader) }
        }
        changes.fitRows(source.rowCount, infers: infers)
        try changes.fitRelations(source.relations(infers: infers))
        after = try changes.result()
        self.changes = changes.words
        guard after == before else { return }
        // What else would keep the stage from running is not to be changed in the schema.
        try TargetCheck(configuration: configuration, file: file).run()
        _ = try ColumnSelection(configuration: configuration, files: source.files, schema: file).columns()
    }
}
