import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// The checklist of a project whose repository is broken: each command names the cause, and what helps.
@Suite struct CheckBrokenGitTests {
    private static let list = """
        checklist: 1
        title: A list
        sections:
          - id: version-control
            title: Version control
            items:
              - id: version-control.repository
                title: Is it in git?
                why: It goes on.
                how: Begin one.
                kind: automatic
                verify: [{git: repository}]
                maturity: poc

        """

    private func project(_ doing: String) async throws -> GitSandbox {
        let sandbox = try await GitSandbox()
        try await sandbox.commit([
            "mlkit.yaml": "mlkit: 1\nproject: {name: p}\nchecklists: [list.yaml]\n", "list.yaml": Self.list, ".gitignore": "/.mlkit/\n",
        ])
        _ = try await BuiltTool.run("sh", ["-c", doing], in: sandbox.path)
        return sandbox
    }

    private func run(_ sandbox: GitSandbox, _ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: sandbox.path, environment: sandbox.variables)
    }

    private static let kinds: [(doing: String, cause: String, hint: String)] = [
        (
            "rm -rf .git && mkdir .git", "/.git` is no repository of git's: it has no `HEAD`",
            "hint: put it back from a copy; to begin a new one, remove the folder"
        ),
        (
            "rm -rf .git && echo gitdir: ../gone > .git", "/.git` names the repository `", "hint: if it was moved, write into that file"
        ),
        ("rm .git/HEAD", "/.git` is no repository of git's: it has no `HEAD`", "hint: write `ref: refs/heads/main` into `"),
        ("echo garbage > .git/HEAD", "/.git/HEAD` holds neither a commit nor the name of a branch", "hint: write the name of your branch"),
        ("rm -rf .git/objects/??", "names the commit ", "hint: another clone's `.git/objects` may have it"),
    ]

    @Test(arguments: kinds.indices) func eachCommandNamesTheCause(_ index: Int) async throws {
        let (doing, cause, hint) = Self.kinds[index]
        let sandbox = try await project(doing)
        for (command, status) in [("log", 1), ("audit", 3), ("diff", 1), ("burndown", 1)] {
            let outcome = try await run(sandbox, "check", command)
            #expect(outcome.status == status && outcome.error.hasPrefix("error: "), "\(command): \(outcome)")
            #expect(outcome.error.contains(cause) && outcome.error.contains(hint), "\(command): \(outcome)")
        }
        for (command, status) in [("verify", 0), ("gate", 1), ("list", 0), ("progress", 0)] {
            let outcome = try await run(sandbox, "check", command)
            #expect(outcome.status == status && outcome.error.hasPrefix("warning: "), "\(command): \(outcome)")
            #expect(outcome.error.contains(cause) && outcome.error.contains(hint), "\(command): \(outcome)")
            #expect(!outcome.error.contains("`git init`") || index < 2, "\(command): \(outcome)")
        }
        let verdict = try await run(sandbox, "check", "verify").output
        #expect(verdict.hasPrefix("cannot tell") && verdict.contains(cause), "\(verdict)")
    }

    /// A repository that is whole again is seen at once.
    @Test func nothingOfItIsRemembered() async throws {
        let sandbox = try await project("mv .git/HEAD .git/away")
        _ = try await run(sandbox, "check")
        try LocalFileSystem().rename(sandbox.path.pushing(".git/away"), to: sandbox.path.pushing(".git/HEAD"))
        let outcome = try await run(sandbox, "check", "gate")
        #expect(outcome.status == 0 && !outcome.error.contains("warning"), "\(outcome)")
    }
}
