internal import CLibGit2

/// A commit, read.
final class Commit {
    let pointer: OpaquePointer
    let repository: Repository

    init(_ id: ObjectID, in repository: Repository) throws {
        var oid = id.oid
        pointer = try repository.acquireObject("read commit \(id.short)") { git_commit_lookup(&$0, repository.pointer, &oid) }
        self.repository = repository
    }

    deinit { git_commit_free(pointer) }

    func tree() throws -> Tree {
        guard let id = git_commit_tree_id(pointer) else { throw GitLibrary.failure(-1, "read a commit") }
        return try Tree(ObjectID(id.pointee), in: repository)
    }
}

/// Who did something, and when, as libgit2 holds it.
final class Signature {
    let pointer: UnsafeMutablePointer<git_signature>

    init(_ identity: Identity) throws {
        var made: UnsafeMutablePointer<git_signature>?
        let code = git_signature_new(
            &made, identity.name, identity.email, git_time_t(identity.time.seconds), Int32(identity.time.offset))
        guard code >= 0, let made else {
            throw GitLibrary.failure(code, "sign as `\(identity.name) <\(identity.email)>`")
        }
        pointer = made
    }

    deinit { git_signature_free(pointer) }
}
