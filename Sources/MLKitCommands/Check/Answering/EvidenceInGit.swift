internal import MLKitChecklist
internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// What git has of the evidence that an answer was just bound to: nobody else finds what only this folder has.
struct EvidenceInGit {
    let root: FilePath
    private let repository: Repository?
    private let differing: [FileStatus]

    init(_ root: FilePath, of evidence: [Evidence], _ git: GitEnvironment) throws {
        self.root = root
        repository = try Repository.discover(from: root, environment: git)
        let paths = evidence.compactMap(\.path).compactMap { [repository] in
            repository?.path(of: root.pushing(FilePath($0)))
        }
        differing = try paths.isEmpty ? [] : repository?.status(of: paths) ?? []
    }

    /// What to say of a piece of evidence, as the end of a sentence; `nil` if git has it as it is.
    func remark(on evidence: Evidence) throws -> String? {
        guard let repository, let name = evidence.path, let path = repository.path(of: root.pushing(FilePath(name)))
        else { return nil }
        if try repository.isIgnored(path), try !repository.isTracked(path) {
            return "is ignored by git, so other clones have it by `mlkit cache pull` only"
        }
        let files = differing.filter { $0.path == path || $0.path.hasPrefix(path + "/") }
        if files.contains(where: { $0.unstaged == .added }) {
            return "is not in git: commit it, or other clones will find it gone"
        }
        guard !files.isEmpty else { return nil }
        return "has changes that are not committed: commit them, or other clones will find it changed"
    }
}
