internal import ArgumentParser
internal import MLKitCore
internal import MLKitDeployment
internal import MLKitScaffold
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

    @Argument(help: ModelFinder.modelHelp, completion: .names(.models))
    var model: String

    @Argument(help: ModelFinder.fileHelp, completion: .file())
    var file: String?

    @Option(name: [.customShort("o"), .long], help: "Where the answers go: .csv, .tsv, .jsonl or .parquet.", completion: .file())
    var output: String?

    @Flag(help: "Print a row that the model takes, as JSON.")
    var example = false

    @Option(
        name: .customLong("keep"),
        help: ArgumentHelp("A column of the file that the answers have too, time and again.", valueName: "column"),
        completion: .names(.columnsOfFile))
    var kept: [String] = []

    @OptionGroup var reading: ReadingOption
    @OptionGroup var project: ProjectOption

    func validate() throws {
        if example {
            guard file == nil, output == nil else { throw ValidationError("`--example` is asked of the model alone") }
        } else if let lack {
            throw ValidationError(lack)
        }
    }

    /// What is not said; `nil` for nothing.
    private var lack: String? {
        if file == nil, TableFiles.isCalledTable(model) {
            return "which model is to answer `\(model)`? it stands first: `mlkit predict MODEL \(ShellText.shown(model)) -o FILE`"
        }
        switch (file, output) {
        case (nil, nil): return "a file to answer and `-o FILE` for the answers are needed, or `--example`"
        case (nil, _?): return "a file to answer is needed behind the model: `mlkit predict \(ShellText.shown(model)) FILE -o …`"
        case (_?, nil): return "`-o FILE` for the answers is needed"
        default: return nil
        }
    }

    func run() throws {
        let surroundings = try Surroundings()
        let context = StageContext(engines: surroundings.engines(), threads: reading.threads)
        let finder = ModelFinder(name: model, project: project, surroundings: surroundings)
        let named = reading.schema.map { surroundings.directory.pushing(FilePath($0)) }
        let found = try finder.find(hasSchema: named != nil)
        let prediction: BatchPrediction
        switch found {
        case .bundle(let folder): prediction = try BatchPrediction(bundle: folder, context: context)
        case .file(let path):
            let schema = try named ?? finder.projectSchema()
            let file = try SchemaFile(schema, name: schema.name(in: surroundings.directory))
            prediction = try BatchPrediction(model: path, schema: file.schema, context: context)
        }
        guard let file, let output else { return Console.standard.output(prediction.example.compact + "\n") }
        let directory = surroundings.directory
        let files = try FileReading(reading.read, of: [file], project: project.project, model: found.path, surroundings)
        do {
            let tables = try TableFiles(file, directory: directory)
            let answered = try files.options(of: tables.paths[0]).guessingEncoding(
                of: tables.paths, told: { FileReading.tell(otherText: tables.name($0, of: file, in: directory)) }
            ) { read in
                try prediction.run(
                    tables.paths, names: { tables.name($0, of: file, in: directory) }, to: directory.pushing(FilePath(output)), kept: kept,
                    read: read)
            }
            for warning in answered.warnings { FileReading.tell(.warning(warning)) }
            Console.standard.say("answered \(plural(answered.rows, "row")) in `\(output)`\n")
        } catch let failure as Failure {
            throw files.explaining(failure.naming(filesOf: directory)).sayingRead
        }
    }
}
