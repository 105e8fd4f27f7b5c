internal import Glibc
internal import MLKitCore
internal import SystemPackage

extension Repository {
    /// Makes one commit that changes one file and nothing else. See `commit(_:message:)`.
    @discardableResult
    public func commit(file path: String, content: FileChange.Content, message: String) throws -> ObjectID? {
        try commit([FileChange(path, content)], message: message)
    }

    /// Makes one commit of files as they stand in the working tree, ignored ones too. See `commit(_:message:)`.
    @discardableResult
    public func commit(files paths: [String], message: String) throws -> ObjectID? {
        let changes = try paths.map { FileChange($0, try FileChange.Content(of: root.pushing(FilePath($0)))) }
        return try commit(changes, message: message)
    }

    /// Makes one commit on top of `HEAD` that changes the given files and nothing else, and moves the branch (or
    /// the detached `HEAD`) to it.
    ///
    /// The tree is built from that of `HEAD`. Of the user's index only the entries of these files change (else
    /// the next `git commit` would undo the change); all else that is staged or not stays as it is. The working
    /// tree is not touched, and hooks do not run. The commit is signed if git is set up to sign.
    ///
    /// - Returns: the commit, or `nil` if `HEAD` holds the files just so.
    /// - Throws: `Failure` if git does not know who commits or cannot sign, the index is locked, a file is unmerged, a
    ///   path cannot be had, or the branch moves on each time it is about to be moved. Nothing has changed then.
    @discardableResult
    public func commit(_ changes: [FileChange], message: String) throws -> ObjectID? {
        let settings = try Configuration(of: self)
        let author = try Identity(.author, settings, environment)
        let committer = try Identity(.committer, settings, environment)
        let signer = try CommitSigner(settings, committer, environment)
        let index = try IndexUpdate(of: self)
        let access = try SharedAccess(settings)
        let isBatch = ObjectBatch.isWorthwhile(
            changes.count, size: changes.reduce(0) { $0 + $1.content.bytes.count }, access)
        let batch = isBatch ? try ObjectBatch(of: self, readsDisk: Head(of: self).commit != nil, access) : nil
        let filters = try ContentFilters(of: self)
        let updates = try changes.map { try treeChange($0, filters) }
        for (update, change) in zip(updates, changes) {
            try index.checkRoom(for: update.path)
            guard let blob = update.blob else { try index.remove(update.path); continue }
            try index.put(update.path, blob, update.mode, for: change.content.bytes)
        }
        let prepared = try index.prepare(access)
        let draft = CommitDraft(
            repository: self, author: author, committer: committer, message: message, signer: signer, batch: batch,
            access: access)
        return try draft.commit(updates) { try prepared.publish() }
    }

    private func treeChange(_ change: FileChange, _ filters: ContentFilters) throws -> TreeUpdate.Change {
        let components = try RepositoryPath.components(change.path)
        var blob: ObjectID?
        switch change.content {
        case .deleted: break
        case .link(let target): blob = try Blob.write(Array(target.utf8), asContentOf: change.path, in: self)
        case .bytes(let bytes, _):
            let stored = try change.stored ?? filters.stored(bytes, at: change.path)
            blob = try Blob.write(stored, asContentOf: change.path, in: self)
        }
        return TreeUpdate.Change(
            path: change.path, components: components[...], blob: blob, mode: change.content.mode)
    }
}

extension FileChange.Content {
    fileprivate var bytes: [UInt8] {
        switch self {
        case .bytes(let bytes, _): bytes
        case .link(let target): Array(target.utf8)
        case .deleted: []
        }
    }

    fileprivate var mode: FileMode? {
        switch self {
        case .bytes(_, let isExecutable): isExecutable.map { $0 ? .executable : .file }
        case .link: .link
        case .deleted: nil
        }
    }
}

extension Repository {
    /// The hooks that `git commit` would run here, and that our commits do not: a commit of ours has its own files in it
    /// whatever is staged, while a hook looks at the index and may change files (githooks(5)). The last is asked of every change
    /// of a branch.
    public var commitHooks: [String] {
        get throws {
            let own = (sharedFolder ?? gitFolder).appending("hooks")
            let folder = try Configuration(of: self).path("core.hooksPath", environment).map { root.pushing(FilePath($0)) }
            let names = ["pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "reference-transaction"]
            return names.filter { access((folder ?? own).appending($0).string, X_OK) == 0 }
        }
    }
}
