internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// `mlkit check log [ITEM…]`: who answered what, and when.
struct CheckLogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Show the history of the answers, from git, newest first.",
        discussion: """
            Every commit that changed an answer is listed, also one that was made by hand, and those of branches that \
            were merged. Times are the author's, in UTC.
            """)

    @Argument(help: "Only these items, by id or the beginning of one.", completion: .names(.items))
    var items: [String] = []

    @Option(help: ArgumentHelp("Only changes by a person: a part of the name or address.", valueName: "person"),
        completion: .names(.people))
    var by: String?

    @Option(help: ArgumentHelp("Only changes from a day on.", valueName: "date"))
    var since: String?

    @Option(help: ArgumentHelp("Only changes up to a day, it included.", valueName: "date"))
    var until: String?

    @Option(help: ArgumentHelp("At most so many changes.", valueName: "number"))
    var limit: Int?

    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is a number from 1 on") }
    }

    func run() throws {
        let surroundings = try Surroundings()
        let root = try project.root(surroundings)
        let since = try since.map { try Timestamp(argument: $0) }
        let before = try until.map { try Timestamp(argument: $0).end(of: $0) }
        let files = LocalFileSystem(.whole)
        let history = try AnswerHistory(
            project: root, git: surroundings.git(), files: files, seal: UserSeal(environment: surroundings.environment).seal)
        let filter = AnswerFilter(items: try ids(history), person: by, since: since, before: before)
        let changes = history.changes(matching: filter)
        let shown = Array(changes.prefix(limit ?? changes.count))
        switch format.format {
        case .text: Console.standard.say(LogView(isColoured: Console.standard.outputIsColoured).text(shown))
        case .json: Console.standard.output(JSON.array(shown.map(\.json)).pretty)
        }
        explain(history, shown)
    }

    /// Items that have a history go by it, so that one that is in no list any more can be asked for. What an item was
    /// called before belongs to it.
    private func ids(_ history: AnswerHistory) throws -> Set<String> {
        guard !items.isEmpty else { return [] }
        let known = Set(history.changes.map(\.item))
        let checklist = try? LoadedChecklist(project).checklist
        return try items.reduce(into: []) { ids, name in
            if let found = checklist?.reports.first(where: { $0.item.id == name })?.item {
                ids.formUnion([found.id] + found.formerIDs)
            } else if known.contains(name) {
                ids.insert(name)
            } else {
                let found = try LoadedChecklist(project).checklist.find(name).item
                ids.formUnion([found.id] + found.formerIDs)
            }
        }
    }

    /// Says why little or nothing is shown.
    private func explain(_ history: AnswerHistory, _ shown: [AnswerChange]) {
        let words: String? =
            if !history.hasCommits {
                "there is no history yet: nothing was committed"
            } else if history.changes.isEmpty {
                "there is no history yet: no answer was committed"
            } else if shown.isEmpty {
                "no change of an answer is like that"
            } else {
                nil
            }
        if let words { Console.standard.error("\(words)\n") }
        guard history.isCut else { return }
        Console.standard.error("only a part of the history is in this clone; `git fetch --unshallow` gets the rest\n")
    }
}

extension Timestamp {
    /// What comes right after the moment, or after the day if its text names no time.
    fileprivate func end(of text: String) -> Timestamp {
        Timestamp(seconds: seconds + (text.contains(":") ? 1 : 86_400))
    }
}
