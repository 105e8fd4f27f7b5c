internal import MLKitChecklist
internal import MLKitCore
internal import MLKitGit
internal import MLKitRunning
internal import MLKitSpec
internal import SystemPackage

/// Where the bytes are that answers were bound to.
struct EvidenceStore {
    /// Where a piece of evidence is to be had as it was.
    enum Place: String {
        case project, git, cache, remote, nowhere
        /// An address, a commit or a run: nothing that has bytes of its own.
        case elsewhere

        var words: String {
            switch self {
            case .project: "as it was"
            case .git: "kept in git"
            case .cache: "kept in the cache"
            case .remote: "not here; `mlkit check evidence ITEM -o FOLDER` asks the remote of the cache for it"
            case .nowhere: "not kept here; `mlkit cache pull --remote REMOTE` asks a remote for it"
            case .elsewhere: "no file of its own"
            }
        }
    }

    private let root: FilePath
    private let hashes: HashCache
    private let evidence: EvidenceHashes
    private let pipeline: Pipeline
    private let repository: Repository?
    private let commits: [ObjectID]
    private let files: any FileSystem

    /// - Parameter item: the item whose answer rests on the evidence; the commits that answered it are looked into.
    init(_ loaded: LoadedChecklist, of item: ChecklistItem) throws {
        root = loaded.root
        files = loaded.files
        hashes = loaded.hashes
        evidence = EvidenceHashes(files: loaded.files, hashes: loaded.hashes)
        pipeline = Pipeline.forProject(loaded.root, loaded.spec, loaded.surroundings)
        repository = try Repository.discover(from: loaded.root, environment: loaded.surroundings.git())
        let history = try repository.map { _ in
            try AnswerHistory(
                project: loaded.root, git: loaded.surroundings.git(), files: LocalFileSystem(.whole), seal: loaded.seal)
        }
        commits = history?.changes(matching: AnswerFilter(items: Set([item.id] + item.formerIDs))).map(\.commit) ?? []
    }

    func place(of piece: Evidence) throws -> Place {
        guard let path = piece.path, let hash = piece.hash else { return .elsewhere }
        if try evidence.hash(root.pushing(FilePath(path))) == hash { return .project }
        if try isCommitted(path, hash) { return .git }
        if try pipeline.holdsEvidence(hash, isFolder: path.hasSuffix("/")) { return .cache }
        return pipeline.spec.cache.remote == nil ? .nowhere : .remote
    }

    /// Writes a piece of evidence as it was below a folder.
    ///
    /// - Returns: where it is now; `nil` if it is not to be had.
    /// - Throws: `Failure` if something stands there that is not it.
    func bring(_ piece: Evidence, into folder: FilePath) throws -> FilePath? {
        guard let path = piece.path, let hash = piece.hash else { return nil }
        let place = folder.pushing(FilePath(path))
        if let there = try hashes.hash(place) {
            guard there == hash else { throw Failure("something else stands at `\(place)`", hint: "name another folder") }
            return place
        }
        if !path.hasSuffix("/") {
            if try hashes.hash(root.pushing(FilePath(path))) == hash {
                try files.write(files.read(root.pushing(FilePath(path))), to: place)
                return place
            }
            if let bytes = try committed(path, hash) {
                try files.write(bytes, to: place)
                return place
            }
        }
        if path.hasSuffix("/"), let contents = try committedFolder(path, hash) {
            for (name, bytes) in contents { try files.write(bytes, to: place.pushing(FilePath(name))) }
            return place
        }
        if path.hasSuffix("/"), try hashes.hash(root.pushing(FilePath(path))) == hash { try pipeline.keepEvidence(path, bound: hash) }
        try files.makeDirectory(place.removingLastComponent())
        return try pipeline.bringEvidence(hash, isFolder: path.hasSuffix("/"), to: place) ? place : nil
    }

    /// Keeps evidence that git does not have.
    func keep(_ pieces: [Evidence]) throws {
        for piece in pieces {
            guard let path = piece.path, let hash = piece.hash, try !isCommitted(path, hash),
                try path.hasSuffix("/") || !isInHead(path), try !pipeline.keepsEvidence(hash)
            else { continue }
            guard try !evidence.holdsRepository(root.pushing(FilePath(path))) else {
                throw Failure("`\(path)` has another git repository in it, which clones get by git")
            }
            try pipeline.keepEvidence(path, bound: hash)
        }
    }

    private func isCommitted(_ path: String, _ hash: ContentHash) throws -> Bool {
        try path.hasSuffix("/") ? committedFolder(path, hash) != nil : committed(path, hash) != nil
    }

    /// The files of a folder in a commit that answered the item, or in what is checked out, if they are all that was bound.
    private func committedFolder(_ path: String, _ hash: ContentHash) throws -> ByteTable<[UInt8]>? {
        guard let repository, let inside = repository.path(of: root.pushing(FilePath(path))) else { return nil }
        for commit in try commits + [repository.headCommit].compactMap({ $0 }) {
            if let found = try CommittedFolder(inside, in: commit, repository)?.contents(bound: hash) { return found }
        }
        return nil
    }

    /// Whether git has a file as it stands.
    private func isInHead(_ path: String) throws -> Bool {
        guard let repository, let inside = repository.path(of: root.pushing(FilePath(path))) else { return false }
        guard try repository.headCommit != nil, try !repository.isIgnored(inside) || repository.isTracked(inside) else { return false }
        return try repository.status(of: [inside]).isEmpty
    }

    /// The bytes of a file in a commit that answered the item, if they are those.
    private func committed(_ path: String, _ hash: ContentHash) throws -> [UInt8]? {
        guard let repository, let inside = repository.path(of: root.pushing(FilePath(path))) else { return nil }
        for commit in commits {
            guard let blob = try repository.blob(at: inside, in: commit) else { continue }
            for bytes in [blob, try repository.smudged(blob, path: inside)] where ContentHash(of: bytes) == hash { return bytes }
        }
        return nil
    }
}
