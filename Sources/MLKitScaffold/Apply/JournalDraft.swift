internal import MLKitCore

/// A journal being written, with the contents it needs.
struct JournalDraft {
    private(set) var contents: [UInt8] = []
    private var known: [ContentHash: Range<Int>] = [:]
    private(set) var steps: [Journal.Step] = []
    var index: Journal.Index?

    init() {}

    /// With the contents of another journal before its own.
    init(continuing contents: [UInt8]) {
        self.contents = contents
    }

    mutating func version(
        _ bytes: [UInt8], isExecutable: Bool = false, isPersonal: Bool = false
    ) -> Journal.Version {
        let hash = ContentHash(of: bytes)
        let place = known[hash] ?? contents.count..<(contents.count + bytes.count)
        if known[hash] == nil { contents += bytes }
        known[hash] = place
        return Journal.Version(hash: hash, isExecutable: isExecutable, isPersonal: isPersonal, place: place)
    }

    mutating func add(_ step: Journal.Step) { steps.append(step) }

    func journal(_ kind: Journal.Kind, _ title: String) -> Journal {
        Journal(kind: kind, title: title, steps: steps, index: index)
    }
}
