internal import MLKitCore
internal import MLKitGit
internal import MLKitReports
internal import MLKitSpec

/// What is known of looks at the test split: the notes that stand in the project, and all that its history ever had, so that
/// taking one away, or changing it, takes nothing back.
struct KnownLooks {
    private(set) var looks: [TestLook] = []
    private(set) var searches: [TestSearch] = []
    /// Notes that are not there any more: their paths, each with how that is told.
    private(set) var removed: [(path: String, words: String)] = []
    /// The path of a note that is not as mlkit writes it.
    private(set) var damaged: String?
    /// Whether only a part of the history is here.
    private(set) var isCut = false
    /// Whether there is no history at all: in no repository, or in one without a commit.
    private(set) var hasNoHistory = false

    private enum Note {
        case look(TestLook)
        case search(TestSearch)
    }

    init(_ context: ProbeContext) throws {
        let standing = try Self.standing(context)
        for name in standing {
            let path = Self.path(name)
            guard let note = Self.note(try context.json(path), name) else {
                damaged = damaged ?? path
                continue
            }
            add(note)
        }
        guard let git = try context.git(), try git.hasCommit else {
            hasNoHistory = true
            return
        }
        let past = try git.past(in: TestLook.folder)
        isCut = past.isCut
        var legible = PathSet()
        for version in past.versions {
            guard let note = Self.note(try? JSON(parsing: version.content), version.name) else { continue }
            legible.insert(version.name)
            add(note)
        }
        let gone = PathSet(past.versions.lazy.map(\.name).filter { $0.hasSuffix(Self.ending) }).subtracting(standing).sorted()
        removed = gone.map { (Self.path($0), past.removals[$0].map { "was removed in \($0)" } ?? "is in git and not here") }
        damaged = damaged ?? gone.first { !legible.contains($0) }.map(Self.path)
    }

    private static let ending = ".json"

    private static func path(_ name: String) -> String { "\(TestLook.folder)/\(name)" }

    private mutating func add(_ note: Note) {
        switch note {
        case .look(let look): if !looks.contains(look) { looks.append(look) }
        case .search(let search): if !searches.contains(search) { searches.append(search) }
        }
    }

    /// The names of the notes in the working tree. The folder is watched, so that a new one is seen.
    private static func standing(_ context: ProbeContext) throws -> [String] {
        guard try context.information(TestLook.folder)?.kind == .directory else { return [] }
        return try context.files.list(context.file(TestLook.folder)).filter { $0.hasSuffix(ending) }.sorted()
    }

    /// - Returns: `nil` for what mlkit would not have written under the name.
    private static func note(_ json: JSON?, _ name: String) -> Note? {
        guard let json else { return nil }
        if name.hasPrefix(TestSearch.prefix) {
            guard let search = try? TestSearch(json, file: name), search.fileName == name else { return nil }
            return .search(search)
        }
        guard let look = try? TestLook(json, file: name), look.fileName == name else { return nil }
        return .look(look)
    }

    /// How a note of a look that counts was taken away, if it was: to be told behind a verdict.
    func remark(_ names: [String]) -> String {
        let gone = removed.filter { note in names.contains { Self.path($0) == note.path } }
        return gone.map { "; `\($0.path)` \($0.words), and counts" }.joined()
    }

    /// Why nobody can tell whether these are all.
    var doubt: String? {
        if let damaged { return "`\(damaged)` is not as mlkit wrote it: git has it as it was" }
        if hasNoHistory {
            return "there is no history of git here, so that nothing tells whether notes of other looks were removed: a clone with it "
                + "can tell"
        }
        return isCut
            ? "only a part of the history is in this clone, and notes may have been removed in the rest: `git fetch --unshallow`" : nil
    }
}
