internal import ArgumentParser
internal import MLKitCore
internal import MLKitDeployment
internal import MLKitSpec
internal import MLKitStages
internal import MLKitTables
internal import SystemPackage

/// `mlkit predict MODEL FILE -o OUT`: answers for all rows of a file.
struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict", _superCommandName: RootCommand.name,
        abstract: "Have a model answer all rows of a file.",
        discussion: """
            The file is read and cleaned as the model's data were: values that it could not have learned from are an error, with the \
            row. The answers are written row by row in the file's order: `prediction`, or `label` and the probability of each class; \
            --keep takes columns of the file over. Nothing is written if anything fails.

            With --example no file is read: a row that the model takes is printed, as the body of a request to `mlkit serve`.
            """)

    @Argument(help: ModelFinder.modelHelp, completion: .file())
    var model: String

    @Argument(help: ModelFinder.fileHelp, completion: .file())
    var file: String?

    @Option(name: [.customShort("o"), .long], help: "Where the answers go: .csv, .tsv, .jsonl or .parquet.", completion: .file())
    var output: String?

    @Flag(help: "Print a row that the model takes, as JSON.")
    var example = false

    @Option(
        name: .customLong("keep"),
        help: ArgumentHelp("A column of the file that the answers have too, time and again.", valueName: "column"))
    var kept: [String] = []

    @OptionGroup var reading: ReadingOption
    @OptionGroup var project: ProjectOption

    func validate() throws {
        if example {
            guard file == nil, output == nil else { throw ValidationError("`--example` is asked of the model alone") }
        } else if file == nil || output == nil {
            throw ValidationError("a file to answer and `-o FILE` for the answers are needed, or `--example`")
        }
    }

    func run() throws {
        let surroundings = try Surroundings()
        let prediction = try prediction(surroundings)
        guard let file, let output else { return Console.standard.output(prediction.example.compact + "\n") }
        let directory = surroundings.directory
        let own = reading.read == nil ? try finder(surroundings).projectReading() : nil
        let options = try reading.read.map { try ReadingOptions(parsing: $0, name: "--read") } ?? own?.options ?? ReadingOptions()
        do {
            let rows = try prediction.run(
                TableFiles(file, directory: directory).paths, names: { $0.name(in: directory) },
                to: directory.pushing(FilePath(output)), kept: kept, read: options)
            Console.standard.say("answered \(plural(rows, "row")) in `\(output)`\n")
        } catch let failure as Failure {
            let named = failure.naming(filesOf: directory).sayingRead
            throw own.map { Self.noting($0.stage, in: named) } ?? named
        }
    }

    /// Where what a project says of its source decided how the file was read, that may be what is wrong with it.
    private static func noting(_ stage: String, in failure: Failure) -> Failure {
        var diagnostics = failure.diagnostics
        // What says no place in the file is not of its reading.
        guard diagnostics.last?.location != nil else { return failure }
        diagnostics[diagnostics.count - 1].notes.append(
            "it was read as `read` of the stage `\(stage)` says; `--read '{}'` reads it otherwise")
        return Failure(diagnostics)
    }

    private func finder(_ surroundings: Surroundings) -> ModelFinder {
        ModelFinder(name: model, project: project, surroundings: surroundings)
    }

    private func prediction(_ surroundings: Surroundings) throws -> BatchPrediction {
        let context = StageContext(engines: surroundings.engines(), threads: reading.threads)
        let finder = finder(surroundings)
        let named = reading.schema.map { surroundings.directory.pushing(FilePath($0)) }
        switch try finder.find(hasSchema: named != nil) {
        case .bundle(let folder): return try BatchPrediction(bundle: folder, context: context)
        case .file(let path):
            let schema = try named ?? finder.projectSchema()
            let file = try SchemaFile(schema, name: schema.name(in: surroundings.directory))
            return try BatchPrediction(model: path, schema: file.schema, context: context)
        }
    }
}
