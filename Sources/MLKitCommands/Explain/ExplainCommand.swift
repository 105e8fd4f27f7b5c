internal import ArgumentParser
internal import MLKitCore
internal import MLKitDeployment
internal import MLKitEvaluation
internal import MLKitReports
internal import MLKitSpec
internal import MLKitTables
internal import SystemPackage

/// `mlkit explain MODEL FILE`: what a model goes by.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", _superCommandName: RootCommand.name,
        abstract: "Say what a model goes by: for all rows of a file, for one of them, or for a column.",
        discussion: """
            Without --row and --column: by how much the model gets worse where the values of a column are shuffled among the rows, \
            whose target has to be known.

            With --row: what the row's value of each column adds to its answer (Shapley values, beside 100 other rows): exact for trees, \
            else by drawing. With --change too: the smallest change of the row that changes the answer.

            With --column: what the model answers on average where all rows have one value there, and what it answers for \
            the row that is named.
            """)

    @Argument(help: ModelFinder.modelHelp, completion: .names(.models))
    var model: String

    @Argument(help: ModelFinder.fileHelp, completion: .file())
    var file: String

    @Option(name: .customLong("row"), help: ArgumentHelp("A row of the file, from 1; time and again.", valueName: "number"))
    var rows: [Int] = []

    @Option(
        name: .customLong("column"), help: ArgumentHelp("A column that the model takes; time and again.", valueName: "column"),
        completion: .names(.columnsOfFile))
    var columns: [String] = []

    @Flag(help: "With `--row`: look for the smallest change that changes the answer.")
    var change = false

    @Option(help: ArgumentHelp("With `--change`: the class that is to be answered, or of numbers '> 300' or '< 300'.", valueName: "answer"))
    var to: String?

    @Option(
        name: .customLong("fixed"),
        help: ArgumentHelp("With `--change`: a column that stays as it is; time and again.", valueName: "column"),
        completion: .names(.columnsOfFile))
    var fixed: [String] = []

    @Option(
        name: .customLong("class"),
        help: ArgumentHelp(
            "The class whose probability is explained; of two the second if left out, else the one that is answered.", valueName: "class"))
    var ofClass: String?

    @Option(
        help: "How a row is explained: trees, sampled or lime; if left out trees where the model is a sum of them, else sampled.",
        transform: { try Self.value($0) })
    var method: RowExplanation.Method?

    @Option(help: "Where values are drawn: how many orders of the columns; \(ExplainedModel.standardOrders) if left out.")
    var orders: Int?

    @Option(help: "With `--method lime`: how many rows near the row are drawn; \(ExplainedModel.Nearby.standardSamples) if left out.")
    var samples: Int?

    @Option(
        help: ArgumentHelp(
            "With `--method lime`: rows that differ in d columns count for √exp(−d ∕ width²); 0.75 · √columns if left out.",
            valueName: "width"))
    var kernelWidth: Double?

    @Option(
        help: ArgumentHelp("Rows beside which others are explained; those of the file if left out.", valueName: "file"),
        completion: .file())
    var background: String?

    @Option(help: "What the model is measured by; log_loss or rmse if left out.", transform: { try Self.value($0) })
    var metric: Metric?

    private static let standardRepeats = 10

    @Option(help: "How many times each column is shuffled; \(Self.standardRepeats) if left out.")
    var repeats: Int?

    @Option(help: "Of more rows so many are drawn: for all of them, and for a column.")
    var most = 2000

    @Option(help: "Decides what is drawn.")
    var seed = 0

    @Flag(help: "With `--column` and `--format json`: what is answered for each row too.")
    var curves = false

    @OptionGroup var reading: ReadingOption
    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func validate() throws {
        if change, rows.isEmpty { throw ValidationError("`--change` goes with `--row`") }
        if !change, to != nil || !fixed.isEmpty { throw ValidationError("`--to` and `--fixed` go with `--change`") }
        if !columns.isEmpty, rows.count > 1 { throw ValidationError("with `--column` one `--row` is enough") }
        if !columns.isEmpty, change { throw ValidationError("`--change` and `--column` are asked one after the other") }
        if curves, columns.isEmpty || format.format != .json {
            throw ValidationError("`--curves` goes with `--column` and `--format json`")
        }
        guard repeats ?? 2 > 1 else { throw ValidationError("`--repeats` is 2 or more") }
        guard orders ?? 2 > 1 else { throw ValidationError("`--orders` is 2 or more") }
        guard samples ?? 2 > 1 else { throw ValidationError("`--samples` is 2 or more") }
        guard kernelWidth.map({ $0 > 0 && $0.isFinite }) ?? true else { throw ValidationError("`--kernel-width` is above 0") }
        guard most > 0 else { throw ValidationError("`--most` is 1 or more") }
        if let misplaced { throw ValidationError(misplaced) }
    }

    /// What is asked for that would change nothing.
    private var misplaced: String? {
        if rows.isEmpty || change || !columns.isEmpty, method != nil || orders != nil || samples != nil || kernelWidth != nil {
            return "`--method`, `--orders`, `--samples` and `--kernel-width` go with `--row`, without `--change` and `--column`"
        }
        if orders != nil, method == .lime || method == .trees { return "`--orders` goes with `--method sampled`" }
        if samples != nil || kernelWidth != nil, method != .lime { return "`--samples` and `--kernel-width` go with `--method lime`" }
        guard rows.isEmpty, columns.isEmpty else {
            return repeats == nil && metric == nil ? nil : "`--repeats` and `--metric` go with neither `--row` nor `--column`"
        }
        return nil
    }

    func run() async throws {
        let surroundings = try Surroundings()
        do {
            let answer = try answer(try await explained(surroundings))
            Console.standard.say(format.format == .json ? answer.json.pretty : answer.text, as: format.format)
        } catch let failure as Failure {
            throw failure.naming(filesOf: surroundings.directory)
        }
    }

    private static func value<Value: RawRepresentable & CaseIterable>(_ text: String) throws -> Value where Value.RawValue == String {
        if let value = Value(rawValue: text) { return value }
        throw ValidationError("it is \(Suggestion.list(Value.allCases.map(\.rawValue))), not `\(text)`")
    }

    private func answer(_ explained: ExplainedModel) throws -> (text: String, json: JSON) {
        let view = ExplainView(name: file)
        if !columns.isEmpty {
            let found = try columns.map { try explained.dependence(on: $0, class: ofClass, row: rows.first, rows: most) }
            return (found.map { view.text($0, row: rows.first) }.joined(separator: "\n"), .array(found.map { $0.json(curves: curves) }))
        }
        if change {
            let goal = try ChangeGoal(to, of: explained)
            let found = try rows.map { ($0, try explained.changes(row: $0, to: goal, fixed: fixed)) }
            return (
                found.map { view.text($1, row: $0) }.joined(separator: "\n"),
                .array(found.map { .object([.init("row", .int($0)), .init("found", .array($1.map(\.json)))]) })
            )
        }
        if !rows.isEmpty {
            let nearby = ExplainedModel.Nearby(samples: samples ?? ExplainedModel.Nearby.standardSamples, width: kernelWidth)
            let found = try rows.map {
                try explained.explain(
                    row: $0, class: ofClass, method: method, orders: orders ?? ExplainedModel.standardOrders, nearby: nearby)
            }
            return (found.map(view.text).joined(separator: "\n"), .array(found.map(\.json)))
        }
        let found = try explained.importance(by: metric, repeats: repeats ?? Self.standardRepeats, rows: most)
        return (view.text(found), EvaluationReport.Importance.keys.json(found))
    }

    private func explained(_ surroundings: Surroundings) async throws -> ExplainedModel {
        let context = StageContext(engines: surroundings.engines(), threads: reading.threads)
        let finder = ModelFinder(name: model, project: project, surroundings: surroundings)
        let named = reading.schema.map { surroundings.directory.pushing(FilePath($0)) }
        let asked: AskedModel
        let found = try finder.find(hasSchema: named != nil)
        switch found {
        case .bundle(let folder): asked = try AskedModel(bundle: folder, context: context)
        case .file(let path):
            let place = try named ?? finder.projectSchema()
            let schema = try SchemaFile(place, name: place.name(in: surroundings.directory)).schema
            asked = try AskedModel(model: path, schema: schema, context: context)
        }
        let files = try FileReading(
            reading.read, of: [file] + (background.map { [$0] } ?? []), project: project.project, model: found.path, surroundings)
        let tables = TableReading(files, schema: asked.schema, surroundings, context)
        let table = try await tables.table(file).table()
        var others: Table?
        if let background { others = try await tables.table(background).table() }
        return try ExplainedModel(
            asked.bytes, name: model, schema: asked.schema, table: table, background: others, seed: seed, context: context)
    }
}
