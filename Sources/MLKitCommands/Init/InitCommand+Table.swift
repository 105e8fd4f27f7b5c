internal import MLKitCore
internal import MLKitScaffold
internal import MLKitSpec
internal import MLKitTables
internal import SystemPackage

extension InitCommand {
    /// Looks at the table that was named, or is the only one there, for a template that asks for what is found in it.
    ///
    /// - Returns: what the template is answered; `nil` where there is no table. Of one that cannot be read, or in which nobody
    ///   says what is to be predicted, it is the place alone, and a warning says so.
    /// - Throws: `Failure` for a table that something was said of, and that will not do.
    func foundTable(_ template: Template, in folder: FilePath, _ surroundings: Surroundings) throws -> FoundTable? {
        let assigned = try AssignedAnswers(parsing: set)
        if table.isSaid {
            try TableAnswers.check(template)
            try table.check(assigned)
            guard let data = try table.data ?? onlyTable(in: folder, assigned, surroundings).map({ folder.pushing(FilePath($0)).string })
            else {
                throw Failure(
                    "it is not known which table is meant\(try whyUnknown(in: folder, surroundings))", hint: "name it with `--data FILE`")
            }
            return try look(at: data, in: folder, template, assigned, surroundings, isNamed: true)
        }
        guard template.questions.contains(where: { $0.kind == .mapping }), assigned["data"] == nil || assigned["data"] == "own",
            try !LocalFileSystem().exists(folder.appending(ProjectSpec.fileName))
        else { return nil }
        let place = try onlyTable(in: folder, assigned, surroundings)
        do {
            guard let place else {
                let why = try whyUnknown(in: folder, surroundings)
                throw unseen("it is not known which table the stages are for\(why)", "source and target", "name it with `--data FILE`")
            }
            return try look(at: folder.pushing(FilePath(place)).string, in: folder, template, assigned, surroundings, isNamed: false)
        } catch let failure as Failure {
            warn(failure)
            return place.map { FoundTable(.init(known: Self.answers(place: $0))) }
        }
    }

    /// What is not found is no reason to stop.
    private func warn(_ failure: Failure) {
        warn(of: failure.diagnostics.map { problem in
            var copy = problem
            copy.severity = .warning
            return copy
        })
    }

    /// Where the table is, of which nothing else is known.
    private static func answers(place: String) -> AnswerSource {
        let answers: [String: JSON] = ["data": "own", "source": .string(place)]
        return AnswerSource("what was found in `\(place)`", answers.mapValues { AnswerSource.Answer($0) })
    }

    /// Whether it was said which table the stages are for, or what of it is to be predicted.
    func namesTable() throws -> Bool {
        let assigned = try AssignedAnswers(parsing: set)
        return table.isSaid || assigned["source"] != nil || assigned["target"] != nil
    }

    /// The file that `--set source=` names, or the only table there.
    private func onlyTable(in folder: FilePath, _ assigned: AssignedAnswers, _ surroundings: Surroundings) throws -> String? {
        guard let place = try assigned["source"] ?? RepositorySurvey(of: folder, environment: surroundings.git()).sourceTable,
            try LocalFileSystem().information(at: folder.pushing(FilePath(place)))?.kind == .file
        else { return nil }
        return place
    }

    /// ", since there are three: …".
    private func whyUnknown(in folder: FilePath, _ surroundings: Surroundings) throws -> String {
        let tables = try RepositorySurvey(of: folder, environment: surroundings.git()).tables
        guard tables.count > 1 else { return tables.isEmpty ? ", since no table was found here" : "" }
        return ", since there are \(tables.count): \(Suggestion.list(Array(tables.prefix(5))))" + (tables.count > 5 ? " and others" : "")
    }

    /// Why the stages are proposed without a look at a table.
    private func unseen(_ problem: String, _ open: String, _ hint: String) -> Failure {
        Failure("\(problem): \(open) of the proposed stage \(open.contains(" ") ? "are" : "is") to be filled in", hint: hint)
    }

    private func look(
        at data: String, in folder: FilePath, _ template: Template, _ assigned: AssignedAnswers, _ surroundings: Surroundings, isNamed: Bool
    ) throws -> FoundTable {
        let start = try TableStart(data, read: table.options(), prompter, surroundings)
        guard let source = start.fetched == nil ? start.files.source(in: folder) : start.files.source else {
            throw Failure(
                "`\(data)` is not in the project `\(folder)`",
                hint: "copy it there first, for example into `data/original`; or make a new project for it with `mlkit new NAME --data`")
        }
        let target = table.target ?? assigned["target"]
        guard isNamed || target != nil || start.survey.guess?.isSure == true || prompter != nil else {
            throw unseen("it is not known which column of `\(source)` is to be predicted", "target", "say it with `--target COLUMN`")
        }
        func answers(_ target: TableStart.Target) throws -> FoundTable.Answers {
            let proposal = try start.proposal(target: target, task: assigned["task"], seed: assigned["seed"])
            let table = TableAnswers(name: source, proposal: proposal, source: source, address: start.fetched?.source, template: template)
            return FoundTable.Answers(known: table.known, table: table)
        }
        if let target { return FoundTable(try answers(.named(target))) }
        guard prompter != nil, start.survey.guess != nil else { return FoundTable(try answers(.sure)) }
        let known = FoundTable.Answers(known: Self.answers(place: source))
        return FoundTable((try? answers(.guessed)) ?? known) {
            do {
                return try answers(.chosen(TargetChoice()))
            } catch let failure as Failure where !isNamed {
                warn(failure)
                return known
            }
        }
    }
}

/// A table that a project is adopted with.
struct FoundTable {
    /// What a template is answered, and what is said of it where the table was looked at.
    struct Answers {
        let known: AnswerSource
        var table: TableAnswers?
    }

    /// As long as nobody was asked.
    let shown: Answers
    private let ask: (() throws -> Answers)?

    init(_ shown: Answers, asking ask: (() throws -> Answers)? = nil) {
        (self.shown, self.ask) = (shown, ask)
    }

    /// What is answered by a person at the terminal, where there is something to ask.
    func asked(_ heading: Heading) throws -> Answers {
        guard let ask else { return shown }
        heading.show()
        return try ask()
    }
}
