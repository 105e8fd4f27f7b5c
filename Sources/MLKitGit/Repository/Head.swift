internal import CLibGit2
internal import MLKitCore

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
        try check(code, "read the reference `\(name)`")
        return found
    }
}
