internal import Glibc
internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec
internal import SystemPackage

/// Where a pull may write: in the project, and nowhere else.
///
/// What a pull puts where is said by files that may have come from anybody. A link in git, or in a project that is in no
/// git, may have come with them; one that git does not know was made here, by whoever wants the files elsewhere.
struct PullGround {
    private let project: FilePath
    private let files: any FileSystem
    private let logs: String
    private let repository: Repository?
    /// The project in the repository, with a slash; empty for its root.
    private let prefix: String

    init(_ pipeline: Pipeline, _ git: GitEnvironment) throws {
        project = pipeline.project
        files = pipeline.files
        logs = pipeline.spec.layout.logs
        repository = try Repository.discover(from: project, environment: git)
        prefix = repository?.path(of: project).map { $0 + "/" } ?? ""
    }

    /// The folders that mlkit itself writes into.
    func checkOwn() throws {
        for folder in [".mlkit/lock", ".mlkit/tmp", ".mlkit/edited", ".mlkit/failed", logs] { try checkLinks(FilePath(folder)) }
        try checkCache(".mlkit/cache", depth: 0)
    }

    /// An output that is to be put in place.
    func check(_ path: String) throws {
        let path = FilePath(path).lexicallyNormalized()
        if let problem = ProjectPath.problem(path.string) { throw Failure("the output `\(path)` \(problem)") }
        for component in path.components where [".git", ".mlkit"].contains(component.string.lowercased()) {
            throw Failure("the output `\(path)` is in `\(component)`, where nothing is put that was fetched")
        }
        try checkLinks(path.removingLastComponent())
    }

    /// Everything in the cache is a file or a folder of its own.
    private func checkCache(_ folder: FilePath, depth: Int) throws {
        try checkLinks(folder)
        let place = project.pushing(folder)
        guard depth < 3, try files.information(at: place)?.kind == .directory else { return }
        for entry in try files.entries(place) {
            if entry.kind == .link { try checkLinks(folder.appending(entry.name)) }
            if entry.kind == .directory, depth < 2 { try checkCache(folder.appending(entry.name), depth: depth + 1) }
        }
    }

    private func checkLinks(_ path: FilePath) throws {
        var way = FilePath()
        for component in path.components {
            way.append(component)
            guard try files.isLink(project.pushing(way)), try leadsAway(way) else { continue }
            guard try repository == nil || repository?.isTracked(prefix + way.string) == true else { continue }
            throw Failure(
                "`\(way)` is a link that leads out of the project, and may have come with it: nothing is fetched through it",
                hint: "put a folder in its place; or a link of your own, which git does not track")
        }
    }

    private func leadsAway(_ link: FilePath) throws -> Bool {
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
