internal import ArgumentParser
internal import MLKitCore
internal import MLKitScaffold

/// `mlkit apply`: bring the project into line with its spec and its template.
struct ApplyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", _superCommandName: RootCommand.name,
        abstract: "Bring the project's files into line with mlkit.yaml and the template.",
        discussion: """
            Changes of the template are merged with yours, and staged in git; nothing is committed. It is all or \
            nothing, and --undo takes it back. Where both changed the same lines, both stay in the file between \
            git's markers, and the exit code is 2. Files with changes that are in no commit are not touched.
            """)

    @Flag(help: "Take the last apply back: files, mlkit.yaml and git's index become what they were.")
    var undo = false

    @Flag(help: "Ask nothing; take the default of every question that is new.")
    var defaults = false

    @OptionGroup var options: UpdateOptions

    func validate() throws {
        guard undo, defaults || options.template != nil || !options.set.isEmpty else { return }
        throw ValidationError("--undo goes with no other option but -C and --format")
    }

    func run() throws {
        if undo { return try takeBack() }
        let update = try options.update(prompter: LinePrompter.forTerminal(unless: defaults))
        // What was done is said also if the command ends by a signal that came meanwhile.
        let result = try Uninterrupted.run {
            let result = try update.apply()
            say(result, update)
            return result
        }
        if !result.conflicts.isEmpty { throw ExitCode(2) }
    }

    private func say(_ result: UpdateResult, _ update: ProjectUpdate) {
        let report = UpdateReport(plan: update.plan, isColoured: Console.standard.outputIsColoured)
        report.warn([Diagnostic.hiddenRecord(result.ignored)].compactMap(\.self))
        switch options.format.format {
        case .json: Console.standard.output(report.json.pretty)
        case .text where update.plan.isEmpty: Console.standard.say("nothing to do: \(report.counts)\n")
        case .text: Console.standard.say("\(report.table)\(report.counts)\n\n\(next(result))")
        }
    }

    private func next(_ result: UpdateResult) -> String {
        guard result.conflicts.isEmpty else { return conflictSteps(result) }
        guard result.isStaged || !result.hasChanged else {
            return """
                next:
                  nothing to commit, as git ignores all of it; \(back(result))

                """
        }
        return """
            next:
              `git diff --cached` shows what is staged
              `git commit` keeps it, \(back(result))

            """
    }

    private func back(_ result: UpdateResult) -> String {
        if result.canBeUndone || !result.hasChanged { return "`mlkit apply --undo` takes it back" }
        let way = result.isStaged ? "`git reset --hard` takes it back" : "it cannot be taken back"
        return "\(way) (not `--undo`, which needs a `~/.cache` to write in)"
    }

    /// What git shows as unmerged is for it; where there was no room for a file, nothing has happened yet.
    private func conflictSteps(_ result: UpdateResult) -> String {
        let unmerged = result.conflicts.contains { $0.stages != nil }
        let waiting = result.conflicts.contains { $0.stages == nil }
        var steps: [String] = []
        let option = result.isSparse ? " --sparse" : ""
        if unmerged {
            steps.append("edit the files in conflict, `git add\(option)` or `git rm\(option)` each, then `git commit`")
        }
        if waiting {
            let commit = result.hasChanged ? "`git commit`, " : ""
            steps.append("where a file's place is taken: make room, put back what was there, \(commit)and `mlkit apply` again")
        }
        if result.hasChanged {
            steps.append(result.canBeUndone ? "or go back with `mlkit apply --undo`" : "or go back: \(back(result))")
        }
        return "next:\n" + steps.map { "  \($0)\n" }.joined()
    }

    private func takeBack() throws {
        let surroundings = try Surroundings()
        let undo = UpdateUndo(project: try options.project.root(surroundings), git: surroundings.git())
        let undone = try Uninterrupted.run { try undo.run() }
        switch options.format.format {
        case .json: Console.standard.output(JSON.object([JSON.Member("undone", undone.json)]).pretty)
        case .text: Console.standard.say(undone.text)
        }
    }
}

extension UpdateUndo.Outcome {
    fileprivate var json: JSON {
        switch self {
        case .nothing: .null
        case .undone(let title, let count): ["what": .string(title), "files": .int(count)]
        }
    }

    fileprivate var text: String {
        switch self {
        case .nothing: "nothing to undo\n"
        case .undone(let title, let count): "took back \(title): \(plural(count, "file")) as before\n"
        }
    }
}
