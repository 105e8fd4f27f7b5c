import Glibc
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitGit

/// What is said of a repository that is damaged, closed or set up wrongly: which file it is, and what helps.
@Suite struct DamagedRepositoryTests {
    private func sandbox() async throws -> GitSandbox {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a.txt": "a\n"])
        return sandbox
    }

    private func problem(_ sandbox: GitSandbox, in folder: FilePath? = nil) -> String {
        do {
            let repository = try sandbox.repository(in: folder)
            _ = try repository.status()
            try repository.commit(file: "b.txt", content: .bytes(Array("b\n".utf8)), message: "b")
            return ""
        } catch {
            return "\(error)".replacing(sandbox.scratch.path.string + "/", with: "")
        }
    }

    @Test func aHeadThatIsNoneIsNamed() async throws {
        let sandbox = try await sandbox()
        try sandbox.write("garbage\n", to: ".git/HEAD")
        #expect(
            problem(sandbox) == """
                error: cannot read the reference `HEAD`: `repository/.git/HEAD` holds neither a commit nor the name of a branch

                hint: write the name of your branch into it: `ref: refs/heads/main`, if that is what it is called

                """)
        try sandbox.write("ref: refs/heads/main\n", to: ".git/HEAD")
        #expect(problem(sandbox) == "")
    }

    @Test func aBranchThatIsDamagedCanBePutBack() async throws {
        let sandbox = try await sandbox()
        let commit = try await sandbox.git("rev-parse", "HEAD").trimmed
        try sandbox.write("garbage\n", to: ".git/refs/heads/main")
        let text = problem(sandbox)
        #expect(text.contains("`repository/.git/refs/heads/main` holds neither a commit nor"))
        #expect(text.contains("hint: remove that file, and run `git update-ref refs/heads/main COMMIT`"))
        try LocalFileSystem().remove(sandbox.path.pushing(".git/refs/heads/main"))
        try await sandbox.git("update-ref", "refs/heads/main", commit)
        #expect(problem(sandbox) == "")
    }

    @Test func aBranchThatNamesAMissingCommitCanBePutBack() async throws {
        let sandbox = try await sandbox()
        let commit = try await sandbox.git("rev-parse", "HEAD").trimmed
        try sandbox.write("\(String(repeating: "12", count: 20))\n", to: ".git/refs/heads/main")
        let text = problem(sandbox)
        #expect(text.hasPrefix("error: git's `refs/heads/main` names the commit 1212121, which is not there\n"))
        #expect(text.contains("; `git update-ref refs/heads/main \(commit)` goes back to the last commit that is here\n"))
        try await sandbox.git("update-ref", "refs/heads/main", commit)
        #expect(problem(sandbox) == "")
    }

    /// Where nothing is left of the history here, nothing can be gone back to.
    @Test func aStoreThatIsEmptyIsToldAsSuch() async throws {
        let sandbox = try await sandbox()
        let objects = sandbox.path.pushing(".git/objects")
        try LocalFileSystem().remove(objects)
        try LocalFileSystem().makeDirectory(objects)
        let text = problem(sandbox)
        #expect(text.contains(", which is not there\n"), "\(text)")
        #expect(text.contains("no earlier commit that `logs/HEAD` names is here"), "\(text)")
    }

    /// Of each the hint leads back to a repository.
    @Test func whatIsMissingOfARepositoryCanBePutBack() async throws {
        let sandbox = try await sandbox()
        try await sandbox.git("pack-refs", "--all")
        let git = sandbox.path.appending(".git")
        try LocalFileSystem().remove(git.appending("refs"))
        let lost = #expect(throws: Failure.self) {
            try Repository.discoverWhole(from: sandbox.path, environment: sandbox.environment())
        }
        #expect(lost?.diagnostics.first?.hint == "make the folder `\(git)/refs` again: the branches are in `packed-refs`")
        try LocalFileSystem().makeDirectory(git.appending("refs"))
        #expect(problem(sandbox) == "")
        try LocalFileSystem().remove(git.appending("HEAD"))
        let headless = #expect(throws: Failure.self) {
            try Repository.discoverWhole(from: sandbox.path, environment: sandbox.environment())
        }
        #expect(
            headless?.diagnostics.first?.hint
                == "write `ref: refs/heads/main` into `\(git)/HEAD`, if `main` is what your branch is called")
        try sandbox.write("ref: refs/heads/main\n", to: ".git/HEAD")
        #expect(problem(sandbox) == "")
    }

    @Test func aDamagedIndexCanBeMadeAnew() async throws {
        let sandbox = try await sandbox()
        try sandbox.write("garbage\n", to: ".git/index")
        let text = problem(sandbox)
        #expect(text.hasPrefix("error: git's index `repository/.git/index` cannot be read\n"), "\(text)")
        #expect(text.contains("hint: `rm repository/.git/index` and `git reset` make it anew"), "\(text)")
        #expect(!text.contains("index.mlkit"), "\(text)")
        try LocalFileSystem().remove(sandbox.path.pushing(".git/index"))
        try await sandbox.git("reset", "--quiet")
        #expect(problem(sandbox) == "")
    }

    @Test func aLineThatIsNoSettingIsNamed() throws {
        let trouble = try #require(GitTrouble("failed to parse config file: missing ']' in section header (in /r/.git/config:6)"))
        #expect(trouble.reason == "line 6 of `/r/.git/config` is no setting: missing ']' in section header")
        #expect(trouble.hint == "mend that line, or take it out")
    }

    @Test func aStoreThatIsAwayIsNamed() async throws {
        let sandbox = try await sandbox()
        try await sandbox.git("clone", "--quiet", "--shared", sandbox.path.string, "../clone")
        try LocalFileSystem().rename(sandbox.path.pushing(".git/objects"), to: sandbox.scratch.path.appending("away"))
        let text = problem(sandbox, in: sandbox.scratch.path.appending("clone"))
        #expect(text.contains("`clone/.git/objects/info/alternates` names the folder `repository/.git/objects` for git's objects,"))
        #expect(text.contains("hint: put the folder back, or write into that file where it is now"))
    }

    @Test(arguments: [
        ("failed to create temporary file '/r/.git/objects/tmp_object_git2_e070': Permission denied", "/r/.git/objects"),
        ("failed to open '/r/.git/objects/pack/a.idx' for reading: Permission denied", "/r/.git/objects/pack/a.idx"),
    ])
    func aFolderThatIsClosedIsNamed(_ text: String, _ path: String) throws {
        let trouble = try #require(GitTrouble(text))
        #expect(trouble.reason == "permission denied at `\(path)`" && trouble.hint.hasPrefix("`ls -ld \(path)` shows"))
        #expect(GitTrouble("something else") == nil)
    }

    @Test(arguments: [
        ("core.symlinks", "zz"), ("core.compression", "99"), ("core.bigFileThreshold", "zz"), ("index.version", "zz"),
        ("filter.a.required", "zz"), ("diff.algorithm", "zz"), ("core.fileMode", "zz"),
    ])
    func aSettingThatGitDoesNotTakeIsRefused(_ name: String, _ value: String) async throws {
        let sandbox = try await sandbox()
        try await sandbox.git("config", name, value)
        // Git refuses it too.
        await #expect(throws: Failure.self) {
            try await sandbox.git("add", "--renormalize", ".")
            try await sandbox.git("status")
        }
        #expect(throws: Failure.self) { try sandbox.repository().refuseWrongSettings() }
        let text = problem(sandbox)
        #expect(text.contains("git does not take `\(value)` for "), "\(text)")
        #expect(try await sandbox.git("config", "--unset", name) == "")
        #expect(problem(sandbox) == "")
    }

    @Test(arguments: [("core.compression", "9"), ("core.bigFileThreshold", "512m"), ("index.version", "4"), ("core.symlinks", "1")])
    func settingsThatGitTakesAreNoTrouble(_ name: String, _ value: String) async throws {
        let sandbox = try await sandbox()
        try await sandbox.git("config", name, value)
        try await sandbox.git("status")
        #expect(problem(sandbox) == "")
    }
}
