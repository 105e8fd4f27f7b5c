internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore
internal import MLKitSpec

/// What an answer rests on.
struct EvidenceOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "What the answer rests on: a file or folder, `run:STAGE`, `model:STAGE` or `model:PATH`, "
                + "`commit:REVISION`, or an address; may be given again."))
    var evidence: [String] = []

    @Option(name: [.short, .long], help: "A remark in a line.")
    var message: String?

    @Option(help: ArgumentHelp("The day from which it has to be looked at again.", valueName: "date"))
    var until: String?

    /// Paths are meant as seen from the current folder; `nil` if none was given.
    func names(_ loaded: LoadedChecklist) -> [EvidenceName]? {
        evidence.isEmpty ? nil : loaded.evidence(named: evidence)
    }

    func day() throws -> Timestamp? { try until.map { try Timestamp(argument: $0) } }
}

extension Timestamp {
    /// Reads a day from the command line.
    init(argument: String) throws {
        guard let time = Timestamp(iso8601: argument) else {
            throw Failure("`\(argument)` is no date", hint: "write it as in `2027-01-31`")
        }
        self = time
    }
}
