public import MLKitCore
internal import MLKitEvaluation
internal import MLKitONNX
internal import MLKitSignature
public import MLKitSpec
public import MLKitTables
public import SystemPackage

/// A model that answers whole files: a bundle, or an ONNX file with the schema of its data.
public struct BatchPrediction {
    private let session: Session
    private let signature: ModelSignature
    private let context: StageContext
    /// A row as the body of a request to a server, if the bundle has one.
    private let sample: JSON?
    /// The columns of the data that the model was made for, also those that it does not take.
    private let known: [ColumnSchema]

    /// - Parameters:
    ///   - path: the folder of a bundle.
    /// - Throws: `Failure` for what is no bundle, or none that can be loaded.
    public init(bundle path: FilePath, context: StageContext) throws {
        let files = context.files
        let place = path.appending(BundleManifest.fileName)
        let manifest = try BundleManifest(json: JSON(parsing: files.read(place), file: place.string))
        let bytes = try files.read(path.appending(BundleManifest.modelName))
        session = try Self.session(bytes, context)
        signature = manifest.signature
        let request = path.appending("sample-request.json")
        sample = try files.exists(request) ? JSON(parsing: files.read(request), file: request.string) : nil
        let schema = path.appending("schema.yaml")
        known = try files.exists(schema) ? SchemaFile(schema).schema.columns : []
        self.context = context
    }

    /// - Parameters:
    ///   - path: an ONNX file.
    ///   - schema: of the data that it was made for.
    /// - Throws: `Failure` for a model that does not load, or does not fit the schema.
    public init(model path: FilePath, schema: TableSchema, context: StageContext) throws {
        let bytes = try context.files.read(path)
        session = try Self.session(bytes, context)
        signature = try ModelSignature(of: Model(parsing: bytes), session, name: path.stem ?? path.string, schema: schema)
        sample = nil
        known = schema.columns
        self.context = context
    }

    private static func session(_ bytes: [UInt8], _ context: StageContext) throws -> Session {
        try Session(bytes: bytes, runtime: Runtime(locator: context.engines), options: SessionOptions(threads: context.threads))
    }

    /// Answers every row of some files in a new one.
    ///
    /// - Parameters:
    ///   - names: what messages call a file.
    ///   - kept: columns of the file that the new one has too.
    /// - Returns: how many rows there are, and what the user should know of how the files were read.
    /// - Throws: `Failure` for a file that the model cannot be asked about; nothing is written then.
    public func run(
        _ paths: [FilePath], names: @escaping (FilePath) -> String, to output: FilePath, kept: [String], read: ReadingOptions
    ) throws -> (rows: Int, warnings: [String]) {
        let schema = TableSchema(signature)
        let added = answers
        let clash = added.map(\.name).filter { kept.contains(bytesOf: $0) }
        guard clash.isEmpty else { throw Failure("\(Suggestion.list(clash)) would be there twice: leave it out of what is kept") }
        return try BatchFile(paths, names: names, like: schema, read: read, kept: kept.map(column), context: context)
            .write(to: output, added) { try self.answer($0) }
    }

    /// What a column is that is kept: as the data stage has it, but held to no rule; a text as it stands if no stage knows it.
    private func column(_ name: String) -> ColumnSchema {
        guard let own = known.first(where: { $0.name.hasSameBytes(as: name) }) else {
            return ColumnSchema(name: name, type: .text, nullable: true)
        }
        var column = ColumnSchema(name: name, type: own.type, nullable: true)
        column.format = own.format
        return column
    }

    /// The columns of answers: of a classifier the class, and the probability of each; of several labels whether a row has each.
    private var answers: [BatchFile.Answer] {
        let probabilities = signature.classes.map { BatchFile.Answer(name: "probability_\($0)", isNumber: true) }
        return switch signature.task {
        case .regression: [BatchFile.Answer(name: ModelOutput.prediction.name, isNumber: true)]
        case .multilabel: signature.classes.map { BatchFile.Answer(name: "label_\($0)", isNumber: false) } + probabilities
        case .binary, .multiclass: [BatchFile.Answer(name: ModelOutput.label.name, isNumber: false)] + probabilities
        }
    }

    /// How many of them are texts.
    private var texts: Int { answers.count { !$0.isNumber } }

    private func answer(_ table: Table) throws -> [Column] {
        let tensors = try session.inputs.map { ($0.name, try table.tensor(for: $0, rows: 0..<table.rowCount)) }
        let found = try ModelAnswers(session, Dictionary(tensors) { first, _ in first }, signature)
        let width = signature.task == .regression ? 1 : signature.classes.count
        let texts = texts
        guard found.numbers.count == table.rowCount * width, found.labels.count == table.rowCount * texts else {
            throw Failure("the model does not give one answer a row")
        }
        let numbers = (0..<width).map { place in
            Column.numeric((0..<table.rowCount).map { found.numbers[$0 * width + place] })
        }
        return (0..<texts).map { place in
            Column(texts: (0..<table.rowCount).map { found.labels[$0 * texts + place] })
        } + numbers
    }

    /// A row that the model takes, as the body of a request to a server.
    public var example: JSON {
        sample ?? ["rows": [.object(signature.columns.map { JSON.Member($0.name, $0.example) })]]
    }
}

extension Column {
    fileprivate init(texts: [String]) {
        let names = texts.sortedByBytes()
        let places = names.placesByBytes
        self = .text(TextColumn(categories: names, codes: texts.map { Int32(places[ByteText($0)] ?? 0) }))
    }
}

extension ModelColumn {
    /// A value that may stand there.
    fileprivate var example: JSON {
        switch type {
        // Away from zero, for it to be within bounds that are no whole numbers.
        case .integer: .int(Int(exactly: number.rounded(.awayFromZero)) ?? 0)
        case .number: .double(number)
        case .boolean: true
        case .date: .string(dates.written(days: Self.day))
        case .timestamp: .string(dates.written(days: Self.day) + "T12:00:00")
        case .text, .identifier: .string(categories.first ?? "text")
        }
    }

    private var number: Double { min(max(0, minimum ?? 0), maximum ?? .greatestFiniteMagnitude) }
    private var dates: DateFormat { format.flatMap { DateFormat($0) } ?? .standard }

    /// 2024-01-31.
    private static let day: Int64 = 19_753
}
