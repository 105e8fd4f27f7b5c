internal import Glibc
internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// Tells links that may have come with a project from those of whoever works on it.
///
/// A link in git, or in a project that is in no git, may have come from anybody; one that git does not know was made here,
/// by whoever wants the files elsewhere.
struct LinkGround {
    private let project: FilePath
    private let files: any FileSystem
    private let repository: Repository?
    /// The project in the repository, with a slash; empty for its root.
    private let prefix: String

    init(_ project: FilePath, files: any FileSystem, git: GitEnvironment) throws {
        self.project = project
        self.files = files
        repository = try Repository.discover(from: project, environment: git)
        prefix = repository?.path(of: project).map { $0 + "/" } ?? ""
    }

    /// - Parameter path: relative to the project.
    func isTracked(_ path: FilePath) throws -> Bool { try repository?.isTracked(prefix + path.string) ?? false }

    /// - Parameters:
    ///   - path: relative to the project.
    ///   - end: what is not done, as the end of a sentence.
    /// - Throws: `Failure` if the path, or a folder on the way to it, is a link that leads out of the project and may have
    ///   come with it.
    func check(_ path: FilePath, _ end: String) throws {
        var way = FilePath()
        for component in path.components {
            way.append(component)
            guard try files.isLink(project.pushing(way)), leadsAway(way) else { continue }
            guard try repository == nil || isTracked(way) else { continue }
            throw Failure(
                "`\(way)` is a link that leads out of the project, and may have come with it: \(end)",
                hint: "put a folder in its place; or a link of your own, which git does not track")
        }
    }

    /// Whether a link leads out of the project, or to where git keeps what is its own.
    func leadsAway(_ link: FilePath) -> Bool {
        let root = Self.real(project) ?? project
        guard let end = Self.real(project.pushing(link)) else { return true }
        return !end.starts(with: root) || end.starts(with: root.appending(".git"))
    }

    private static func real(_ path: FilePath) -> FilePath? {
        guard let text = realpath(path.string, nil) else { return nil }
        defer { free(text) }
        return FilePath(String(cString: text))
    }
}
