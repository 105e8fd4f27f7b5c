internal import ArgumentParser
internal import MLKitCore
internal import MLKitRunning
internal import MLKitSnapshots
internal import MLKitSpec
internal import MLKitViews
internal import SystemPackage

/// `mlkit plots`: pictures of what stages wrote.
struct PlotsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plots", _superCommandName: RootCommand.name,
        abstract: "Draw training, confusion and the series of commands as SVG.",
        discussion: """
            Train stages are drawn by their history, evaluate stages by what each classifier confuses, commands by the \
            files they name under `plots`. A file of series, CSV or JSON, can be named outright.
            """)

    @Argument(help: "Stages or files to draw; all stages if none is named.", completion: .names(.stages))
    var targets: [String] = []

    @Option(
        help: ArgumentHelp(
            "A commit, branch or tag to draw along with the working tree; may be given again.", valueName: "revision"))
    var rev: [String] = []

    @Option(help: ArgumentHelp("Folder for the pictures; `plots` in that of reports if left out.", valueName: "folder"),
        completion: .directory)
    var output: String?

    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func run() throws {
        let surroundings = try Surroundings()
        let snapshots = try Snapshots(project, surroundings)
        let current = try snapshots.current()
        let history = rev.isEmpty ? nil : try snapshots.history()
        let others = try rev.compactMap { try history?.snapshot(at: $0) }
        let plotter = try Plotter([current] + others, targets: targets)
        let root = try project.root(surroundings)
        let folder = output.map { FilePath($0) } ?? FilePath("\(current.spec.layout.reports)/plots")
        let base = output == nil ? root : surroundings.directory
        if output == nil { try OwnFolders.check(writingIn: folder, of: root, git: surroundings.git()) }
        let files = LocalFileSystem()
        try OwnFolders.check(writing: base.pushing(folder), in: root, git: surroundings.git)
        for plot in plotter.plots { try files.write(plot.svg, to: base.pushing(folder).appending(plot.fileName)) }
        switch format.format {
        case .text:
            Console.standard.output(plotter.plots.map { "\(folder.appending($0.fileName))\n" }.joined())
        case .json:
            // `[{"file", "title"}]`
            let list = plotter.plots.map { plot -> JSON in
                ["file": .string(folder.appending(plot.fileName).string), "title": .string(plot.title)]
            }
            Console.standard.output(JSON.array(list).pretty)
        }
        try Snapshots.tell(plotter.warnings)
    }
}
