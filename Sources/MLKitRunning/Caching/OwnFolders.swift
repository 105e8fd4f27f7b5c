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
            try ground.check(link, end)
        }
    }

    private static let end = "nothing is written through it"

    /// The same of a file that a command is about to write, and of the folders on the way to it. Whoever names one in the
    /// project does not mean what a clone has put elsewhere.
    ///
    /// - Parameter path: absolute; what is not in the project is not looked at.
    /// - Throws: `Failure` for a link that leads out of the project and may have come with it.
    public static func check(writing path: FilePath, in project: FilePath, git: () -> GitEnvironment) throws {
        var inside = path.lexicallyNormalized()
        guard inside.removePrefix(project.lexicallyNormalized()) else { return }
        let files = LocalFileSystem()
        var way = project
        let hasLink = try inside.components.contains { component in
            way.append(component)
            return try files.isLink(way)
        }
        guard hasLink else { return }
        try LinkGround(project, files: files, git: git()).check(inside, end)
    }
}
