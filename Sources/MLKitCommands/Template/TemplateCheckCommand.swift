internal import ArgumentParser
internal import MLKitCore
internal import MLKitScaffold
internal import MLKitStages
internal import SystemPackage

/// `mlkit template check DIR`: what is wrong with a template.
struct TemplateCheckCommand: ParsableCommand, FindingCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Find what is wrong with a template, and run its cases.",
        discussion: """
            The template is rendered with every choice of every question. Files cases/*.yaml in it are its tests: \
            answers, and the tree that they are to make. Exits with 1 if there are errors or differences, 3 if \
            there is no template to look at.
            """)

    @Argument(help: "The template's folder.", completion: .directory)
    var folder: String

    @Flag(help: "Exit with 1 if there are warnings, too.")
    var strict = false

    @Flag(help: "Write the trees that cases expect anew, from what is rendered.")
    var update = false

    @OptionGroup var format: FormatOption

    func run() throws {
        let report = try TemplateCheck(FilePath(folder), kinds: .builtIn, updates: update).run()
        let view = TemplateReportView(report)
        switch format.format {
        case .json: Console.standard.output(view.json.pretty)
        case .text: Console.standard.say(view.text(isColoured: Console.standard.outputIsColoured))
        }
        let isBad = report.errors > 0 || report.failedCases > 0 || (strict && report.warnings > 0)
        if isBad { throw ExitCode(1) }
    }
}
