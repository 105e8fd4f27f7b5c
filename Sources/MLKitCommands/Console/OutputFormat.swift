internal import ArgumentParser

/// How a command's data is written.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
}

/// `--format`, as every command with a table takes it.
struct FormatOption: ParsableArguments {
    @Option(help: "How to write the result: text or json.")
    var format = OutputFormat.text
}
