public import MLKitCore
public import MLKitGit
internal import MLKitSpec
public import SystemPackage

/// Makes a project's folder from a rendering: whole, or not at all.
///
/// Everything is written into a temporary folder first, made a git repository there, and then renamed into place.
/// A folder that exists keeps its identity, as a shell may stand in it or a disk be mounted on it: it is filled file by file
/// (`FolderFilling`). It may hold an empty repository, or one with no more than what a host of repositories puts there: a
/// README, a licence and the like stay as they are.
public struct NewProject {
    public enum GitMode: Sendable {
        /// A repository and a first commit, unless the folder lies inside a repository.
        case automatic
        /// A repository of its own, also inside another.
        case always
        case never
    }

    /// As `mlkit.yaml` has it: the folder's name, perhaps in small letters, without spaces and in ASCII.
    public let name: String
    /// What the project is called for people, where its name cannot say so.
    public let title: String?
    public let folder: FilePath
    let files: any FileSystem
    /// The command that makes a project of a folder with files in it.
    private let adoption: String

    /// - Parameters:
    ///   - argument: the name of the new project, or a path that ends in it; `.` for the current folder.
    ///   - directory: the current folder.
    ///   - adoption: the command that makes a project of what is there, for a folder that is not empty.
    /// - Throws: `Failure` if the name or the folder will not do. Nothing has been written.
    public init(
        _ argument: String, directory: FilePath, adoptedBy adoption: String = "mlkit init",
        files: any FileSystem = LocalFileSystem(.whole)
    ) throws {
        folder = directory.pushing(FilePath(argument)).lexicallyNormalized()
        name = ProjectName.name(ofFolder: folder.lastComponent?.string ?? "")
        title = ProjectName.title(ofFolder: folder.lastComponent?.string ?? "")
        self.files = files
        self.adoption = adoption
        try ProjectName.check(name)
        try RepositoryAccess.refuseGitFolder(folder)
        try checkFolder()
    }

    private func checkFolder() throws {
        guard let information = try files.information(at: folder) else { return try checkParent() }
        guard information.kind == .directory else { throw Failure("`\(folder)` exists and is not a folder") }
        let unfinished = UnfinishedProject(folder: folder, files: files)
        // It is taken back before anything is written.
        guard try !unfinished.isNoted else { return }
        let own = try unfinished.passingNames
        guard try !StandingFiles.mayStand(files.list(folder).filter { !own.contains($0) }) else { return }
        throw try occupied
    }

    private var occupied: Failure {
        get throws {
            let message = "the folder `\(folder)` is not empty"
            if try files.exists(folder.appending(ProjectSpec.fileName)) {
                return Failure(message, hint: "it is an mlkit project already: `mlkit plan` shows what its template would change")
            }
            let isHere = try files.exists(folder.appending(".git"))
            return Failure(
                message,
                hint: "`\(adoption)` makes a project of what is there"
                    + (isHere ? "" : "; for a new one, choose another name or an empty folder"))
        }
    }

    /// The nearest thing that exists on the way to the new folder must be a folder itself.
    private func checkParent() throws {
        var parent = folder
        try refuseDangling(parent)
        while parent.removeLastComponent() {
            try refuseDangling(parent)
            guard let information = try files.information(at: parent) else { continue }
            guard information.kind == .directory else {
                throw Failure("`\(parent)` is not a folder, so `\(folder)` cannot be made")
            }
            return
        }
    }

    /// Nothing can be made in the place of a link, nor below it, if it leads nowhere.
    private func refuseDangling(_ path: FilePath) throws {
        guard try files.information(at: path) == nil, try files.isLink(path) else { return }
        throw Failure("`\(path)` is a symbolic link that leads nowhere", hint: "remove it, or choose another name")
    }

    /// Writes the project.
    ///
    /// - Parameter brought: files of the user's that the project begins with.
    /// - Throws: `Failure` if anything cannot be written, or cannot be stored in git as its attributes ask. Nothing is left
    ///   then. A commit that git refuses is not that: the project is there, and the result says why it is not committed.
    public func create(
        _ rendering: Rendering, bringing brought: [BroughtFile] = [], git mode: GitMode, environment: GitEnvironment
    ) throws -> NewProjectResult {
        let hasTakenBack = try UnfinishedProject(folder: folder, files: files).takeBack(environment)
        try checkFolder()
        let decision = try decide(mode, environment)
        try refuseUnseenFiles(environment)
        let exists = try files.exists(folder)
        let drafts = ProjectDrafts(name: name, folder: folder.removingLastComponent(), files: files)
        let dead = exists ? [] : drafts.removeDead()
        let draft = exists ? folder : drafts.fresh
        let standing = try exists ? StandingFiles(in: folder, rendering, environment) : StandingFiles()
        let making = ProjectMaking(
            project: self, draft: draft, rendering: rendering, standing: standing, brought: brought, environment: environment)
        if exists {
            var result = try making.fill(decision)
            result.hasTakenBack = hasTakenBack
            return result
        }
        do {
            let mark = try DraftMark(making: draft, files)
            defer { withExtendedLifetime(mark) {} }
            var result = try making.make(decision)
            result.cleared = dead
            result.unclear = drafts.unmarked(at: environment.time.seconds)
            return result
        } catch {
            try? files.remove(draft)
            throw (error as? Failure)?.naming(folder, insteadOf: draft) ?? error
        }
    }
}
