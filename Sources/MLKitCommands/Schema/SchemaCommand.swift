internal import ArgumentParser
internal import MLKitCore
internal import MLKitReports
internal import MLKitScaffold
internal import MLKitSpec
internal import MLKitStages

/// `mlkit schema`: what may stand in the files that people write, for editors and other tools.
struct SchemaCommand: ParsableCommand {
    enum File: String, CaseIterable, ExpressibleByArgument {
        case spec
        case template
    }

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case json
    }

    static let configuration = CommandConfiguration(
        commandName: "schema", _superCommandName: RootCommand.name,
        abstract: "Print the JSON Schema of mlkit.yaml, of a template's template.yaml, or of a report.",
        discussion: """
            The schema is of draft 2020-12. A project has that of mlkit.yaml in .mlkit/schema.json, where the first \
            line of mlkit.yaml tells editors to find it.
            """)

    @Argument(help: "Which file's: spec (mlkit.yaml) or template (template.yaml).")
    var file = File.spec

    @Option(
        help: ArgumentHelp(
            "That of a report that stages write: \(Self.reports.joined(separator: ", ")).", valueName: "name"),
        completion: .list(reports))
    var report: String?

    @Option(help: "How to write it: json.")
    var format = Format.json

    @Flag(help: ArgumentHelp("Print the reference page of mlkit.yaml in Markdown.", visibility: .hidden))
    var reference = false

    private static var types: [any Report.Type] { StageKinds.builtIn.allReports }
    private static var reports: [String] { types.map { $0.name } }

    private static func schema(of name: String) throws -> String {
        guard let report = types.first(where: { $0.name == name }) else {
            throw Failure("there is no report `\(name)`", hint: Suggestion.hint(for: name, among: reports))
        }
        return report.schema.pretty
    }

    func run() throws {
        if reference { return Console.standard.output(SpecReference(.builtIn).page) }
        if let report { return Console.standard.output(try Self.schema(of: report)) }
        switch file {
        case .spec: Console.standard.output(StageKinds.builtIn.jsonSchema)
        case .template: Console.standard.output(TemplateSchema.json)
        }
    }
}
