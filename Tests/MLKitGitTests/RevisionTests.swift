import MLKitCore
import MLKitGit
import MLKitTestSupport
import Testing

/// Commits by the names that people give them.
@Suite struct RevisionTests {
    @Test func namesAreThoseOfGit() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a": "1"])
        try await sandbox.git("tag", "--annotate", "v1", "--message", "One")
        try await sandbox.git("branch", "side")
        try await sandbox.commit(["a": "2"])
        let repository = try sandbox.repository()
        for name in ["HEAD", "main", "HEAD~1", "v1", "side", "main^", "HEAD@{0}"] {
            let id = try await sandbox.git("rev-parse", name + "^{commit}").trimmed
            #expect(try repository.commit(named: name).hex == id, "\(name)")
            #expect(try repository.commit(named: String(id.prefix(8))).hex == id)
        }
        #expect(try repository.branches() == ["main", "side"])
        let failure = #expect(throws: Failure.self) { try repository.commit(named: "v2") }
        #expect(failure?.diagnostics[0].hint == "did you mean `v1`?")
    }

    @Test(arguments: ["", "nothing", "HEAD~9", "main:a", "v1\0", "--all", "HEAD^{tree}", "^", "@{-1}"])
    func whatNamesNoCommitIsRefused(_ name: String) async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a": "1"])
        let repository = try sandbox.repository()
        #expect(throws: Failure.self) { try repository.commit(named: name) }
    }

    /// Only a signature is one, not a name that reads like it.
    @Test func aNameIsNoSignature() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.git("config", "user.name", "gpgsig of x")
        try await sandbox.commit(["a.txt": "1"], message: "gpgsig\n\ngpgsig -----BEGIN PGP SIGNATURE-----")
        let repository = try sandbox.repository()
        let head = try #require(try repository.headCommit)
        let words = try #require(try repository.words(of: head))
        #expect(!words.isSigned && words.message.hasPrefix("gpgsig\n"))
    }
}
