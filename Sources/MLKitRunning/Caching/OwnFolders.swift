internal import MLKitCore
public import MLKitGit
public import SystemPackage

/// The folders that mlkit itself writes into, in every command: those which only show something keep what they have found
/// out. Git may have put links there, and they are not to lead a clone's files into somebody's own.
public enum OwnFolders {
    /// Those in which a link would be another's folder. Few are links, so that looking costs next to nothing.
    private static let folders = [".mlkit", ".mlkit/cache", ".mlkit/cache/objects"]

    /// The same for a folder of pictures that a command makes by itself.
    ///
    /// - Parameter folder: relative to the project.
    public static func check(writingIn folder: FilePath, of project: FilePath, git: GitEnvironment) throws {
        try LinkGround(project, files: LocalFileSystem(), git: git).check(folder, "nothing is written through it")
    }

    /// - Throws: `Failure` for a link that git tracks and that leads out of the project.
    public static func check(_ project: FilePath, git: () -> GitEnvironment) throws {
        let files = LocalFileSystem()
        var links = try files.isLink(project.appending(".mlkit")) ? [FilePath(".mlkit")] : []
        for folder in folders.map({ FilePath($0) }) {
            let place = project.pushing(folder)
            guard try files.information(at: place)?.kind == .directory else { continue }
            links += try files.entries(place).filter { $0.kind == .link }.map { folder.appending($0.name) }
        }
        guard !links.isEmpty else { return }
        let ground = try LinkGround(project, files: files, git: git())
        for link in links where try ground.isTracked(link) {
            try ground.check(link, "nothing is written through it")
        }
    }
}
