internal import MLKitCore
internal import MLKitONNX
internal import MLKitReports
public import MLKitSpec
public import MLKitTables
internal import MLKitSignature

/// A model whose answers are explained by the rows of a table.
public struct ExplainedModel {
    let predictor: Predictor
    let schema: TableSchema
    /// The rows that are asked about, with all columns that the file has.
    let table: Table
    /// The rows that others are explained beside, with the columns that the model takes.
    let background: Table
    /// More of them, whose values rows near one are drawn from.
    let drawnFrom: Table
    let seed: Int
    private let trees: (model: TreeModel, session: Session)?
    private let mean: (model: TreeMean, session: Session)?

    /// So many other rows are enough for a mean.
    static let mostOthers = 100
    /// So many are enough for what values a column has.
    private static let mostDrawnFrom = 10_000

    /// - Parameters:
    ///   - bytes: the content of an ONNX file.
    ///   - name: what messages call the model.
    ///   - schema: of its data, with the target.
    ///   - table: rows of these columns, one or more; the target may be missing.
    ///   - background: rows that others are explained beside; some of `table` if `nil`.
    ///   - seed: decides what is drawn.
    /// - Throws: `Failure` if the model does not load, does not fit the schema, or a column is missing.
    public init(
        _ bytes: [UInt8], name: String, schema: TableSchema, table: Table, background: Table? = nil, seed: Int, context: StageContext
    ) throws {
        guard schema.labels.isEmpty else {
            throw Failure(
                "models of several labels are not explained",
                hint: "`importance` in a stage of kind `evaluate` says what one owes to each column; a stage for each label, by `foreach`, "
                    + "makes models that are")
        }
        let runtime = try Runtime(locator: context.engines)
        predictor = try Predictor(bytes: bytes, name: name, schema: schema, runtime: runtime, threads: context.threads)
        (self.schema, self.table, self.seed) = (schema, table, seed)
        let names = predictor.columns
        for other in [table, background].compactMap({ $0 }) {
            let lacking = names.filter { other[$0] == nil }
            guard lacking.isEmpty else { throw Failure("the rows have no column \(Suggestion.list(lacking)), which the model takes") }
            guard other.rowCount > 0 else { throw Failure("there are no rows to explain the model by") }
        }
        let others = background ?? table
        self.background = others.rows(others.drawn(Self.mostOthers, seed: seed)).columns(names)
        drawnFrom = others.rows(others.drawn(Self.mostDrawnFrom, seed: seed)).columns(names)
        // A graph whose trees the runtime cannot show is explained like any other.
        let whole = try Model(parsing: bytes)
        let model = try whole.treeModel()
        let mean = try model == nil ? whole.treeMean(of: schema.requireTask().answer.name) : nil
        self.mean = mean.flatMap { mean in
            (try? Session(mean.observed, runtime: runtime, options: SessionOptions(threads: context.threads))).map { (mean, $0) }
        }
        trees = model.flatMap { model in
            (try? Session(model.observed, runtime: runtime, options: SessionOptions(threads: context.threads))).map { (model, $0) }
        }
    }

    /// The columns that the model takes, in its order.
    public var columns: [String] { predictor.columns }
    public var rowCount: Int { table.rowCount }

    var isClassifier: Bool { schema.task != .regression }

    /// A row with the columns that the model takes, by its number from 1.
    func row(_ number: Int) throws -> Table {
        guard number >= 1, number <= table.rowCount else {
            throw Failure(
                "there is no row \(number)", hint: "the file has \(plural(table.rowCount, "row")), counted from 1 without the header")
        }
        return table.rows([number - 1]).columns(columns)
    }

    func predict(_ rows: Table) throws -> Predictor.Predictions { try predictor.predict(rows) }

    /// The place of a class.
    ///
    /// - Throws: `Failure` for one that the model does not know, and for any of a model of numbers.
    func place(ofClass name: String) throws -> Int {
        guard isClassifier else { throw Failure("the model answers a number, and no class `\(name)`") }
        guard let place = schema.classes.firstIndex(ofBytes: name) else {
            throw Failure("there is no class `\(name)`", hint: Suggestion.hint(for: name, among: schema.classes))
        }
        return place
    }

    /// The class whose probability is explained: the one that is named; of two the second; else the one that is answered.
    func explainedClass(_ name: String?, _ answer: Predictor.Predictions) throws -> Int? {
        if let name { return try place(ofClass: name) }
        guard isClassifier else { return nil }
        return schema.classes.count == 2 ? 1 : answer.labels(classes: schema.classes.count).first
    }

    /// For each row the probability of a class, or the number.
    func numbers(_ rows: Table, of place: Int?) throws -> [Double] { Self.numbers(try predict(rows), of: place, schema.classes.count) }

    static func numbers(_ answers: Predictor.Predictions, of place: Int?, _ classes: Int) -> [Double] {
        switch answers {
        case .numbers(let numbers): numbers
        case .probabilities(let values, _): stride(from: place ?? 0, to: values.count, by: max(classes, 1)).map { values[$0] }
        }
    }

    // MARK: Trees

    /// The model's sum of trees; `nil` where it has none of its own, or its classes are not those of the data in their order.
    var treeModel: TreeModel? {
        guard let trees, !isClassifier || predictor.signature.classes.elementsEqual(schema.classes, by: { $0.hasSameBytes(as: $1) })
        else { return nil }
        return trees.model
    }

    /// The models that it is the mean of; `nil` where it is none, or its classes are not those of the data in their order.
    var treeMean: TreeMean? {
        guard let mean, !isClassifier || predictor.signature.classes.elementsEqual(schema.classes, by: { $0.hasSameBytes(as: $1) })
        else { return nil }
        return mean.model
    }

    /// The features of some rows.
    func features(_ rows: Table) throws -> [[Float]] {
        try trees.map { try Self.values(rows, of: $0.model.features, $0.session) } ?? []
    }

    /// What an output of the mean has for some rows.
    func observed(_ rows: Table, _ output: String) throws -> [[Float]] {
        try mean.map { try Self.values(rows, of: output, $0.session) } ?? []
    }

    private static func values(_ rows: Table, of output: String, _ session: Session) throws -> [[Float]] {
        let call = try session.call(outputs: [output])
        let inputs = try session.inputs.map { try rows.tensor(for: $0, rows: 0..<rows.rowCount) }
        guard case .float(let values)? = try session.run(call, inputs).first?.values, rows.rowCount > 0 else { return [] }
        let width = values.count / rows.rowCount
        return (0..<rows.rowCount).map { Array(values[$0 * width..<($0 + 1) * width]) }
    }
}
