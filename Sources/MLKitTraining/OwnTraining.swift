internal import MLKitCore
internal import MLKitEvaluation
internal import MLKitONNX
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec
internal import MLKitTables
internal import SystemPackage

/// Runs a program of the user's own that trains a model and writes it as ONNX, and checks what it wrote.
struct OwnTraining {
    let command: CommandConfiguration
    let seed: Int
    let paths: TrainPaths
    let work: StageWork

    /// The variables that the program is given besides its parameters, and what stands for them in a list of words.
    enum Place: String, CaseIterable {
        case train, valid, schema, model, history, seed, threads

        var variable: String { "MLKIT_\(rawValue.uppercased())" }
        var word: String { "{\(rawValue)}" }
    }

    /// - Returns: what was measured of the model.
    /// - Throws: `Failure` if the program fails or writes no model, or the model does not fit the data, or answers what is no finite
    ///   number for one of its rows.
    func run(named name: String) async throws -> TrainingReport {
        let context = work.context
        try await start()
        guard try context.files.exists(paths.model) else {
            throw Failure(
                "`run` ended without a model", notes: ["it is to write one to the path in `\(Place.model.variable)`"],
                hint: "write the ONNX file there: how is in docs/stages.md, \"Train with a program of your own\"")
        }
        try settleHistory()
        let bytes = try context.files.read(paths.model)
        let schema = try SchemaFile(paths.schema, name: paths.schema.name(in: paths.project), files: context.files).schema
        let predictor = try Predictor(
            bytes: bytes, name: name, schema: schema, runtime: Runtime(locator: context.engines), threads: context.threads)
        var report = TrainingReport()
        report.model = name
        report.kind = try ModelMetadata(of: Model(parsing: bytes), name: name).kind ?? ModelMetadata.foreignKind
        (report.algorithm, report.task, report.target) = ("a program of your own", try schema.requireTask(), schema.target)
        report.columns = predictor.columns.count
        let engine = TableEngine(context)
        func measured(_ path: FilePath, _ split: String) throws -> MetricValues {
            let rows = try engine.table(parquet: path, schema: schema)
            let scores = try Scores(rows.target(schema), predictor.predict(rows, of: "the \(split) split")).values
            return MetricValues(Dictionary(scores.all.filter { !$0.value.isNaN }.map { ($0.metric, $0.value) }) { first, _ in first })
        }
        (report.train, report.valid) = (try measured(paths.train, "training"), try measured(paths.valid, "validation"))
        return report
    }

    private func start() async throws {
        let places: [Place: String] = [
            .train: paths.train.string, .valid: paths.valid.string, .schema: paths.schema.string, .model: paths.model.string,
            .history: paths.history.string, .seed: "\(seed)", .threads: "\(work.context.threads)",
        ]
        var words = command.arguments
        if case .words = command.program { words = words.map { Self.filled($0, places) } }
        guard let executable = words.first else { throw Failure("`run` names no program") }
        var variables = work.job.variables
        for (place, value) in places { variables[place.variable] = value }
        let folder = command.directory.map { work.job.project.pushing(FilePath($0)) } ?? work.job.project
        guard try work.context.files.information(at: folder)?.kind == .directory else {
            throw Failure("the folder `\(command.directory ?? "")`, in which `run` is to run, is not there",
                hint: "make it, or change `cwd`")
        }
        let status = try await Command(
            program(executable, variables), Array(words.dropFirst()), directory: folder, environment: variables
        ).runInPlace()
        guard status == 0 else { throw Failure("the program of `run` ended with \(status)", hint: "what it wrote is in the stage's log") }
    }

    /// A program of the stage's Python environment, if that has one of the name.
    private func program(_ name: String, _ variables: [String: String]) throws -> String {
        guard let environment = variables["VIRTUAL_ENV"], !name.contains("/") else { return name }
        let path = FilePath(environment).appending("bin").appending(name)
        return try work.context.files.exists(path) ? path.string : name
    }

    /// A word with values in place of names in braces.
    private static func filled(_ word: String, _ places: [Place: String]) -> String {
        Place.allCases.reduce(word) { $0.replacing($1.word, with: places[$1] ?? "") }
    }

    /// A history that the program wrote is a list; without one there are no steps.
    private func settleHistory() throws {
        let files = work.context.files
        guard try files.exists(paths.history) else { return try files.write(JSON.array([]).pretty, to: paths.history) }
        let name = Place.history.variable
        guard let steps = try JSON(parsing: files.read(paths.history), file: name).array, steps.allSatisfy({ $0.members != nil }) else {
            throw Failure(
                "what `run` wrote to the path in `\(name)` is no list of mappings",
                hint: "write one such as [{\"step\": 1, \"valid_loss\": 0.5}]")
        }
    }
}
