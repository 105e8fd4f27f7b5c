internal import ArgumentParser
internal import MLKitCore
internal import MLKitRunning
internal import MLKitViews

/// `mlkit why`: why stages would run, or what they are up to date with.
struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", _superCommandName: RootCommand.name,
        abstract: "Say why a stage would run, or what it is up to date with.",
        discussion: "Only reads, also while a run is going on.")

    @Argument(help: "Stages to explain; one with `foreach` or `matrix` is all that it stands for.", completion: .names(.stages))
    var stages: [String]

    @OptionGroup var parameters: ParameterOption
    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func run() throws {
        let pipeline = try Pipeline.forCommand(project, Surroundings(), overriding: parameters.overrides())
        let explanations = try pipeline.explanations(of: stages)
        switch format.format {
        case .text:
            let view = ExplanationView(isColoured: Console.standard.outputIsColoured)
            Console.standard.say(explanations.map { view.text($0) }.joined(separator: "\n"))
        case .json: Console.standard.output(JSON.array(explanations.map(ExplanationView.json)).pretty)
        }
    }
}
