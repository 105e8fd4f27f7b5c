internal import ArgumentParser
internal import MLKitCore
internal import MLKitScaffold
internal import MLKitStages
internal import SystemPackage

/// `mlkit template`: what new projects are made from.
struct TemplateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template", _superCommandName: RootCommand.name,
        abstract: "See and check templates.",
        subcommands: [TemplateListCommand.self, TemplateShowCommand.self, TemplateCheckCommand.self])
}

/// `mlkit template list`: the built-in templates.
struct TemplateListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the built-in templates.")

    @OptionGroup var format: FormatOption

    func run() throws {
        let folder = try Surroundings().installation().templates
        guard try LocalFileSystem().exists(folder) else {
            throw Failure(
                "there are no templates: `\(folder)` does not exist",
                hint: "install mlkit with `make install`, or set MLKIT_HOME to the folder that holds them")
        }
        let templates = try Template.names(in: folder).map { try Template(at: folder.appending($0), kinds: .builtIn) }
        switch format.format {
        case .json:
            let list = templates.map { template in
                ["name": .string(template.name), "version": .string(template.version),
                 "description": .string(template.summary)] as JSON
            }
            Console.standard.output((["templates": .array(list)] as JSON).pretty)
        case .text:
            var table = TextTable()
            for template in templates { table.add(template.name, template.version, template.summary) }
            Console.standard.say(table.text())
        }
    }
}
