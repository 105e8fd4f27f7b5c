internal import ArgumentParser
internal import MLKitCore

/// `mlkit`: the commands and what they are for.
struct RootCommand: AsyncParsableCommand {
    static let name = "mlkit"

    static let configuration = CommandConfiguration(
        commandName: name,
        abstract: "Scaffold, check and run a machine-learning project from one file, mlkit.yaml.",
        version: Version.described(for: CommandLine.arguments, environment: EnvironmentVariables.current),
        groupedSubcommands: [
            CommandGroup(
                name: "Project",
                subcommands: [
                    NewCommand.self, InitCommand.self, PlanCommand.self, ApplyCommand.self, TemplateCommand.self,
                    SchemaCommand.self, DoctorCommand.self, CompletionsCommand.self,
                ]),
            CommandGroup(
                name: "Stages",
                subcommands: [
                    RunCommand.self, StatusCommand.self, LogsCommand.self, SweepCommand.self, CacheCommand.self, DeployCommand.self,
                    ServeCommand.self, PredictCommand.self, ExplainCommand.self, QuantizeCommand.self,
                ]),
            CommandGroup(
                name: "Views",
                subcommands: [
                    GraphCommand.self, WhyCommand.self, MetricsCommand.self, DiffCommand.self, PlotsCommand.self,
                ]),
            CommandGroup(name: "Data", subcommands: [DataCommand.self]),
            CommandGroup(name: "Checklist", subcommands: [CheckCommand.self]),
            CommandGroup(name: "Internal", subcommands: [StageWorkerCommand.self, StageGuardCommand.self]),
        ])

    /// What a command line stands for. A line that begins with a command is parsed by that command alone, which spares
    /// the arguments of all others; where that fails, the whole is parsed, for the words of the error.
    static func parse(_ line: [String]) throws -> any ParsableCommand {
        let all = configuration.groupedSubcommands.flatMap(\.subcommands)
        if let name = line.first, let named = all.first(where: { $0.configuration.commandName == name }),
            let command = try? named.parseAsRoot(Array(line.dropFirst()))
        {
            return command
        }
        return try parseAsRoot(line)
    }
}
