internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec
internal import SystemPackage

/// A source as it is, beside the schema that it is to be held to.
struct SchemaSource {
    /// The schema's columns that the source has, each as it was read.
    let known: [(column: ColumnSchema, reader: ColumnReader)]
    /// Columns that the schema has and some file has not.
    let absent: [ColumnSchema]
    /// Columns that the schema has and the stage leaves out.
    let dropped: [ColumnSchema]
    /// Columns of the source that the schema does not have, in the order of the first file.
    let added: [String]
    /// What those are, and those that are not what the schema says.
    let found: [ByteText: ColumnSchema]
    let rowCount: Int
    let files: [SourceFile]
    private let loaded: LoadedSource
    private let engine: TableEngine
    private let folder: PrivateFolder

    init(_ configuration: DataConfiguration, _ paths: DataPaths, _ schema: TableSchema, _ context: StageContext) throws {
        folder = try PrivateFolder()
        let source = try OpenedSource(
            paths.sources, names: { configuration.sourceName ?? $0.name(in: paths.project) }, options: configuration.read, context,
            scratch: folder.path)
        engine = source.writing
        let (files, reading) = (source.files, source.reading)
        self.files = files
        let isUnion = configuration.read.columns == .union
        func isEverywhere(_ name: String) -> Bool {
            isUnion ? files.contains { $0.columns.contains(bytesOf: name) } : files.allSatisfy { $0.columns.contains(bytesOf: name) }
        }
        var own = schema
        func isDropped(_ name: String) -> Bool { configuration.clean.leftOut.contains(bytesOf: name) }
        own.columns.removeAll { !isEverywhere($0.name) || isDropped($0.name) }
        absent = schema.columns.filter { !isEverywhere($0.name) && !isDropped($0.name) }
        dropped = schema.columns.filter { isDropped($0.name) }
        added = ColumnSelection(configuration: configuration, files: files, schema: nil).known.filter { name in
            isEverywhere(name) && !configuration.clean.leftOut.contains(bytesOf: name)
                && !schema.columns.contains { $0.name.hasSameBytes(as: name) }
        }
        guard !own.columns.isEmpty else { throw Failure("the source has none of the schema's columns") }
        // Rules that fail the stage are no part of the schema; those that drop rows are.
        var settings = configuration
        settings.clean.rules.removeAll { $0.otherwise != .drop }
        settings.sample = nil
        var loading = SourceLoading(
            configuration: settings, files: files, columns: own.columns.map(\.name), schema: own, reading: reading, writing: engine,
            rows: try TypedRows(files, context, folder.path))
        loading.labels = try LabelCorrections.read(
            paths.labels, { $0.name(in: paths.project) }, configuration, schema, context, reading, scratch: folder.path)
        loading.pseudonyms = try Pseudonyms.asked(configuration.clean, EnvironmentVariable.value)
        loaded = try loading.load()
        known = Array(zip(own.columns, loaded.ingestion.readers))
        rowCount = loaded.ingestion.rowCount - (loaded.filtered.mask?.leftOut ?? 0)
        let retyped = known.filter { $0.reader.breaches[.type] != nil }.map(\.column.name)
        found = try Self.inferred(retyped + added, configuration, schema, files, reading, context)
    }

    /// What columns are by their values alone.
    private static func inferred(
        _ names: [String], _ configuration: DataConfiguration, _ schema: TableSchema, _ files: [SourceFile], _ reading: TableEngine,
        _ context: StageContext
    ) throws -> [ByteText: ColumnSchema] {
        guard !names.isEmpty else { return [:] }
        let folder = try PrivateFolder()
        var settings = DataConfiguration()
        settings.read = configuration.read
        (settings.clean.missing, settings.clean.unicode) = (configuration.clean.missing ?? schema.cleaning.missing, schema.cleaning.unicode)
        settings.clean.missingByColumn = configuration.clean.missingByColumn ?? schema.cleaning.missingByColumn
        let loaded = try SourceLoading(
            configuration: settings, files: files, columns: names, schema: nil, reading: reading,
            writing: TableEngine(context, scratch: folder.path), rows: .unwritten
        ).load()
        return Dictionary(loaded.schema.columns.map { (ByteText($0.name), $0) }) { first, _ in first }
    }

    // MARK: Relations

    /// The schema's relations that hold, and if that is asked for those that do not follow from the columns' ranges alone.
    func relations(infers: Bool) throws -> (broken: [Int], new: [ColumnRelation]) {
        var broken = [Int]()
        for (index, relation) in loaded.schema.relations.enumerated() {
            guard let left = place(relation.left), let right = place(relation.right) else {
                broken.append(index)
                continue
            }
            guard relation.severity == .error else { continue }
            if try count("NOT (c\(left) \(relation.comparison.rawValue) c\(right))") > 0 { broken.append(index) }
        }
        return (broken, infers ? try newRelations() : [])
    }

    private func place(_ name: String) -> Int? { known.firstIndex { $0.column.name.hasSameBytes(as: name) } }

    private func count(_ condition: String) throws -> Int {
        let table = try engine.table("SELECT count(*) AS n FROM \(loaded.rows.relation) WHERE \(condition)", to: "compare columns")
        return Int(table.numbers("n").first ?? 0)
    }

    /// Columns that are compared with each other; pairs grow with the square.
    private static let most = 30
    /// How many rows would break a relation if the two columns had nothing to do with each other, at least.
    private static let surprise = 20.0

    private func newRelations() throws -> [ColumnRelation] {
        var relations = [ColumnRelation]()
        for isMoment in [true, false] {
            let places = known.indices.filter { index in
                let column = known[index].column
                return column.isNumeric && !loaded.schema.isTarget(column.name) && column.categories.isEmpty && column.isFeature
                    && (column.type == .date || column.type == .timestamp) == isMoment
            }.prefix(Self.most)
            let sorted = try places.map { try numbers($0) }
            for (i, left) in places.enumerated() {
                for (j, right) in places.enumerated() where i != j {
                    guard Self.expected(sorted[i], above: sorted[j]) * Double(rowCount) >= Self.surprise else { continue }
                    let (a, b) = (known[left].column.name, known[right].column.name)
                    let isKnown = loaded.schema.relations.contains {
                        Set([ByteText($0.left), ByteText($0.right)]) == [ByteText(a), ByteText(b)]
                    }
                    if !isKnown, try count("c\(left) > c\(right)") == 0 { relations.append(ColumnRelation(a, .atMost, b)) }
                }
            }
        }
        return relations
    }

    /// A column's numbers, sorted, or every n-th of them.
    private func numbers(_ place: Int) throws -> [Double] {
        let expression = TableEngine.expression("c\(place)", known[place].column.type)
        let step = max(rowCount / 10_000, 1)
        let table = try engine.table(
            "SELECT \(expression) AS x FROM \(loaded.rows.relation) WHERE c\(place) IS NOT NULL AND \(loaded.rows.number) % \(step) = 0",
            to: "compare columns")
        return table.numbers("x").sorted()
    }

    /// The chance that a number of one column is above one of the other, where they have nothing to do with each other.
    private static func expected(_ left: [Double], above right: [Double]) -> Double {
        guard !left.isEmpty, !right.isEmpty else { return 0 }
        var (below, sum) = (0, 0)
        for value in left {
            while below < right.count, right[below] < value { below += 1 }
            sum += below
        }
        return Double(sum) / (Double(left.count) * Double(right.count))
    }
}
