internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore
internal import MLKitGit
internal import MLKitRunning
internal import SystemPackage

/// `mlkit check evidence ITEM`: what an answer rests on, brought back as it was then.
struct CheckEvidenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence", abstract: "Show what an answer rests on, and bring it back as it was then.",
        discussion: """
            The bytes that an answer was bound to are kept: in git if they are tracked, else in the project's cache, from \
            where `mlkit cache push` takes them to the remote. With --output they are written to a folder, as they were \
            when the item was answered, whatever became of the files since.
            """)

    @Argument(help: "The item's id, or an abbreviation of it.", completion: .names(.items))
    var item: String

    @Option(
        name: [.short, .long], help: ArgumentHelp("Write the evidence into this folder, which is made.", valueName: "folder"))
    var output: String?

    @Flag(help: "Write it into a folder for temporary files, and open it there.")
    var open = false

    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func run() async throws {
        let loaded = try LoadedChecklist(project)
        let report = try loaded.checklist.find(item)
        let pieces = report.record?.evidence ?? []
        let store = try EvidenceStore(loaded, of: report.item)
        let folder = try folder(loaded, report.item)
        let found = try pieces.map { piece in (piece, try store.place(of: piece), try folder.flatMap { try store.bring(piece, into: $0) }) }
        switch format.format {
        case .text: Console.standard.say(pieces.isEmpty ? "`\(report.item.id)` rests on no evidence\n" : text(found))
        case .json: Console.standard.output(JSON.array(found.map(json)).pretty)
        }
        loaded.conclude()
        if self.open { for case (_, _, let path?) in found { _ = try? await Command("xdg-open", [path.string]).run(limit: 1 << 16) } }
        if folder != nil, found.contains(where: { $0.0.path != nil && $0.2 == nil }) { throw ExitCode(1) }
    }

    private func folder(_ loaded: LoadedChecklist, _ item: ChecklistItem) throws -> FilePath? {
        if let output {
            let folder = loaded.surroundings.directory.pushing(FilePath(output)).lexicallyNormalized()
            try OwnFolders.check(writing: folder, in: loaded.root, git: loaded.surroundings.git)
            return folder
        }
        guard self.open else { return nil }
        let temporary = FilePath(loaded.surroundings.environment["TMPDIR"] ?? "/tmp")
        return temporary.appending("mlkit-evidence-\(item.id)-\(UInt64.random(in: 0 ... .max))")
    }

    private func text(_ found: [(Evidence, EvidenceStore.Place, FilePath?)]) -> String {
        var table = TextTable()
        for (piece, place, path) in found { table.add(piece.name, piece.mark, path.map { "written to \($0)" } ?? place.words) }
        return table.text()
    }

    /// `{"evidence", "sha256", "place", "written"}`.
    private func json(_ found: (Evidence, EvidenceStore.Place, FilePath?)) -> JSON {
        [
            "evidence": .string(found.0.name), "sha256": found.0.hash.map { .string($0.hex) } ?? .null,
            "place": .string(found.1.rawValue), "written": found.2.map { .string($0.string) } ?? .null,
        ]
    }
}
