internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// Git's rule for repositories of other people, whose settings could run programs (git-config(1), `safe.directory`).
struct RepositoryOwnership {
    let environment: GitEnvironment

    /// - Parameters:
    ///   - root: the top folder of the working tree, which a user names to git as safe.
    ///   - gitFolder: `.git`, or where it leads.
    /// - Throws: `Failure` if one of them is somebody else's, and nobody has said that it is safe.
    func check(root: FilePath, gitFolder: FilePath) throws {
        let places = [root, gitFolder, root.appending(".git")]
        guard !places.allSatisfy(isOurs), try !isSafe(root) else { return }
        throw Failure(
            "the git repository of `\(root)` belongs to another user",
            hint: "if you trust it, run `git config --global --add safe.directory \(root)`")
    }

    /// What is not there is nobody's. Root may work on what belongs to who called `sudo`.
    private func isOurs(_ path: FilePath) -> Bool {
        var status = stat()
        guard lstat(path.string, &status) == 0 else { return true }
        let user = geteuid()
        guard user == 0, status.st_uid != 0 else { return status.st_uid == user }
        return environment["SUDO_UID"].flatMap { uid_t($0) } == status.st_uid
    }

    /// Only the settings of system, user and command count: those of the repository are what is in question.
    private func isSafe(_ root: FilePath) throws -> Bool {
        let path = root.lexicallyNormalized().string
        return try Configuration(environment).values(of: "^safe\\.directory$").reduce(false) { isSafe, setting in
            let value = setting.1.hasPrefix("~/")
                ? (environment["HOME"] ?? "~") + setting.1.dropFirst() : setting.1
            if value.isEmpty { return false }
            if value == "*" || FilePath(value).lexicallyNormalized().string == path { return true }
            return isSafe || value.hasSuffix("/*") && path.hasPrefix(value.dropLast())
        }
    }
}
