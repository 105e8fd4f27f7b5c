internal import ArgumentParser

/// `mlkit template`: what new projects are made from.
struct TemplateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template", abstract: "See and check templates.",
        subcommands: [TemplateListCommand.self, TemplateShowCommand.self, TemplateCheckCommand.self])
}
