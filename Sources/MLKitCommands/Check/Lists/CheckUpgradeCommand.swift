internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore

/// `mlkit check upgrade`: what newer lists bring, and what they do to the answers there are.
struct CheckUpgradeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade", abstract: "Show what is new, changed or gone in the lists, and move records along.",
        discussion: """
            Answers belong to items by their ids and stay. Items whose version was raised since, or that say something \
            else now, show as stale until they are answered again, or the answer is confirmed. A record whose item has another id now is \
            moved, in a commit of its own. What the lists hold is then noted in .mlkit/seen/, in one more commit, and is what the next \
            upgrade compares with.
            """)

    @Option(
        help: ArgumentHelp(
            "Move the record of an item that is gone to another one; may be given again.", valueName: "old=new"))
    var move: [String] = []

    @Option(
        help: ArgumentHelp(
            "Say that the answer to a changed item still holds; may be given again, `all` for every one.",
            valueName: "item"), completion: .names(.items))
    var confirm: [String] = []

    @Flag(help: "Change nothing, only show.")
    var dryRun = false

    @Flag(inversion: .prefixedNo, help: "Commit what is moved and noted.")
    var commit = true

    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func run() throws {
        let loaded = try LoadedChecklist(project)
        var upgrade = try loaded.checklist.upgrade(moving: move.map(Self.move))
        let wanted = try wanted(upgrade, loaded.checklist)
        upgrade.changed.removeAll { changed in wanted.contains { $0.id == changed.report.item.id } }
        var view = UpgradeView(upgrade: upgrade, isDry: dryRun, isColoured: Console.standard.outputIsColoured)
        if !dryRun {
            let answering = try loaded.answering(commits: commit)
            view.confirmed = try wanted.map { ($0.id, try loaded.checklist.confirm($0, answering).history) }
            for move in upgrade.moves { view.moved[move.from] = try loaded.checklist.move(move, answering).history }
            view.noted = try loaded.checklist.noteItems(answering)
        }
        switch format.format {
        case .text: Console.standard.say(view.text)
        case .json: Console.standard.output(view.json.pretty)
        }
        if let last = view.lastCommit { loaded.remarkOnCommit(last) }
        loaded.hashes.save()
    }

    /// The changed items whose answers are to be confirmed.
    private func wanted(_ upgrade: ListUpgrade, _ checklist: Checklist) throws -> [ChecklistItem] {
        let changed = upgrade.changed.map(\.report.item)
        return try confirm.flatMap { name -> [ChecklistItem] in
            if name == "all" { return changed }
            let item = try checklist.find(name).item
            guard changed.contains(where: { $0.id == item.id }) else {
                throw Failure("`\(item.id)` has not changed since it was answered, so there is nothing to confirm")
            }
            return [item]
        }
    }

    private static func move(_ text: String) throws -> ListUpgrade.Move {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false).map { String($0).trimmed }
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
            throw Failure("`\(text)` is no move", hint: "write it as in `--move data.old-name=data.new-name`")
        }
        return ListUpgrade.Move(from: parts[0], to: parts[1])
    }
}
