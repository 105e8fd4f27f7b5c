internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// The git repository that a project lies in, opened when it is first needed.
final class ProjectGit {
    private let project: FilePath
    private let environment: GitEnvironment
    private var found: Repository??
    private var foundPrefix: String?

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
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : nil
    }
}
