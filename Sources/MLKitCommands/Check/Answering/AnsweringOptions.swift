internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore

/// What every command that records something of an item takes.
struct AnsweringOptions: ParsableArguments {
    @Argument(help: "The item's id, or the beginning of one.")
    var item: String

    @Flag(inversion: .prefixedNo, help: "Commit the record.")
    var commit = true

    @OptionGroup var project: ProjectOption

    /// Finds the item, makes the change, and says what it did.
    func record(_ change: (LoadedChecklist, ChecklistItem, Answering) throws -> RecordChange) throws {
        let loaded = try LoadedChecklist(project)
        let report = try loaded.checklist.find(item)
        loaded.report(try change(loaded, report.item, loaded.answering(commits: commit)))
    }
}
