internal import ArgumentParser
internal import MLKitCore
internal import MLKitScaffold
internal import MLKitSpec

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
        commandName: "schema", abstract: "Print the JSON Schema of mlkit.yaml, or of a template's template.yaml.",
        discussion: """
            The schema is of draft 2020-12. A project has that of mlkit.yaml in .mlkit/schema.json, where the first \
            line of mlkit.yaml tells editors to find it.
            """)

    @Argument(help: "Which file's: spec (mlkit.yaml) or template (template.yaml).")
    var file = File.spec

    @Option(help: "How to write it: json.")
    var format = Format.json

    @Flag(help: ArgumentHelp("Print the reference page of mlkit.yaml in Markdown.", visibility: .hidden))
    var reference = false

    func run() throws {
        if reference { return Console.standard.output(SpecReference.page) }
        switch file {
        case .spec: Console.standard.output(SpecSchema.json)
        case .template: Console.standard.output(TemplateSchema.json)
        }
    }
}
