internal import ArgumentParser

/// `mlkit data`: tables outside of any stage.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", _superCommandName: RootCommand.name,
        abstract: "Look at a table, and hold one against another.",
        discussion: """
            Files are CSV, TSV, JSON, JSON lines, Parquet, Excel or SQLite, also packed, and are read as a stage of kind `data` reads its \
            source. `show` and `compare` need no project.
            """,
        subcommands: [DataShowCommand.self, DataCompareCommand.self, DataSchemaCommand.self])
}

/// How tables are read.
struct ReadingOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How files are written, where that is not found out: keys of `read` in mlkit.yaml, such as '{decimal: \",\"}'.",
            valueName: "keys"))
    var read: String?

    @Option(help: "A schema.yaml that says what the columns are; found out if left out.", completion: .file(extensions: ["yaml"]))
    var schema: String?

    @Option(help: "Threads to use.")
    var threads = 1

    func validate() throws {
        guard threads > 0 else { throw ValidationError("`--threads` is 1 or more") }
    }
}
