internal import ArgumentParser
internal import MLKitCore
internal import MLKitRunning
internal import MLKitSnapshots

/// `mlkit diff`: what changed between two states of the project.
struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", _superCommandName: RootCommand.name,
        abstract: "Show which parameters, keys, metrics and outputs changed between commits.",
        discussion: """
            Parameters and keys are those of mlkit.yaml; outputs and metrics those of each stage's last success at that time, and \
            what it was given by --set. Stages that would run now are \
            shown by `mlkit status`.
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, markdown
    }

    @Argument(help: ArgumentHelp("What to compare from: a commit, branch or tag.", valueName: "revision"))
    var old = "HEAD"

    @Argument(help: ArgumentHelp("What to compare to; the working tree if left out.", valueName: "revision"))
    var new: String?

    @Option(help: "How to write what changed: text, json or markdown.")
    var format = Format.text

    @OptionGroup var project: ProjectOption

    func run() throws {
        let snapshots = try Snapshots(project, Surroundings())
        let history = try snapshots.history()
        let before = try history.snapshot(at: old)
        let after = try new.map { try history.snapshot(at: $0) } ?? snapshots.current()
        let difference = try ProjectDifference(from: before, to: after)
        let view = DifferenceView(
            difference: difference, old: old, new: new,
            isColoured: Console.standard.outputIsColoured)
        switch format {
        case .text: Console.standard.say(view.text)
        case .json: Console.standard.output(view.json.pretty)
        case .markdown: Console.standard.output(view.markdown)
        }
        try Snapshots.tell(difference.problems)
    }
}
