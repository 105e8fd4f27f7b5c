internal import ArgumentParser
internal import MLKitCore
internal import MLKitRunning
internal import MLKitViews

/// `mlkit graph`: which stage comes after which.
struct GraphCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graph", _superCommandName: RootCommand.name,
        abstract: "Show which stage comes after which, as text or as a picture.",
        discussion: """
            In the text, a stage stands below what it comes after: `↓` follows the line above, `├─` is one of several \
            that follow it.
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, dot, mermaid, svg, json
    }

    @Argument(help: "Stages to show, with all they need; all if none is named.", completion: .names(.stages))
    var stages: [String] = []

    @Option(help: "How to write the graph: text, dot (Graphviz), mermaid, svg or json.")
    var format = Format.text

    @Flag(help: "Show the files that stages read and write too.")
    var files = false

    @Flag(help: "Show which stages are up to date.")
    var status = false

    @OptionGroup var parameters: ParameterOption
    @OptionGroup var project: ProjectOption

    func run() throws {
        let pipeline = try Pipeline.forCommand(project, Surroundings(), overriding: parameters.overrides())
        let graph = try pipeline.graph(of: stages, files: files, status: status)
        switch format {
        case .text: Console.standard.output(text(graph))
        case .dot: Console.standard.output(graph.dot)
        case .mermaid: Console.standard.output(graph.mermaid)
        case .svg: Console.standard.output(graph.svg)
        case .json: Console.standard.output(graph.json.pretty)
        }
    }

    private func text(_ graph: StageGraph) -> String {
        guard !graph.nodes.isEmpty else { return "no stages in mlkit.yaml\n" }
        let isColoured = Console.standard.outputIsColoured
        let lines = graph.lines
        let width = min(lines.map { $0.prefix.count + $0.name.count }.max() ?? 0, 60)
        return lines.map { line in
            var text = line.prefix + line.name
            let padding = "".padded(max(width - text.count, 0))
            var notes = [String]()
            if let state = line.state { notes.append(styled(state, line.note.isEmpty, isColoured)) }
            if !line.note.isEmpty { notes.append(line.note.styled(.dim, isColoured)) }
            if !notes.isEmpty { text += padding + "  " + notes.joined(separator: "  ") }
            return text + "\n"
        }.joined()
    }

    private func styled(_ state: StageGraph.State, _ isLast: Bool, _ isColoured: Bool) -> String {
        let style = if case .upToDate = state { Style.green } else { Style.yellow }
        return state.words.padded(isLast ? 0 : StageGraph.State.upToDate.words.count).styled(style, isColoured)
    }
}
