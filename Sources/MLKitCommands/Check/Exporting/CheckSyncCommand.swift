internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore
internal import MLKitRunning
internal import SystemPackage

/// `mlkit check sync FILE`: what was ticked and written in an exported list becomes records.
struct CheckSyncCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Record what was ticked, unticked or answered in an exported Markdown list.",
        discussion: """
            A tick marks an item done, a tick taken away reopens it, and the text after `answer:` answers a question. \
            Each becomes a record with a commit of its own, as with `mlkit check done`. What was answered since the \
            export is never undone: it is reported, and nothing is done about it.
            """)

    @Argument(help: ArgumentHelp("The list, as `mlkit check export markdown` wrote it.", valueName: "file"), completion: .file())
    var file: String

    @Flag(help: "Only show what would be recorded.")
    var dryRun = false

    @Flag(inversion: .prefixedNo, help: "Commit the records.")
    var commit = true

    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func run() throws {
        let loaded = try LoadedChecklist(project)
        let path = loaded.surroundings.directory.pushing(FilePath(file)).lexicallyNormalized()
        let bytes = try loaded.files.read(path, limit: Self.sizeLimit)
        if !dryRun { try OwnFolders.check(writing: path, in: loaded.root, git: loaded.surroundings.git) }
        let plan = try loaded.glanced().plan(syncing: bytes, file: file)
        var problems = plan.problems
        if dryRun { show(plan) } else { problems += try carryOut(plan, bytes, path, loaded) }
        let renderer = DiagnosticRenderer(colour: Console.standard.errorIsColoured)
        for problem in problems { Console.standard.error(renderer.render(problem) + "\n") }
        loaded.conclude()
        if problems.contains(where: { $0.severity == .error }) { throw ExitCode(1) }
    }

    /// The most bytes that a list may have.
    private static let sizeLimit = 16 << 20

    private func show(_ plan: SyncPlan) {
        guard format.format == .text else { return output(plan, []) }
        var table = TextTable()
        for change in plan.changes {
            table.add(
                change.word, change.item.id, "\(file):\(change.place.line)",
                (change.answer ?? change.item.title).shortened)
        }
        let count = plural(plan.changes.count, "change")
        Console.standard.say(table.text() + "\(count) would be recorded\n")
    }

    /// - Returns: what went wrong with single changes.
    private func carryOut(
        _ plan: SyncPlan, _ bytes: [UInt8], _ path: FilePath, _ loaded: LoadedChecklist
    ) throws -> [Diagnostic] {
        var problems = [Diagnostic]()
        var done = [RecordChange]()
        let answering = try plan.changes.isEmpty ? nil : loaded.answering(commits: commit)
        for change in plan.changes {
            guard let answering else { break }
            do {
                let record = try loaded.checklist.carryOut(change, answering)
                done.append(record)
                if format.format == .text { loaded.report(record) } else { loaded.remarkOnCommit(record.history) }
            } catch let failure as Failure {
                problems += failure.diagnostics.map { problem in
                    var problem = problem
                    problem.location = problem.location ?? change.place
                    return problem
                }
            }
        }
        try refresh(path, bytes, plan, done)
        if format.format == .json {
            output(plan, done.map(\.item.id))
        } else if plan.changes.isEmpty {
            Console.standard.say("nothing to record\n")
        }
        return problems
    }

    /// Brings what the file remembers up to date, so that it can be edited and synced again.
    private func refresh(_ path: FilePath, _ bytes: [UInt8], _ plan: SyncPlan, _ done: [RecordChange]) throws {
        let now = try LoadedChecklist(project)
        if format.format == .text { for change in done where change.record.status == .done { try now.remark(on: change) } }
        let refreshed = try now.glanced().refreshed(bytes, plan, carriedOut: done.map(\.item.id))
        if refreshed != bytes { try LocalFileSystem().write(refreshed, to: path) }
    }

    /// `{"changes": [{"item", "change": "done", "answer" or "reopen", "answer", "line", "recorded"}], "problems":
    /// [diagnostic]}`.
    private func output(_ plan: SyncPlan, _ done: [String]) {
        let changes = plan.changes.map { change -> JSON in
            [
                "item": .string(change.item.id), "change": .string(change.word),
                "answer": change.answer.map { .string($0) } ?? .null, "line": .int(change.place.line),
                "recorded": .bool(done.contains(change.item.id)),
            ]
        }
        Console.standard.say(
            JSON.object([
                .init("changes", .array(changes)), .init("problems", .array(plan.problems.map(\.json))),
            ]).pretty)
    }
}
