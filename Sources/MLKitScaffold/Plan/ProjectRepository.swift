internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// The git repository that a project lies in, opened when it is first needed.
final class ProjectRepository {
    private let project: FilePath
    private let environment: GitEnvironment
    private var found: Repository??
    private var foundPrefix: String?
    private var foundSparse: SparseCheckout??
    private var foundMode: Bool?
    private var foundLinks: Bool?

    init(project: FilePath, environment: GitEnvironment) {
        self.project = project
        self.environment = environment
    }

    /// `nil` outside git.
    var repository: Repository? {
        get throws {
            if let found { return found }
            let repository = try Repository.discover(from: project, environment: environment)
            found = .some(repository)
            return repository
        }
    }

    /// What stands before the project's paths in those of the repository: nothing, or a folder and `/`.
    var prefix: String {
        get throws {
            if let foundPrefix { return foundPrefix }
            let prefix = try repository?.path(of: project).map { $0 + "/" } ?? ""
            foundPrefix = prefix
            return prefix
        }
    }

    /// A path of the project, as the repository has it.
    func path(_ path: String) throws -> String { try prefix + path }

    /// A path of the repository, as the project has it; `nil` for one outside the project.
    func projectPath(_ path: String) throws -> String? {
        let prefix = try prefix
        return RepositoryPath.rest(of: path, after: prefix)
    }

    /// `nil` if all files of the repository are in the working tree.
    private var sparse: SparseCheckout? {
        get throws {
            if let foundSparse { return foundSparse }
            let sparse = try repository.flatMap { try SparseCheckout(of: $0) }
            foundSparse = .some(sparse)
            return sparse
        }
    }

    /// A file of the project that a sparse checkout leaves out of the working tree; `nil` for all others.
    func leftOut(_ path: String) throws -> UserFile? {
        guard let file = try sparse?.file(at: self.path(path)) else { return nil }
        return UserFile(
            raw: try checkedOut(file.content, at: path), content: file.content, isExecutable: file.isExecutable,
            isLeftOut: true)
    }

    /// Whether a file of this path would be left out of the working tree.
    func leavesOut(_ path: String) throws -> Bool { try sparse?.leavesOut(self.path(path)) ?? false }

    /// A file's content as git stores it.
    func stored(_ content: [UInt8], at path: String) throws -> [UInt8] {
        try repository?.filters.stored(content, at: self.path(path)) ?? content
    }

    /// What a template rendered as git stores it.
    func stored(rendered content: [UInt8], at path: String) throws -> [UInt8] {
        try repository?.filters.stored(rendered: content, at: self.path(path)) ?? content
    }

    /// What git stores as the working tree has it.
    private func checkedOut(_ content: [UInt8], at path: String) throws -> [UInt8] {
        try repository?.filters.checkedOut(content, at: self.path(path)) ?? content
    }

    /// The folder on the way to a path that is another repository; `nil` if none is.
    func nestedRepository(on path: String) throws -> String? {
        guard RepositoryPath.folder(of: path) != nil, let repository = try repository else { return nil }
        return try repository.nestedRepository(on: self.path(path)).flatMap(projectPath)
    }

    /// Whether git does not know a file, and is told to ignore it.
    func isIgnored(_ path: String) throws -> Bool {
        guard let repository = try repository else { return false }
        let name = try self.path(path)
        return try repository.isIgnored(name) && !repository.isTracked(name)
    }

    /// Whether a file is in git's index or in the last commit.
    func knows(_ path: String) throws -> Bool { try repository?.isTracked(self.path(path)) ?? false }

    /// By which options git is told to overlook changes of a file, if there are some; `nil` where it is not.
    func overlooking(_ path: String, _ content: [UInt8]) throws -> [String]? {
        guard let found = try repository?.overlooked(at: self.path(path)), try found.blob != ObjectID(blobOf: content) else {
            return nil
        }
        return found.options
    }

    /// Whether a file stands for a symbolic link, which git does not make where it is told that the disk has none.
    func isLinkAsFile(_ path: String) throws -> Bool {
        guard let repository = try repository else { return false }
        let makesLinks = try foundLinks ?? repository.makesLinks
        foundLinks = makesLinks
        return try !makesLinks && repository.isLinkInIndex(self.path(path))
    }

    /// Whether a file is a program, where git is told not to believe the disk; `nil` where it does, or knows no such
    /// file.
    func recordedMode(_ path: String) throws -> Bool? {
        guard let repository = try repository else { return nil }
        let heedsDisk = try foundMode ?? repository.heedsFileMode
        foundMode = heedsDisk
        return heedsDisk ? nil : try repository.isExecutableInIndex(self.path(path))
    }
}

extension ProjectRepository: MergeRules {
    var style: TextMerge.Style {
        get throws { try repository?.conflictStyle ?? .merge }
    }

    func driver(of path: String) throws -> MergeDriver {
        try repository?.filters.mergeDriver(of: self.path(path)) ?? .text
    }

    func markerSize(of path: String) throws -> Int? { try repository?.filters.markerSize(of: self.path(path)) }

    func run(
        _ name: String, _ command: String, base: [UInt8]?, yours: [UInt8], theirs: [UInt8], at path: String,
        labels: TextMerge.Labels
    ) throws -> (content: [UInt8]?, status: Int) {
        guard let repository = try repository else { return (yours, 1) }
        return try repository.merge(
            base: base, yours: yours, theirs: theirs, at: self.path(path), name: name, command: command,
            labels: labels, markerSize: markerSize(of: path))
    }
}
