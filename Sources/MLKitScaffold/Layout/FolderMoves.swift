internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// Finds the user's own files that go along with their folders in a new layout.
///
/// What git knows is moved file by file. A folder that git knows nothing of, as of data or models, is moved whole
/// where all that is in it goes to one place.
struct FolderMoves {
    let layout: LayoutChange
    let project: FilePath
    let files: any FileSystem
    /// Where files of the template are.
    let places: PathSet
    let tracked: PathSet
    /// The folders that hold what git knows.
    private let trackedFolders: PathSet

    init(
        _ layout: LayoutChange, project: FilePath, files: any FileSystem, places: PathSet, tracked: [String]
    ) {
        self.layout = layout
        self.project = project
        self.files = files
        self.places = places
        self.tracked = PathSet(tracked)
        trackedFolders = PathSet((tracked + places).flatMap(RepositoryPath.parents))
    }

    func all() throws -> [UpdatePlan.Move] {
        var moves = [UpdatePlan.Move]()
        // Where one old folder lies in another, the outer one finds what is in both.
        let folders = layout.movedFolders.filter { folder in
            !layout.movedFolders.contains { RepositoryPath.lies(folder, in: $0) }
        }
        for folder in folders.sorted() { try visit(folder, &moves) }
        return moves
    }

    private func visit(_ path: String, _ moves: inout [UpdatePlan.Move]) throws {
        let file = project.pushing(FilePath(path))
        // What a link leads to may be reached from its place only.
        guard try !files.isLink(file), let information = try files.information(at: file) else { return }
        guard information.kind == .directory else {
            if !places.contains(path), let to = layout.destination(of: path) {
                moves.append(UpdatePlan.Move(from: path, to: to, isTracked: tracked.contains(path)))
            }
            return
        }
        if let to = layout.destination(of: path), try isWhole(path, to) {
            return moves.append(UpdatePlan.Move(from: path, to: to, isTracked: false))
        }
        for name in try files.list(file) where name != ".git" { try visit("\(path)/\(name)", &moves) }
    }

    private func isWhole(_ path: String, _ to: String) throws -> Bool {
        guard !trackedFolders.contains(path), !layout.divides(path), !layout.isShared(to, by: path),
            !RepositoryPath.lies(to, in: path)
        else { return false }
        return try !files.exists(project.pushing(FilePath(to)))
    }
}
