internal import CLibGit2
internal import MLKitCore

/// libgit2 itself: started when git is first really used. What it would read of certificates is cut off in CGitStartup.
enum GitLibrary {
    private static let state = begin()

    static func start() throws {
        try check(state, "start libgit2")
    }

    /// Whose a repository is we check ourselves, as libgit2 does not know all of git's rules (`RepositoryOwnership`). Of
    /// the extensions of repositories it refuses all that it has not heard of: these are ones that it needs no
    /// knowledge of, or of which we know what it does not (`RepositoryFormat`).
    private static func begin() -> Int32 {
        let code = git_libgit2_init()
        guard code >= 0 else { return code }
        let owner = mlkit_git_set_switch(Int32(GIT_OPT_SET_OWNER_VALIDATION.rawValue), 0)
        let extensions = CTexts.with(RepositoryFormat.followed) {
            mlkit_git_set_extensions(UnsafeMutablePointer(mutating: $0.constants), $0.count)
        }
        return min(owner, extensions)
    }

    /// Turns a negative return code into a failure at once, before another call replaces libgit2's message.
    static func check(_ code: Int32, _ operation: String) throws {
        guard code < 0 else { return }
        throw failure(code, operation)
    }

    /// "cannot <operation>: <what is wrong>", in our words where they are known, else in those of libgit2.
    static func failure(_ code: Int32, _ operation: String) -> Failure {
        let message = git_error_last().flatMap { $0.pointee.message }.map { String(cString: $0) } ?? "code \(code)"
        if let trouble = GitTrouble(message) {
            return Failure("cannot \(operation): \(trouble.reason)", hint: trouble.hint)
        }
        return Failure(
            "cannot \(operation): \(message.prefix(1).lowercased() + message.dropFirst())",
            hint: "see whether `git status` and `git fsck` find something wrong with the repository")
    }
}

/// `GitLibrary.check`, short because it stands at every call.
func check(_ code: Int32, _ operation: String) throws {
    try GitLibrary.check(code, operation)
}

/// Runs an acquiring call of libgit2 and returns the object it made.
func acquire(_ operation: String, _ make: (inout OpaquePointer?) -> Int32) throws -> OpaquePointer {
    var pointer: OpaquePointer?
    let code = make(&pointer)
    guard code >= 0, let pointer else { throw GitLibrary.failure(code, operation) }
    return pointer
}
