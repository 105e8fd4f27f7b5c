internal import CLibGit2
internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// A commit about to be made: all but its tree and parent, which depend on where the branch stands.
struct CommitDraft {
    let repository: Repository
    let author: Identity
    let committer: Identity
    let message: String
    /// `nil` leaves the commit unsigned.
    let signer: CommitSigner?
    /// Holds the objects of a large commit until a reference is to point at them.
    let batch: ObjectBatch?
    let access: SharedAccess?

    /// How often the branch may move under our hands before we give up, and the microseconds in between.
    private static let attempts = 20
    private static let pause: UInt32 = 5_000

    /// Makes the commit on top of the branch, moving it only from where it was read; whenever someone else has
    /// moved it, begins anew from there.
    ///
    /// - Parameter publish: what has to happen together with the move; if it fails, the branch goes back.
    /// - Returns: `nil` if the tree would be the one that is there already; nothing is published then.
    func commit(_ changes: [TreeUpdate.Change], publish: () throws -> Void) throws -> ObjectID? {
        for _ in 0..<Self.attempts {
            let head = try Head(of: repository)
            let parent = try head.commit.map { try Commit($0, in: repository) }
            let base = try head.commit.map { try Commit(repository.replacement(of: $0), in: repository).tree() }
            let tree = try TreeUpdate(repository: repository).write(changes, onto: base)
            if let base, git_tree_id(base.pointer).map({ ObjectID($0.pointee) }) == tree { return nil }
            let commit = try write(tree, parent)
            try batch?.write()
            if try move(head.reference, from: head.commit, to: commit, subject(isFirst: parent == nil)) {
                try finish(publish, head, commit)
                return commit
            }
            usleep(Self.pause)
        }
        throw try unmoved
    }

    /// Why the branch was moved at no attempt: git's lock of it stays where a process was killed while it held it.
    private var unmoved: Failure {
        get throws {
            let name = try Head(of: repository).reference
            let lock = (repository.sharedFolder ?? repository.gitFolder).pushing(FilePath("\(name).lock"))
            guard try LocalFileSystem().exists(lock) else {
                return Failure("the branch keeps moving: other commits came in between each time", hint: "try again")
            }
            return Failure(
                "git's `\(name)` is locked", notes: ["`\(lock)` is there"],
                hint: "if no other git is at work in this repository, remove it, and try again")
        }
    }

    private func finish(_ publish: () throws -> Void, _ head: Head, _ commit: ObjectID) throws {
        do {
            try publish()
        } catch {
            if let old = head.commit {
                _ = try move(head.reference, from: commit, to: old, "reset: the index could not be written")
            } else {
                try check(git_reference_remove(repository.pointer, head.reference), "remove `\(head.reference)`")
            }
            throw error
        }
    }

    private func write(_ tree: ObjectID, _ parent: Commit?) throws -> ObjectID {
        let tree = try Tree(tree, in: repository)
        let author = try Signature(author)
        let committer = try Signature(committer)
        var parents = [parent?.pointer]
        var text = git_buf()
        defer { git_buf_dispose(&text) }
        let code = parents.withUnsafeMutableBufferPointer {
            git_commit_create_buffer(
                &text, repository.pointer, author.pointer, committer.pointer, nil, tidyMessage, tree.pointer,
                parent == nil ? 0 : 1, $0.baseAddress)
        }
        try check(code, "write a commit")
        let bytes = Array(UnsafeRawBufferPointer(start: text.ptr, count: text.size))
        let signature = try signer?.signature(of: bytes)
        var id = git_oid()
        try repository.write("a commit") {
            git_commit_create_with_signature(&id, repository.pointer, text.ptr, signature, nil)
        }
        return ObjectID(id)
    }

    /// Moves a reference if it still stands where it was read; `false` if it does not, or is being moved.
    private func move(_ name: String, from old: ObjectID?, to new: ObjectID, _ reason: String) throws -> Bool {
        try check(git_repository_set_ident(repository.pointer, committer.name, committer.email), "sign the reflog")
        var oldID = (old ?? .zero).oid
        var newID = new.oid
        var made: OpaquePointer?
        let code = git_reference_create_matching(&made, repository.pointer, name, &newID, 1, &oldID, reason)
        git_reference_free(made)
        let busy = [GIT_EMODIFIED.rawValue, GIT_ELOCKED.rawValue, GIT_ENOTFOUND.rawValue]
        guard !busy.contains(code) else { return false }
        try check(code, "move `\(name)`")
        grant(name)
        return true
    }

    /// What was written for a reference is others' too, in a repository that is shared.
    private func grant(_ name: String) {
        guard let access else { return }
        let common = repository.sharedFolder ?? repository.gitFolder
        access.grant(repository.gitFolder.pushing("logs/HEAD"))
        for folder in [common, common.appending("logs")] {
            for path in RepositoryPath.parents(of: name) + [name] { access.grant(folder.pushing(FilePath(path))) }
        }
    }

    /// As git writes it to the reflog.
    private func subject(isFirst: Bool) -> String {
        let line = message.split(whereSeparator: Self.isLineBreak).first.map(String.init) ?? ""
        return (isFirst ? "commit (initial): " : "commit: ") + line
    }

    /// Without blank lines at its ends, ended by one newline.
    private var tidyMessage: String {
        let lines = message.split(omittingEmptySubsequences: false, whereSeparator: Self.isLineBreak)
        func isBlank(_ line: Substring) -> Bool { line.utf8.allSatisfy { [0x20, 0x09, 0x0d].contains($0) } }
        let rest = lines.drop(while: isBlank)
        let kept = rest.reversed().drop(while: isBlank).reversed()
        return kept.joined(separator: "\n") + "\n"
    }

    /// CRLF is one character.
    private static func isLineBreak(_ character: Character) -> Bool { character == "\n" || character == "\r\n" }
}
