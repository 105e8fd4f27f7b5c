internal import MLKitCore
internal import SystemPackage

/// A template in a git repository, fetched when it has to be.
struct GitSource {
    private let address: GitAddress
    private let repository: CachedRepository
    private let files = LocalFileSystem()

    init(_ address: GitAddress, cache: FilePath, git: GitProgram) throws {
        self.address = address
        repository = CachedRepository(address, cache: cache, git: git)
    }

    /// - Parameter fetching: is called before the network is used.
    func resolve(refresh: Bool, fetching: () -> Void) throws -> ResolvedSource {
        let (commit, warnings) = try commit(refresh, fetching)
        let tree = try repository.tree(commit)
        let folder = address.folder.map { tree.pushing(FilePath($0)) } ?? tree
        try check(folder, in: tree)
        return ResolvedSource(folder: folder, commit: commit, description: "\(address)", warnings: warnings)
    }

    private func commit(_ refresh: Bool, _ fetching: () -> Void) throws -> (String, [Diagnostic]) {
        let cached = try cachedCommit()
        if let cached, address.isCommit || !refresh { return (cached, []) }
        fetching()
        do {
            return (try repository.locked { try fetchedCommit() }, [])
        } catch let problem as Unreachable {
            guard let cached else { throw problem.failure }
            return (cached, [problem.warning(commit: cached)])
        }
    }

    private func cachedCommit() throws -> String? {
        let names = CachedReference.all(named: address.reference).map(\.localName)
        return try repository.commit(names + [address.commitPrefix].compactMap { $0 })
    }

    private func fetchedCommit() throws -> String {
        let references = try remoteReferences()
        if let reference = references.reference(named: address.reference) {
            return try fetch(reference)
        }
        if address.isCommit, let name = address.reference {
            let wanted = CachedReference.commit(name)
            let problem = try repository.fetch(["+\(name):\(wanted.localName)"], isWhole: false)
            if problem == nil, let commit = try repository.commit([wanted.localName]) { return commit }
        }
        if let name = address.commitPrefix, let commit = try commitInHistory(name) { return commit }
        throw references.failure(for: address.reference, address)
    }

    /// A commit that cannot be asked for by its id: by a part of it, or of a host that does not allow it.
    private func commitInHistory(_ name: String) throws -> String? {
        let all = ["heads", "tags"].map { "+refs/\($0)/*:refs/mlkit/all/\($0)/*" }
        if let words = try repository.fetch(all, isWhole: true) { throw Unreachable(address, words) }
        return try repository.commit([name])
    }

    private func fetch(_ reference: CachedReference) throws -> String {
        let specification = ["+\(reference.remoteName):\(reference.localName)"]
        // Some hosts cannot give the last commit alone.
        if try repository.fetch(specification, isWhole: false) != nil,
            let words = try repository.fetch(specification, isWhole: true)
        {
            throw Unreachable(address, words)
        }
        guard let commit = try repository.commit([reference.localName]) else {
            throw Failure("`\(address)` is no commit, so it holds no template")
        }
        return commit
    }

    private func remoteReferences() throws -> RemoteReferences {
        let arguments = ["ls-remote", "--quiet", "--", address.url, "HEAD", "refs/heads/*", "refs/tags/*"]
        let result = try repository.git.run(arguments, in: repository.folder)
        guard result.status == 0 else { throw Unreachable(address, GitProgram.words(of: result)) }
        return RemoteReferences(parsing: result.outputText)
    }

    /// The checkout as a whole is sound; here it is about the template in it.
    private func check(_ folder: FilePath, in tree: FilePath) throws {
        let isOurs = try files.exists(folder.appending(Template.fileName))
        guard try isOurs || CookiecutterTemplate.isTemplate(folder, files: files) else {
            throw try noTemplate(folder, in: tree)
        }
        if folder != tree { try FetchedFolder(folder, description: "\(address)").check() }
    }

    private func noTemplate(_ folder: FilePath, in tree: FilePath) throws -> Failure {
        let place = address.folder.map { "the folder `\($0)` of `\(address.publicURL)`" } ?? "`\(address.publicURL)`"
        let found = try FetchedFolder(tree, description: "\(address)").folders(with: Template.fileName)
        return Failure(
            "\(place) holds no template: it has no \(Template.fileName)",
            notes: found.isEmpty ? [] : ["there are templates in \(Suggestion.list(found))"],
            hint: found.first.map { first in
                let address = GitAddress(url: address.publicURL, reference: address.reference, folder: first)
                return "name the folder too, as in `\(address)`"
            })
    }
}
