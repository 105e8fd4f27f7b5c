internal import ArgumentParser
internal import MLKitChecklist

/// `mlkit check done ITEM`: record that an item is done, with its evidence.
struct CheckDoneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "done", abstract: "Record that an item is done, with its evidence.",
        discussion: """
            Evidence is bound by its content: when the file changes later, the item shows as stale. The record is \
            committed by itself; nothing else that is changed or staged is touched.
            """)

    @OptionGroup var answering: AnsweringOptions
    @OptionGroup var evidence: EvidenceOptions

    func run() throws {
        try answering.record { loaded, item, by in
            try loaded.checklist.markDone(
                item, evidence: evidence.paths(from: loaded.surroundings), message: evidence.message,
                until: evidence.day(), by)
        }
    }
}
