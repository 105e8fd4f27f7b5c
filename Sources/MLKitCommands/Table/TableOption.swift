internal import ArgumentParser
internal import MLKitCore
internal import MLKitScaffold
internal import MLKitTables

/// `--data` and what goes with it: a table that a project is made for.
struct TableOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The table that the project is for: a file, a folder of files, a pattern of them in quotes, or an address by http, https or "
                + "s3. CSV, TSV, JSON, JSON lines, Parquet or Excel, also packed; or a database of SQLite.", valueName: "file"),
        completion: .file())
    var data: String?

    @Option(help: ArgumentHelp("The column of the table that is to be predicted.", valueName: "column"), completion: .names(.columns))
    var target: String?

    @Option(
        help: ArgumentHelp(
            "How --data is written, where that is not found out: keys of `read` in mlkit.yaml, such as '{decimal: \",\"}'.",
            valueName: "keys"))
    var read: String?

    @Option(help: ArgumentHelp("Of a database in --data the table that is read, where there are several.", valueName: "name"))
    var table: String?

    /// Whether anything is said of a table.
    var isSaid: Bool { data != nil || target != nil || read != nil || table != nil }

    /// For a project that has no table yet: then one has to be named before anything is said of it.
    func checkNamed() throws {
        guard data == nil else { return }
        for (name, value) in [("--target", target), ("--read", read), ("--table", table)] where value != nil { throw Self.unnamed(name) }
    }

    private static func unnamed(_ option: String) -> ValidationError {
        ValidationError("`\(option)` is for a table, which `--data FILE` names")
    }

    /// - Throws: `Failure` for answers that contradict the table, or say its target twice.
    func check(_ assigned: AssignedAnswers) throws {
        if let data = assigned["data"], data != "own" {
            let option = self.data != nil ? "--data" : target != nil ? "--target" : read != nil ? "--read" : "--table"
            throw Failure("`\(option)` is for a table of your own, and `--set data=\(data)` names another")
        }
        guard target == nil || assigned["target"] == nil else { throw Failure("`target` is set twice, by `--target` and by `--set`") }
    }

    /// - Throws: `Failure` for keys that there are not, and where `--table` and `--read` both say what is read of a database.
    func options() throws -> ReadingOptions {
        var options = try read.map { try ReadingOptions(parsing: $0, name: "--read") } ?? ReadingOptions()
        guard let table else { return options }
        guard options.table == nil, options.query == nil else {
            throw Failure("what is read of the database is said twice, by `--table` and by `--read`")
        }
        options.table = table
        return options
    }
}
