internal import MLKitCore
internal import MLKitScaffold
internal import MLKitSpec
internal import MLKitTables
internal import SystemPackage

/// A table that a project is made for: what was found in it, and the answers to a template's questions that follow.
struct TableStart {
    /// What messages call the table.
    let name: String
    let files: TableFiles
    let survey: TableSurvey

    /// - Parameter read: how it is written, as far as that was said.
    /// - Throws: `Failure` for what is no table, or cannot be read.
    init(_ name: String, read: ReadingOptions, _ surroundings: Surroundings) throws {
        self.name = name
        files = try TableFiles(name, directory: surroundings.directory)
        if Console.standard.errorIsTerminal { Console.standard.error("looking at `\(name)`\n") }
        let directory = surroundings.directory
        do {
            survey = try TableSurvey(
                files.paths, name: name, names: { $0.name(in: directory) }, read: read,
                context: StageContext(engines: surroundings.engines(), threads: Surroundings.cores))
        } catch let failure as Failure {
            throw failure.naming(filesOf: directory).sayingRead
        }
    }

    /// What a project is to do with the table.
    ///
    /// - Parameters:
    ///   - target: the column to predict, if that was said.
    ///   - task: what there is to learn, if that was said.
    ///   - seed: what rows are shuffled by, if that was said.
    ///   - choice: asks for the column; `nil` if nobody can be asked.
    /// - Throws: `Failure` where nobody says which column it is, or it cannot be that one.
    func proposal(target: String?, task: String?, seed: String?, choice: TargetChoice?) throws -> TableProposal {
        let task = try task.map { try self.task($0) }
        // The template's own, where another was not said.
        let seed = seed.flatMap { Int($0) } ?? 42
        if let target { return try survey.proposal(target: target, task: task, seed: seed, because: "as was said") }
        guard let guess = survey.guess else { throw noTarget }
        if let choice {
            return try survey.proposal(target: choice.ask(survey, name, guess), task: task, seed: seed, because: "as was chosen")
        }
        guard guess.isSure else { throw open(guess) }
        return try survey.proposal(target: guess.name, task: task, seed: seed, because: "guessed, since \(guess.why)")
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
        let columns = survey.candidates.prefix(40).map { "`\($0.name)`: \($0.words)" }
        let more = survey.columns.count - columns.count
        return Failure(
            "which column of `\(name)` is to be predicted?", notes: columns + (more > 0 ? ["and \(plural(more, "other"))"] : []),
            hint: "say it with `--target`, for example `--target \(ShellText.shown(guess.name))`, \(guess.why)")
    }
}
