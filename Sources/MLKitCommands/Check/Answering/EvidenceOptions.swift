internal import ArgumentParser
internal import MLKitCore
internal import SystemPackage

/// What an answer rests on.
struct EvidenceOptions: ParsableArguments {
    @Option(name: [.short, .long], help: "A file or folder that the answer rests on; may be given again.")
    var evidence: [String] = []

    @Option(name: [.short, .long], help: "A remark in a line.")
    var message: String?

    @Option(help: ArgumentHelp("The day from which it has to be looked at again.", valueName: "date"))
    var until: String?

    /// Paths are meant as seen from the current folder; `nil` if none was given.
    func paths(from surroundings: Surroundings) -> [FilePath]? {
        guard !evidence.isEmpty else { return nil }
        return evidence.map { surroundings.directory.pushing(FilePath($0)).lexicallyNormalized() }
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
