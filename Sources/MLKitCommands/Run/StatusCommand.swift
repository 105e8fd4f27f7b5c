internal import ArgumentParser
internal import MLKitPipeline

/// `mlkit status`: what would run, and why.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say which stages would run, and why.")

    @OptionGroup var parameters: ParameterOption
    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func run() throws {
        let statuses = try Pipeline.forCommand(project, Surroundings(), overriding: parameters.overrides()).status()
        Console.standard.output(StatusView(statuses).text(as: format.format))
    }
}
