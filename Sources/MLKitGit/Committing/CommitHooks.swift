internal import Glibc
internal import MLKitCore
internal import SystemPackage

extension Repository {
    /// The hooks that `git commit` would run here, and that our commits do not.
    public var commitHooks: [String] {
        get throws {
            let own = (sharedFolder ?? gitFolder).appending("hooks")
            let folder = try Configuration(of: self).path("core.hooksPath", environment).map { root.pushing(FilePath($0)) }
            let names = ["pre-commit", "prepare-commit-msg", "commit-msg", "post-commit"]
            return names.filter { access((folder ?? own).appending($0).string, X_OK) == 0 }
        }
    }
}
