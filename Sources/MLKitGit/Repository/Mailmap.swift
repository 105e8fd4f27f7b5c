internal import CLibGit2

/// Which names and addresses are of one person, as `.mailmap` says (gitmailmap(5)).
public final class Mailmap {
    private let pointer: OpaquePointer

    /// - Throws: `Failure` for a file that cannot be read.
    public init(_ repository: Repository) throws {
        pointer = try acquire("read .mailmap") { git_mailmap_from_repository(&$0, repository.pointer) }
    }

    deinit { git_mailmap_free(pointer) }

    /// The address that somebody is known by.
    public func address(of name: String, _ email: String) -> String {
        var (realName, realEmail): (UnsafePointer<CChar>?, UnsafePointer<CChar>?)
        return name.withCString { name in
            email.withCString { email in
                guard git_mailmap_resolve(&realName, &realEmail, pointer, name, email) == 0, let realEmail else {
                    return String(cString: email)
                }
                return String(cString: realEmail)
            }
        }
    }
}
