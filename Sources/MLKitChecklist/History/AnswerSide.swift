internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// The answers of a project in one place: in a commit, or in the working tree.
struct AnswerSide {
    /// By item.
    var versions: [String: AnswerVersion] = [:]
    /// The records' blobs, by item.
    var blobs: [String: ObjectID] = [:]
    private var evidence = EvidencePlace.nowhere

    /// Without any answer, as before the first commit.
    init() {}

    /// In a commit.
    ///
    /// - Parameter home: a commit that has the records where they are now; in others the project may stand elsewhere.
    init(_ commit: ObjectID, _ folder: RecordFolder, home: ObjectID, _ known: inout AnswerVersions) throws {
        let place = try folder.repository.place(of: folder.path, in: home, at: commit) ?? folder.path
        let files = try folder.repository.files(below: place, in: commit)
        versions = try known.versions(files)
        for (path, blob) in files { if let item = RecordFolder.item(at: path) { blobs[item] = blob } }
        evidence = .commit(commit, folder.repository, prefix: String(place.dropLast(RecordStore.folder.count)))
    }

    /// In the working tree.
    init(_ folder: RecordFolder, project: FilePath, files: any FileSystem, _ hashes: HashCache) throws {
        let store = RecordStore(project: project, files: files)
        for item in try store.items() {
            let bytes = try files.read(store.file(of: item))
            versions[item] = AnswerVersion(bytes, item: item)
            let path = folder.prefix + RecordStore.path(of: item)
            blobs[item] = try ObjectID(blobOf: folder.repository.cleaned(bytes, path: path))
        }
        evidence = .workingTree(project: project, hashes, GitForms(files: files))
    }

    /// The files under an answer that are not as it is bound to. Folders, and files that are not here, cannot be told.
    func outdated(_ record: Record) throws -> [EvidenceChange] {
        try record.evidence.compactMap { piece in
            guard let path = piece.path, !path.hasSuffix("/"), let hash = piece.hash,
                try evidence.has(path, hash) == false
            else { return nil }
            return EvidenceChange(piece.subject, .changed)
        }
    }

    /// The files under an answer that were as they should be here, and are not in another place. Folders, and files
    /// that are not in git here, cannot be told.
    func outdated(_ record: Record, in other: AnswerSide) throws -> [EvidenceChange] {
        try record.evidence.compactMap { piece in
            guard let path = piece.path, !path.hasSuffix("/"), let blob = try evidence.blob(path),
                try other.evidence.blob(path) != blob
            else { return nil }
            let now = try other.evidence.hash(path)
            guard now != piece.hash, try evidence.hash(path) == piece.hash else { return nil }
            return EvidenceChange(path: path, kind: now == nil ? .gone : .changed)
        }
    }
}
