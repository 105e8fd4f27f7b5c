internal import MLKitCore
internal import MLKitScaffold
internal import MLKitSpec
internal import MLKitTables
internal import SystemPackage

extension InitCommand {
    /// Looks at the table that was named, or is the only one there, for a template that asks for what is found in it.
    ///
    /// - Returns: `nil` where there is none, or nobody said what is to be predicted, which is warned of.
    /// - Throws: `Failure` for a table that was named and will not do.
    func foundTable(_ template: Template, in folder: FilePath, _ surroundings: Surroundings) throws -> TableAnswers? {
        let assigned = try AssignedAnswers(parsing: set)
        if let data = table.data {
            try TableAnswers.check(template)
            try table.check(assigned)
            return try look(at: data, in: folder, template, assigned, surroundings, isNamed: true)
        }
        guard template.questions.contains(where: { $0.kind == .mapping }), assigned["data"] == nil || assigned["data"] == "own",
            try !LocalFileSystem().exists(folder.appending(ProjectSpec.fileName))
        else { return nil }
        do {
            guard let place = try assigned["source"] ?? RepositorySurvey(of: folder, environment: surroundings.git()).sourceTable,
                try LocalFileSystem().information(at: folder.pushing(FilePath(place)))?.kind == .file
            else { throw unseen("it is not known which table the stages are for", "name it with `--data FILE`") }
            return try look(at: folder.pushing(FilePath(place)).string, in: folder, template, assigned, surroundings, isNamed: false)
        } catch let failure as Failure {
            warn(of: failure.diagnostics.map { problem in
                var copy = problem
                copy.severity = .warning
                return copy
            })
            return nil
        }
    }

    /// Why the stages are proposed without a look at a table.
    private func unseen(_ problem: String, _ hint: String) -> Failure {
        Failure("\(problem): source and target of the proposed stage are to be filled in", hint: hint)
    }

    private func look(
        at data: String, in folder: FilePath, _ template: Template, _ assigned: AssignedAnswers, _ surroundings: Surroundings, isNamed: Bool
    ) throws -> TableAnswers {
        let start = try TableStart(data, read: table.options(), surroundings)
        guard let source = start.files.source(in: folder) else {
            throw Failure(
                "`\(data)` is not in the project `\(folder)`",
                hint: "copy it there first, for example into `data/original`; or make a new project for it with `mlkit new NAME --data`")
        }
        let target = table.target ?? assigned["target"]
        guard isNamed || target != nil || start.survey.guess?.isSure == true || prompter != nil else {
            throw unseen("it is not known which column of `\(source)` is to be predicted", "say it with `--target COLUMN`")
        }
        let proposal = try start.proposal(
            target: target, task: assigned["task"], seed: assigned["seed"], choice: prompter == nil ? nil : TargetChoice())
        return TableAnswers(name: source, proposal: proposal, source: source, template: template)
    }
}
