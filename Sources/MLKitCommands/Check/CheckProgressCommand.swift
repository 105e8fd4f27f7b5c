internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore
internal import MLKitSpec

/// `mlkit check`: how far the project has come, and what is in the way.
struct CheckProgressCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "progress", abstract: "Show progress by section and by maturity. (default)")

    @Flag(name: [.short, .long], help: "Walk through the items one by one, on a terminal.")
    var interactive = false

    @Flag(help: "With -i: also items that are settled.")
    var all = false

    @Option(help: "With -i: begin with this item.", completion: .names(.items))
    var from: String?

    @OptionGroup(title: "Items to walk through, with -i") var selection: ItemSelection
    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func validate() throws {
        guard interactive else {
            guard selection.isEmpty, !all, from == nil else {
                throw ValidationError(
                    "items are selected for -i; without it, `mlkit check list` takes the same options")
            }
            return
        }
        guard format.format == .text else { throw ValidationError("-i and --format json do not go together") }
        let console = Console.standard
        guard console.inputIsTerminal, console.outputIsTerminal else {
            throw ValidationError(
                "-i needs a terminal; without one, `mlkit check next` and `mlkit check done` do the same")
        }
    }

    func run() throws {
        if interactive {
            var walk = try ChecklistWalk(project, selection, all: all, from: from)
            return try walk.run()
        }
        let loaded = try LoadedChecklist(project)
        let maturity = loaded.spec.project.maturity
        let checklist = try loaded.glanced()
        let progress = checklist.progress(towards: maturity)
        switch format.format {
        case .text:
            let view = ProgressView(
                progress: progress, scores: checklist.scores, maturity: maturity,
                isColoured: Console.standard.outputIsColoured, width: Console.standard.outputWidth)
            Console.standard.say(view.text)
            let excuses = checklist.reports.excuses
            if !excuses.isEmpty { Console.standard.say("\nscans: \(excuses.words)\n") }
            if let served = checklist.served {
                Console.standard.say("\n\(served.words): what is said of the model is not said of it; \(served.advice)\n")
            }
        case .json: Console.standard.output(json(progress, checklist, maturity).pretty)
        }
        loaded.conclude()
    }

    /// `{"maturity", "sections": [{"id", "title", …tally, "ahead": tally of what `goal` requires}], "levels":
    /// [{"maturity", …tally}], "blocking": [{"id", "title", "state", "reason"}], "goal": level, "ahead": [as in
    /// `blocking`]}`, where a tally is `done`, `open`, `stale`, `overdue`, `skipped`, `waived`, `total`. `blocking` is
    /// what the project's own level requires; `goal` is the level to reach next, `null` if nothing is open, and `ahead`
    /// what that requires. `scores` are of the lists that give points or levels, as in `Score.json`; `served` is
    /// `ServedVersion.json` or `null`.
    private func json(_ progress: Progress, _ checklist: Checklist, _ maturity: Maturity) -> JSON {
        [
            "maturity": .string(maturity.rawValue),
            "sections": .array(
                progress.sections.map { section in
                    .object(
                        [.init("id", .string(section.id)), .init("title", .string(section.title))]
                            + section.tally.members + [.init("ahead", .object(section.ahead.members))])
                }),
            "levels": .array(
                progress.levels.map { level in
                    .object([.init("maturity", .string(level.maturity.rawValue))] + level.tally.members)
                }),
            "blocking": .array(progress.blocking.map(\.json)),
            "goal": progress.goal.map { .string($0.rawValue) } ?? .null, "ahead": .array(progress.ahead.map(\.json)),
            "scores": .array(checklist.scores.map(\.json)), "served": checklist.served?.json ?? .null,
        ]
    }
}

extension ItemReport {
    /// `{"id", "title", "maturity", "state", "reason"}`.
    var json: JSON {
        [
            "id": .string(item.id), "title": .string(item.title), "maturity": .string(item.maturity.rawValue),
            "state": .string(word), "reason": .string(reason),
        ]
    }
}
