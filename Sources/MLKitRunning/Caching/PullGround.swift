internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec
internal import SystemPackage

/// Where a pull may write: in the project, and nowhere else. What it puts where is said by files that may have come from
/// anybody.
struct PullGround {
    private let project: FilePath
    private let files: any FileSystem
    private let logs: String
    private let links: LinkGround

    init(_ pipeline: Pipeline, _ git: GitEnvironment) throws {
        project = pipeline.project
        files = pipeline.files
        logs = pipeline.spec.layout.logs
        links = try LinkGround(pipeline.project, files: pipeline.files, git: git)
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
        for component in path.components where component.string.lowercased() == ".mlkit" {
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

    private func checkLinks(_ path: FilePath) throws { try links.check(path, "nothing is fetched through it") }
}
