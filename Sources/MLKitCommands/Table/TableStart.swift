internal import MLKitCore
internal import MLKitScaffold
internal import MLKitSpec
internal import MLKitTables
internal import SystemPackage

/// A table that a project is made for: what was found in it, and the answers to a template's questions that follow.
struct TableStart {
    /// What messages call the table.
    let name: String
    /// Those of a table somewhere else are there as long as it is.
    let files: TableFiles
    /// A table somewhere else, which stays there.
    let fetched: FetchedTable?
    let survey: TableSurvey

    /// - Parameters:
    ///   - read: how it is written, as far as that was said.
    ///   - prompter: asks which table of a database it is; `nil` if nobody can be asked.
    /// - Throws: `Failure` for what is no table, or cannot be read.
    init(_ name: String, read: ReadingOptions, _ prompter: (any Prompter)?, _ surroundings: Surroundings) throws {
        let context = StageContext(engines: surroundings.engines(), threads: Surroundings.cores)
        fetched = try Self.fetched(name, read, context)
        self.name = fetched?.name ?? name
        files = try TableFiles(fetched?.path.string ?? name, directory: surroundings.directory)
        var read = fetched?.read ?? read
        if fetched == nil { read.table = try read.table ?? (read.query == nil ? Self.chosenTable(of: files, name, prompter) : nil) }
        if Console.standard.errorIsTerminal { Console.standard.error("looking at `\(name)`\n") }
        let directory = surroundings.directory
        do {
            let names = { [fetched] (path: FilePath) in fetched?.name ?? path.name(in: directory) }
            survey = try TableSurvey(files.paths, name: self.name, names: names, read: read, context: context)
        } catch let failure as Failure {
            throw failure.naming(filesOf: directory).sayingRead
        }
    }

    private static func fetched(_ name: String, _ read: ReadingOptions, _ context: StageContext) throws -> FetchedTable? {
        guard FetchedTable.isAddress(name) else { return nil }
        if let secret = FetchedTable.secret(in: name) {
            throw Failure(
                "the address has `\(secret)` in it, by which whoever reads it may fetch the table: the project would keep it in git",
                hint: "fetch it yourself, `curl -o table.csv 'ADDRESS'`, and name the file: `--data table.csv`; an object of S3 is "
                    + "`s3://BUCKET/KEY`, with the key in `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` of the environment")
        }
        if Console.standard.errorIsTerminal { Console.standard.error("fetching `\(name.prefix { $0 != "?" && $0 != "#" })`\n") }
        return try Waiting.run { try await FetchedTable(name, read: read, context: context) }
    }

    /// The most tables of a database that are listed.
    private static let mostTables = 20

    /// Which of several tables of a database is meant; `nil` where there is only one.
    private static func chosenTable(of files: TableFiles, _ name: String, _ prompter: (any Prompter)?) throws -> String? {
        let tables = try files.databaseTables()
        guard tables.count > 1 else { return nil }
        if let prompter {
            let question = OwnQuestion(
                "table", help: "Which table of `\(name)` is the project for?", choices: tables.map { ($0, nil) }, option: "--table ")
            return try question.ask(prompter)
        }
        let more = tables.count - mostTables
        throw Failure(
            "which of the \(tables.count) tables of `\(name)` is meant?",
            notes: tables.prefix(mostTables).map { "`\($0)`" } + (more > 0 ? ["and \(plural(more, "other"))"] : []),
            hint: "say it with `--table`, for example `--table \(ShellText.shown(tables[0]))`; "
                + "`--read '{query: …}'` takes rows of several")
    }

    /// How the column to predict is known.
    enum Target {
        case named(String)
        case chosen(TargetChoice)
        /// Guessed, if there is hardly a doubt.
        case sure
        /// Guessed in any case, as a suggestion.
        case guessed
    }

    /// What a project is to do with the table.
    ///
    /// - Parameters:
    ///   - task: what there is to learn, if that was said.
    ///   - seed: what rows are shuffled by, if that was said.
    /// - Throws: `Failure` where nobody says which column is to be predicted, or it cannot be that one.
    func proposal(target: Target, task: String?, seed: String?) throws -> TableProposal {
        let task = try task.map { try self.task($0) }
        // The template's own, where another was not said.
        let seed = seed.flatMap { Int($0) } ?? 42
        let (column, why) = try column(target)
        return try survey.proposal(target: column, task: task, seed: seed, because: why)
    }

    private func column(_ target: Target) throws -> (name: String, why: String) {
        if case .named(let name) = target { return (name, "as chosen") }
        guard let guess = survey.guess else { throw noTarget }
        switch target {
        case .chosen(let choice): return (try choice.ask(survey, name, guess), "as chosen")
        case .sure where !guess.isSure: throw open(guess)
        default: return (guess.name, "guessed, since \(guess.why)")
        }
    }

    private func task(_ text: String) throws -> TargetTask {
        guard let task = TargetTask(rawValue: text) else {
            let known = [TargetTask.classification, .regression].map(\.rawValue)
            throw Failure("`\(text)` is no task", hint: Suggestion.hint(for: text, among: known))
        }
        return task
    }

    private var noTarget: Failure {
        let notes = survey.candidates.prefix(20).compactMap { one in one.obstacle.map { "`\(one.name)`: \($0)" } }
        return Failure("no column of `\(name)` can be predicted", notes: notes)
    }

    private func open(_ guess: TargetGuess) -> Failure {
        guard survey.columns.count > 1 else {
            return Failure("`\(name)` has one column only, `\(guess.name)`: there is nothing to learn from")
        }
        let columns = survey.candidates.prefix(40).map { one in
            "`\(one.name)`: \(one.words)" + (one.obstacle.map { "; not to be predicted, as \($0)" } ?? "")
        }
        let more = survey.columns.count - columns.count
        return Failure(
            "which column of `\(name)` is to be predicted?", notes: columns + (more > 0 ? ["and \(plural(more, "other"))"] : []),
            hint: "say it with `--target`, for example `--target \(ShellText.shown(guess.name))`, \(guess.why)")
    }
}
