internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// A project's records as git sees them.
struct RecordFolder {
    let repository: Repository
    /// The project's folder from the repository's root, ended by `/`; empty for the root.
    let prefix: String
    /// The folder of the records, from the repository's root.
    var path: String { prefix + RecordStore.folder }

    /// - Throws: `Failure` outside git.
    init(project: FilePath, git: GitEnvironment) throws {
        guard let repository = try Repository.discoverWhole(from: project, environment: git) else {
            throw Failure(
                "`\(project)` is in no git repository, so its answers have no history",
                hint: "run `git init` there, and commit the project")
        }
        self.repository = repository
        prefix = repository.path(of: project).map { $0 + "/" } ?? ""
    }

    /// The item whose record a file in the folder is; `nil` for other files.
    static func item(at path: String) -> String? {
        let names = path.split(separator: "/", omittingEmptySubsequences: false)
        guard names.count == 2, RecordStore.isRecord(String(names[1])) else { return nil }
        return "\(names[0]).\(names[1].dropLast(3))"
    }
}
