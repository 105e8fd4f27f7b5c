internal import CLibGit2
internal import MLKitCore
internal import SystemPackage

/// Where `HEAD` stood when it was read.
struct Head {
    /// The reference that a commit moves: a branch, or `HEAD` itself while it is detached.
    let reference: String
    /// `nil` before the first commit of a branch.
    let commit: ObjectID?

    init(of repository: Repository) throws {
        var name = "HEAD"
        for _ in 0..<Self.longestChain {
            guard let found = try Self.lookUp(name, repository) else { break }
            defer { git_reference_free(found) }
            guard let target = git_reference_symbolic_target(found) else {
                reference = name
                commit = git_reference_target(found).map { ObjectID($0.pointee) }
                return
            }
            name = String(cString: target)
        }
        guard name != "HEAD" else { throw Failure("the git repository in `\(repository.root)` has no HEAD") }
        reference = name
        commit = nil
    }

    /// References may point to references; git follows as many.
    private static let longestChain = 5

    private static func lookUp(_ name: String, _ repository: Repository) throws -> OpaquePointer? {
        var found: OpaquePointer?
        let code = git_reference_lookup(&found, repository.pointer, name)
        guard code != GIT_ENOTFOUND.rawValue else { return nil }
        guard code < 0 else { return found }
        let operation = "read the reference `\(name)`"
        // A file that is there and no reference: libgit2 does not say where it is.
        let folder = name == "HEAD" ? repository.gitFolder : repository.sharedFolder ?? repository.gitFolder
        let file = folder.pushing(FilePath(name))
        guard git_error_last()?.pointee.klass == Int32(GIT_ERROR_REFERENCE.rawValue), try LocalFileSystem().exists(file) else {
            throw GitLibrary.failure(code, operation)
        }
        let trouble = GitTrouble(reference: name, file: file.string)
        throw Failure("cannot \(operation): \(trouble.reason)", hint: trouble.hint)
    }
}
