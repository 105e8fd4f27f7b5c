internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// Brings moves into an order in which none overwrites what is still to be moved.
struct MoveOrder {
    private let moves: [UpdatePlan.Move]
    private let project: FilePath
    private let files: any FileSystem

    init(_ moves: [UpdatePlan.Move], _ project: FilePath, _ files: any FileSystem) {
        self.moves = moves
        self.project = project
        self.files = files
    }

    /// Where something waits whose place is not free yet.
    static let waiting = ".mlkit/tmp/apply/moves"

    /// Two may swap places: one whose place another leaves waits aside until all have left.
    func add(to draft: inout JournalDraft) throws {
        let sources = PathSet(moves.map(\.from))
        var late = [Journal.Step]()
        for (number, move) in moves.enumerated() {
            guard let inode = try files.information(at: project.pushing(FilePath(move.from)))?.inode else { continue }
            guard sources.contains(move.to) else {
                draft.add(.move(from: move.from, to: move.to, inode: inode))
                continue
            }
            let aside = "\(Self.waiting)/\(number)"
            draft.add(.move(from: move.from, to: aside, inode: inode))
            late.append(.move(from: aside, to: move.to, inode: inode))
        }
        for step in late { draft.add(step) }
    }
}
