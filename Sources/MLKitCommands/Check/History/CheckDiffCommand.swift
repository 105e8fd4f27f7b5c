internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore

/// `mlkit check diff [A..B]`: what a branch did to the answers.
struct CheckDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show what changed in the answers between two commits, item by item.",
        discussion: """
            `main..HEAD` compares two commits, `main...HEAD` the second with where it went off the first, `main` alone \
            means `main..HEAD`; without any, HEAD is compared with the working tree. Items are counted by answers and \
            the lists as they are now; what probes find is in no commit.
            """)

    @Argument(help: ArgumentHelp("What to compare.", valueName: "range"))
    var range: String?

    @Option(help: "How to write the result: text, markdown or json.")
    var format = DiffFormat.text

    @OptionGroup var project: ProjectOption

    func run() throws {
        let loaded = try LoadedChecklist(project)
        let diff = try loaded.glanced().diff(
            RevisionRange(range), git: loaded.surroundings.git(), now: Surroundings.timestamp)
        switch format {
        case .text: Console.standard.say(DiffView(diff: diff, isColoured: Console.standard.outputIsColoured).text)
        case .markdown: Console.standard.output(DiffMarkdown(diff: diff).text)
        case .json: Console.standard.output(diff.json.pretty)
        }
        loaded.conclude()
    }
}

/// How a comparison is written.
enum DiffFormat: String, CaseIterable, ExpressibleByArgument {
    case text
    /// For the description of a pull request.
    case markdown
    case json
}
