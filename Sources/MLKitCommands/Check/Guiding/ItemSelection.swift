internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore
internal import MLKitSpec

/// Which items a command is about.
struct ItemSelection: ParsableArguments {
    @Option(help: "Only items of this section.", completion: .names(.sections))
    var section: String?

    @Option(
        help: "Only items with this tag; may be given again, for items with all of them.", completion: .names(.tags))
    var tag: [String] = []

    @Option(
        help: ArgumentHelp("Only items required from this level on: poc, mvp or production.", valueName: "level"),
        completion: .list(Maturity.allCases.map(\.rawValue)))
    var maturity: String?

    @Option(help: ArgumentHelp("Only items that this person is to do; `me` is you.", valueName: "name"))
    var assignee: String?

    var isEmpty: Bool { section == nil && tag.isEmpty && maturity == nil && assignee == nil }

    /// - Throws: `Failure` for what the checklist does not have.
    func filter(for loaded: LoadedChecklist) throws -> ItemFilter {
        var filter = ItemFilter()
        filter.section = section
        filter.tags = tag
        filter.maturity = try maturity.map { try Maturity(argument: $0) }
        filter.assignee = try assignee == "me" ? loaded.answering(commits: false).by : assignee
        try filter.check(against: loaded.checklist)
        return filter
    }
}

extension Maturity {
    /// Reads a level from the command line.
    init(argument: String) throws {
        guard let level = Maturity(rawValue: argument) else {
            throw Failure(
                "unknown level `\(argument)`",
                hint: Suggestion.hint(for: argument, among: Maturity.allCases.map(\.rawValue)))
        }
        self = level
    }
}
