internal import ArgumentParser
internal import MLKitCore

/// `mlkit`: the commands and what they are for.
struct RootCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mlkit",
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
                    ServeCommand.self, QuantizeCommand.self,
                ]),
            CommandGroup(
                name: "Views",
                subcommands: [
                    GraphCommand.self, WhyCommand.self, MetricsCommand.self, DiffCommand.self, PlotsCommand.self,
                ]),
            CommandGroup(name: "Checklist", subcommands: [CheckCommand.self]),
            CommandGroup(name: "Internal", subcommands: [StageWorkerCommand.self, StageGuardCommand.self]),
        ])
}
