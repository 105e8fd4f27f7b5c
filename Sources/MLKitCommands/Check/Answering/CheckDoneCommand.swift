internal import ArgumentParser
internal import MLKitChecklist

/// `mlkit check done ITEM`: record that an item is done, with its evidence.
struct CheckDoneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "done", abstract: "Record that an item is done, with its evidence.",
        discussion: """
            Files, models and runs are bound by their content: when one changes later, the item shows as stale. An \
            address is noted and never fetched. The record is committed by itself; nothing else that is changed or \
            staged is touched.
            """)

    @OptionGroup var answering: AnsweringOptions
    @OptionGroup var evidence: EvidenceOptions

    func run() throws {
        try answering.record { loaded, item, by in
            try loaded.glanced().markDone(
                item, evidence: evidence.names(loaded), message: evidence.message,
                until: evidence.day(), by)
        }
    }
}
