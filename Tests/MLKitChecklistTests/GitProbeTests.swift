import MLKitChecklist
import MLKitCore
import MLKitGit
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import MLKitYAML
import SystemPackage
import Testing

/// Probes of real repositories.
@Suite struct GitProbeTests {
    private func outcome(_ probe: String, _ sandbox: GitSandbox, in folder: String = "") async throws -> String {
        try await sandbox.verdict("git: \(probe)", in: folder).outcome.rawValue
    }

    @Test func commitsRemotesAndBranches() async throws {
        let sandbox = try await GitSandbox()
        #expect(try await outcome("repository", sandbox) == "failed")
        #expect(try await outcome("default-branch", sandbox) == "passed")
        try await sandbox.commit(["a": "1"])
        #expect(try await outcome("repository", sandbox) == "passed")
        #expect(try await outcome("remote", sandbox) == "failed")
        try await sandbox.git("remote", "add", "origin", "https://example.com/x.git")
        #expect(try await outcome("remote", sandbox) == "passed")
        try await sandbox.git("checkout", "--quiet", "-b", "mine")
        #expect(try await outcome("default-branch", sandbox) == "passed")
        try await sandbox.git("branch", "--quiet", "-m", "main", "ours")
        #expect(try await outcome("default-branch", sandbox) == "failed")
        try await sandbox.git("update-ref", "refs/remotes/origin/trunk", "HEAD")
        try await sandbox.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
        #expect(try await outcome("default-branch", sandbox) == "passed")
    }

