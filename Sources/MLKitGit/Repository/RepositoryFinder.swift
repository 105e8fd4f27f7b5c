internal import CLibGit2
internal import MLKitCore
internal import SystemPackage

/// Finds and opens repositories by git's rules (git(1), "ENVIRONMENT VARIABLES").
struct RepositoryFinder {
    let environment: GitEnvironment

    init(_ environment: GitEnvironment) {
        self.environment = environment
    }

    /// - Returns: `nil` if there is none.
    func open(_ folder: FilePath, _ flags: UInt32) throws -> OpaquePointer? {
        var pointer: OpaquePointer?
        let code = git_repository_open_ext(&pointer, folder.string, flags, environment["GIT_CEILING_DIRECTORIES"])
        guard code != GIT_ENOTFOUND.rawValue else { return nil }
        guard code < 0 else { return pointer }
        let failure = GitLibrary.failure(code, "open the git repository of `\(folder)`")
        throw try RepositoryAccess.lost(above: folder) ?? RepositoryFormat(around: folder, environment)?.problem(in: folder) ?? failure
    }

    /// Opens what `GIT_DIR` and `GIT_WORK_TREE` name.
    func openNamed(for folder: FilePath) throws -> OpaquePointer {
        guard let place = environment.path("GIT_DIR", from: folder),
            let pointer = try open(
                place, GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue | GIT_REPOSITORY_OPEN_NO_DOTGIT.rawValue)
        else {
            throw Failure(
                "the variable GIT_DIR names `\(environment["GIT_DIR"] ?? "")`, where no git repository is",
                hint: "run `unset GIT_DIR`, and try again")
        }
        if let tree = environment.path("GIT_WORK_TREE", from: folder) {
            try check(git_repository_set_workdir(pointer, tree.string, 0), "work in `\(tree)`")
        }
        return pointer
    }

    /// Variables that put parts of a repository elsewhere, which only git itself follows.
    func refuseForeignStores() throws {
        let names = ["GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_NAMESPACE"].filter { environment[$0] != nil }
        guard let name = names.first else { return }
        throw Failure(
            "the variable \(name) is set, by which git keeps parts of a repository elsewhere, and mlkit does not",
            hint: "run `unset \(names.joined(separator: " "))`, and try again")
    }
}

extension GitEnvironment {
    /// A path that a variable holds: a relative one is so to the folder that the command was started in.
    func path(_ name: String, from folder: FilePath) -> FilePath? {
        self[name].map { text in
            let base = self["PWD"].map { FilePath($0) }.flatMap { $0.isAbsolute ? $0 : nil } ?? folder
            return base.pushing(FilePath(text)).lexicallyNormalized()
        }
    }
}
