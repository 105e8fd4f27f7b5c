internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore

/// `mlkit check assign ITEM NAME`: record who is to do an item.
struct CheckAssignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign", abstract: "Record who is to do an item.")

    @OptionGroup var answering: AnsweringOptions

    @Argument(help: "A person or a team; `me` is you.", completion: .names(.people))
    var name: String?

    @Flag(help: "Nobody any more.")
    var nobody = false

    func run() throws {
        guard nobody != (name != nil) else {
            throw Failure("say who is to do it", hint: "give a name, or `--nobody`")
        }
        try answering.record { try $0.checklist.assign($1, to: name == "me" ? $2.by : name, $2) }
    }
}
