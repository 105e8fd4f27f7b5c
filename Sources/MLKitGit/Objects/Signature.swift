internal import CLibGit2

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