    /// What services fetch: all branches of a repository whose own branch nobody names, or a commit alone.
    @Test func theCloneOfAServiceHasTheSameDefaultBranch() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a": "1"])
        try await sandbox.git("remote", "add", "origin", "https://example.com/x.git")
        try await sandbox.git("update-ref", "refs/remotes/origin/feature", "HEAD")
        try await sandbox.git("checkout", "--quiet", "--detach")
        try await sandbox.git("branch", "--quiet", "-D", "main")
        #expect(try await outcome("default-branch", sandbox) == "unknown")
        try await sandbox.git("update-ref", "refs/remotes/origin/main", "HEAD")
        #expect(try await outcome("default-branch", sandbox) == "passed")
        try await sandbox.git("checkout", "--quiet", "-b", "feature")
        #expect(try await outcome("default-branch", sandbox) == "passed")
        try await sandbox.git("update-ref", "-d", "refs/remotes/origin/main")
        #expect(try await outcome("default-branch", sandbox) == "failed")
    }

    @Test func whatIsLeftOutOfTheWorkingTreeCounts() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["inner/a.ipynb": "{\"cells\": [{\"outputs\": [1]}]}", "inner/b.ipynb": "{\"cells\": []}"])
        try await sandbox.git("rm", "--quiet", "inner/b.ipynb")
        for flag in ["--skip-worktree", "--no-skip-worktree"] {
            try await sandbox.git("update-index", flag, "inner/a.ipynb")
            if flag == "--skip-worktree" { try LocalFileSystem().remove(sandbox.path.pushing("inner/a.ipynb")) }
            #expect(try await outcome("clean-notebooks", sandbox, in: "inner") == "failed")
        }
        // Emptied, and not staged.
        try sandbox.write("{\"cells\": []}", to: "inner/a.ipynb")
        #expect(try await outcome("clean-notebooks", sandbox, in: "inner") == "failed")
        try await sandbox.git("add", "inner/a.ipynb")
        #expect(try await outcome("clean-notebooks", sandbox, in: "inner") == "passed")
    }

    @Test func versionTags() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a": "1"])
        try await sandbox.git("tag", "release-1")
        try await sandbox.git("checkout", "--quiet", "-b", "side")
        try await sandbox.commit(["b": "1"])
        try await sandbox.git("tag", "-a", "-m", "x", "v1.2.3")
        try await sandbox.git("checkout", "--quiet", "main")
        #expect(try await outcome("version-tag", sandbox) == "failed")
        try await sandbox.git("merge", "--quiet", "--no-ff", "--no-edit", "side")
        #expect(try await outcome("version-tag", sandbox) == "passed")
    }

    @Test func hooks() async throws {
        let sandbox = try await GitSandbox()
        #expect(try await outcome("hooks", sandbox) == "failed")
        try await sandbox.git("config", "core.hooksPath", "tools/hooks")
        // A folder that is not there, and one with nothing in it, hook nothing.
        #expect(try await outcome("hooks", sandbox) == "failed")
        try sandbox.write("", to: "tools/hooks/pre-commit")
        try sandbox.write("about these", to: "tools/hooks/README.md")
        #expect(try await outcome("hooks", sandbox) == "failed")
        try sandbox.write("#!/bin/sh", to: "tools/hooks/commit-msg")
        #expect(try await outcome("hooks", sandbox) == "passed")
        let other = try await GitSandbox()
        try other.write("x", to: ".githooks/pre-commit")
        #expect(try await outcome("hooks", other) == "passed")
    }

    @Test func aProjectBelowTheRootSeesItsOwnFiles() async throws {
        let sandbox = try await GitSandbox()
        let notebook = "{\"cells\": [{\"outputs\": [1]}]}"
        try await sandbox.commit(["a.ipynb": notebook, "inner/mlkit.yaml": "x"])
        #expect(try await outcome("clean-notebooks", sandbox) == "failed")
        #expect(try await outcome("clean-notebooks", sandbox, in: "inner") == "passed")
        try await sandbox.commit(["inner/b.ipynb": notebook])
        #expect(try await outcome("clean-notebooks", sandbox, in: "inner") == "failed")
    }

    /// Every version of every file counts, on merged branches too; those of others do not.
    @Test(arguments: ["", "part"])
    func whatAFolderHadIsFound(folder: String) async throws {
        let sandbox = try await GitSandbox()
        let project = sandbox.path.pushing(FilePath(folder))
        let home = folder.isEmpty ? "" : folder + "/"
        let environment = GitEnvironment(variables: sandbox.variables, time: GitTime(seconds: 0))
        func past(_ seal: CacheSeal?) throws -> (versions: [String], removed: [String]) {
            let git = try #require(try RepositoryGit(project: project, environment: environment, files: LocalFileSystem(), seal: seal))
            let past = try git.past(in: "notes/looks")
            return (past.versions.map { "\($0.name) \(String(decoding: $0.content, as: UTF8.self))" }.sorted(), past.removals.keys.sorted())
        }
        try LocalFileSystem().makeDirectory(project)
        #expect(try past(nil).versions == [])
        try await sandbox.commit(["\(home)notes/looks/a.json": "1", "\(home)notes/other.json": "x", "\(home)b.txt": "x"])
        try await sandbox.commit(["\(home)notes/looks/a.json": "2", "\(home)notes/looks/b.json": "1"])
        try await sandbox.git("checkout", "--quiet", "-b", "side")
        try await sandbox.commit(["\(home)notes/looks/c.json": "1"])
        try await sandbox.git("rm", "--quiet", "\(home)notes/looks/c.json", "\(home)notes/looks/a.json")
        try await sandbox.git("commit", "--quiet", "--message", "tidy")
        try await sandbox.git("checkout", "--quiet", "main")
        #expect(try past(nil) == (["a.json 1", "a.json 2", "b.json 1"], []))
        try await sandbox.git("merge", "--quiet", "--no-ff", "--no-edit", "side")
        for _ in 1...2 {
            let found = try past(CacheSeal(key: [1]))
            #expect(found == (["a.json 1", "a.json 2", "b.json 1", "c.json 1"], ["a.json", "c.json"]))
        }
    }

    /// To git, names that differ only in how an accent is composed are two.
    @Test func namesAreToldApartByTheirBytes() async throws {
        let sandbox = try await GitSandbox()
        let names = ["caf\u{E9}", "cafe\u{301}"]
        let environment = GitEnvironment(variables: sandbox.variables, time: GitTime(seconds: 0))
        func git() throws -> RepositoryGit {
            try #require(try RepositoryGit(project: sandbox.path, environment: environment, files: LocalFileSystem(), seal: nil))
        }
        for (number, name) in names.enumerated() { try await sandbox.commit(["looks/\(name).json": "1", "\(name)/a.json": "\(number)"]) }
        let reader = try git()
        let pasts = try names.map { try reader.past(in: $0).versions.map(\.content) }
        #expect(pasts == [Array("0".utf8), Array("1".utf8)].map { [$0] })
        #expect(try reader.past(in: "looks").versions.count == 2)
        for name in names { try sandbox.write("2", to: "looks/\(name).json") }
        #expect(try git().changedFiles().count == 2)
        try await sandbox.git("rm", "--quiet", "--force", "-r", "looks")
        try await sandbox.git("commit", "--quiet", "--message", "tidy")
        #expect(try git().past(in: "looks").removals.count == 2)
    }

    /// One folder is not listed for another whose name is composed otherwise.
    @Test func aFolderIsFoundByItsBytes() async throws {
        let sandbox = try await GitSandbox()
        let full = "{\"cells\": [{\"outputs\": [1]}]}"
        try await sandbox.commit(["cafe\u{301}/a.txt": "1", "caf\u{E9}/b.txt": "1", "a.ipynb": "{\"cells\": []}"])
        try await sandbox.commit(["caf\u{E9}/a.ipynb": full])
        #expect(try await outcome("clean-notebooks", sandbox) == "failed")
    }
}
