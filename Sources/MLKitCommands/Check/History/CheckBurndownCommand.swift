internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore
internal import MLKitSpec

/// `mlkit check burndown`: progress over time.
struct CheckBurndownCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "burndown", abstract: "Show how answers grew over the history.",
        discussion: """
            Each point is what the branch had at the end of a day (UTC), judged by the answers in git, and by the \
            lists and mlkit.yaml as they are now. What probes found is in no commit: what they find today counts for \
            all days. The last point is what `mlkit check` shows.
            """)

    @Option(help: "A point for each day or week; by the length of the history if left out.")
    var by: BurndownStep?

    @Option(help: "How to write the result: text, json, csv or svg.")
    var format = BurndownFormat.text

    @OptionGroup var project: ProjectOption

    func run() throws {
        let loaded = try LoadedChecklist(project)
        let history = try AnswerHistory(
            project: loaded.root, git: loaded.surroundings.git(), files: LocalFileSystem(.whole), seal: loaded.seal)
        let burndown = try loaded.glanced().burndown(history, by: by?.interval, now: Surroundings.timestamp)
        switch format {
        case .text: Console.standard.output(text(burndown))
        case .json: Console.standard.output(burndown.json.pretty)
        case .csv: Console.standard.output(burndown.csv)
        case .svg: Console.standard.output(BurndownPicture(burndown: burndown, title: loaded.spec.project.name).svg)
        }
        if burndown.points.isEmpty { Console.standard.error("there is no history yet: no answer was committed\n") }
        loaded.conclude()
    }

    private func text(_ burndown: Burndown) -> String {
        let console = Console.standard
        return BurndownChart(burndown: burndown, width: console.width, isColoured: console.outputIsColoured).text
    }
}

/// How progress over time is written.
enum BurndownFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, csv, svg
}

/// What `--by` takes.
enum BurndownStep: String, CaseIterable, ExpressibleByArgument {
    case day, week

    var interval: Burndown.Interval { self == .day ? .day : .week }
}

extension Burndown {
    /// `{"by", "points": [{"day", "done", "excused", "open", "total"}]}`, `excused` being skipped or waived.
    var json: JSON {
        [
            "by": .string(interval.rawValue),
            "points": .array(
                points.map { point in
                    [
                        "day": .string(point.day.day), "done": .int(point.tally.done), "excused": .int(point.excused),
                        "open": .int(point.open), "total": .int(point.tally.total),
                    ]
                }),
        ]
    }

    var csv: String {
        let lines = points.map { "\($0.day.day),\($0.tally.done),\($0.excused),\($0.open),\($0.tally.total)\n" }
        return "day,done,excused,open,total\n" + lines.joined()
    }
}
