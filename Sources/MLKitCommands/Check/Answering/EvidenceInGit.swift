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
        guard !files.isEmpty else {
            let hidden = try name.hasSuffix("/") ? hidden(in: root.pushing(FilePath(name)), repository, depth: 0) : nil
            return hidden.map { file in
                "has files that git ignores, such as `\(file)`, so other clones have these by `mlkit cache push` and `mlkit cache pull` "
                    + "only"
            }
        }
        return "has changes that are not committed: commit them, or other clones will find it changed"
    }

    /// A file of a folder that git ignores, by its path in the repository. Another repository in it has its own.
    private func hidden(in folder: FilePath, _ repository: Repository, depth: Int) throws -> String? {
        guard depth < 100 else { return nil }
        let entries = try LocalFileSystem().entries(folder)
        if entries.contains(where: { $0.name == ".git" }) { return nil }
        for entry in entries.sorted(by: { $0.name < $1.name }) {
            let place = folder.appending(entry.name)
            if entry.kind == .directory {
                if let found = try hidden(in: place, repository, depth: depth + 1) { return found }
            } else if let path = repository.path(of: place), try repository.isIgnored(path), try !repository.isTracked(path) {
                return path
            }
        }
        return nil
    }
}
