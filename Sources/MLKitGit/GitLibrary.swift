internal import CLibGit2
internal import MLKitCore

/// libgit2 itself: started when git is first really used. What it would read of certificates is cut off in CGitStartup.
enum GitLibrary {
    private static let state = git_libgit2_init()

    static func start() throws {
        try check(state, "start libgit2")
    }

    /// Turns a negative return code into a failure at once, before another call replaces libgit2's message.
    static func check(_ code: Int32, _ operation: String) throws {
        guard code < 0 else { return }
        throw failure(code, operation)
    }

    /// "cannot <operation>: <what libgit2 says>".
    static func failure(_ code: Int32, _ operation: String) -> Failure {
        let message = git_error_last().flatMap { $0.pointee.message }.map { String(cString: $0) } ?? "code \(code)"
        return Failure("cannot \(operation): \(message.prefix(1).lowercased() + message.dropFirst())")
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
