internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore
internal import MLKitSpec

/// `mlkit check`: how far the project has come, and what is in the way.
struct CheckProgressCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "progress", abstract: "Show progress by section and by maturity. (default)")

    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func run() throws {
        let loaded = try LoadedChecklist(project)
        let maturity = loaded.spec.project.maturity
        let checklist = try loaded.glanced()
        let progress = checklist.progress(towards: maturity)
        switch format.format {
        case .text:
            let view = ProgressView(
                progress: progress, scores: checklist.scores, maturity: maturity,
                isColoured: Console.standard.outputIsColoured)
            Console.standard.output(view.text)
        case .json: Console.standard.output(json(progress, checklist.scores, maturity).pretty)
        }
        loaded.conclude()
    }

    /// `{"maturity", "sections": [{"id", "title", …tally}], "levels": [{"maturity", …tally}], "blocking": [{"id",
    /// "title", "state", "reason"}]}`, where a tally is `done`, `open`, `stale`, `overdue`, `skipped`, `waived`, `total`.
    /// Also `"scores"`, of the lists that give points or levels, as in `Score.json`.
    private func json(_ progress: Progress, _ scores: [Score], _ maturity: Maturity) -> JSON {
        [
            "maturity": .string(maturity.rawValue),
            "sections": .array(
                progress.sections.map { section in
                    .object(
                        [.init("id", .string(section.id)), .init("title", .string(section.title))]
                            + section.tally.members)
                }),
            "levels": .array(
                progress.levels.map { level in
                    .object([.init("maturity", .string(level.maturity.rawValue))] + level.tally.members)
                }),
            "blocking": .array(progress.blocking.map(\.json)), "scores": .array(scores.map(\.json)),
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
