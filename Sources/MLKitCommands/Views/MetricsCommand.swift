internal import ArgumentParser
internal import MLKitCore
internal import MLKitSnapshots

/// `mlkit metrics`: the figures that stages reported.
struct MetricsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics", _superCommandName: RootCommand.name,
        abstract: "Show the metrics of stages, now or at commits.",
        discussion: """
            Metrics are what a built-in stage reports of its last success, and the files that a command names under \
            `metrics`. Those that were measured on a split of the data name it, and are not ranked with those of another.
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, csv, markdown
    }

    @Argument(help: "Stages to show; all that have metrics if none is named.", completion: .names(.stages))
    var stages: [String] = []

    @Option(help: ArgumentHelp("A commit, branch or tag to show; may be given again.", valueName: "revision"))
    var rev: [String] = []

    @Flag(help: "Show every local branch.")
    var allBranches = false

    @Option(help: ArgumentHelp("Sort by a metric, largest first.", valueName: "metric"))
    var sort: String?

    @Flag(help: "Sort smallest first.")
    var ascending = false

    @Option(help: "How to write the table: text, json, csv or markdown.")
    var format = Format.text

    @OptionGroup var project: ProjectOption

    func validate() throws {
        if ascending, sort == nil { throw ValidationError("--ascending goes with --sort METRIC") }
    }

    func run() throws {
        let surroundings = try Surroundings()
        let snapshots = try Snapshots(project, surroundings).metrics(rev, allBranches: allBranches)
        var problems = [Diagnostic]()
        var metrics = try Snapshots.metrics(of: stages, in: snapshots, problems: &problems)
        // Tables for people have a row for each split.
        if format == .text || format == .markdown { metrics = metrics.flatMap(\.parts) }
        if let sort { metrics = try MetricTable.sorted(metrics, by: sort, ascending: ascending) }
        let view = MetricsView(metrics: metrics, showsRevisions: !rev.isEmpty || allBranches)
        switch format {
        case .text: Console.standard.say(view.text)
        case .json: Console.standard.output(view.json.pretty)
        case .csv: Console.standard.output(view.csv)
        case .markdown: Console.standard.output(view.markdown)
        }
        try Snapshots.tell(problems)
    }
}
