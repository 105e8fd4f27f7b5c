internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore

/// What every command that records something of an item takes.
struct AnsweringOptions: ParsableArguments {
    @Argument(help: "The item's id, or an abbreviation of it.", completion: .names(.items))
    var item: String

    @Flag(inversion: .prefixedNo, help: "Commit the record.")
    var commit = true

    @OptionGroup var project: ProjectOption

    /// Finds the item, makes the change, and says what it did.
    func record(_ change: (LoadedChecklist, ChecklistItem, Answering) throws -> RecordChange) throws {
        let loaded = try LoadedChecklist(project)
        let report = try loaded.checklist.find(item)
        let change = try change(loaded, report.item, loaded.answering(commits: commit))
        loaded.report(change)
        if change.step == .answered, change.record.status == .done { try LoadedChecklist(project).remark(on: change) }
    }

    /// Records an answer, writes it to `mlkit.yaml` if the item does, and says what was done.
    func answer(_ answer: String, _ evidence: EvidenceOptions, writes: Bool) throws {
        let loaded = try LoadedChecklist(project)
        let item = try loaded.checklist.find(item).item
        let by = try loaded.answering(commits: commit)
        let (change, spec) = try loaded.answer(item, answer, writes: writes) {
            try loaded.checklist.markDone(
                item, answer: answer, evidence: evidence.names(loaded), message: evidence.message,
                until: evidence.day(), by)
        }
        loaded.report(change)
        loaded.report(spec)
        try LoadedChecklist(project).remark(on: change)
    }
}
