import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

/// Signed commits, verified by the `git` program.
@Suite struct SigningTests {
    let sandbox: GitSandbox
    private var key: FilePath { sandbox.scratch.path.appending("key") }

    init() async throws {
        sandbox = try await GitSandbox()
        try await sandbox.git("config", "commit.gpgSign", "true")
    }

    /// Sets git up to sign with a fresh ssh key.
    private func useSSH() async throws {
        let arguments = ["-q", "-t", "ed25519", "-N", "", "-C", "ada", "-f", key.string]
        #expect(try await Command("ssh-keygen", arguments).run().status == 0)
        let publicKey = try LocalFileSystem().readText(FilePath("\(key).pub")).trimmed
        try sandbox.scratch.write("ada@example.com \(publicKey)\n", to: "signers")
        try await sandbox.git("config", "gpg.format", "ssh")
        try await sandbox.git("config", "user.signingKey", key.string)
        try await sandbox.git(
            "config", "gpg.ssh.allowedSignersFile", sandbox.scratch.path.appending("signers").string)
    }

    private func commit(_ path: String = "a.txt", _ extra: [String: String] = [:]) throws {
        try sandbox.repository(extra).commit(file: path, content: .bytes(Array("1\n".utf8)), message: "Signed\n\nBody")
    }

    /// A program that stands in for git's own.
    private func program(_ text: String) throws -> String {
        let path = sandbox.scratch.path.appending("program")
        try LocalFileSystem().write(Array("#!/bin/sh\n\(text)\n".utf8), to: path, executable: true)
        return path.string
    }

    @Test func anSSHSignatureIsGood() async throws {
        try await useSSH()
        try commit()
        try commit("b.txt")
        try await sandbox.git("verify-commit", "HEAD", "HEAD~1")
        let log = try await sandbox.git("log", "--show-signature", "-1", "--format=%G? %GS %s")
        #expect(log.contains("Good \"git\" signature for ada@example.com"))
        #expect(log.hasSuffix("G ada@example.com Signed\n"))
        #expect(try await sandbox.git("fsck", "--strict", "--no-dangling").isEmpty)
    }

    @Test func aLargeCommitIsSignedToo() async throws {
        try await useSSH()
        try sandbox.repository().commit((0..<20).map { FileChange("\($0)", .bytes([65])) }, message: "many")
        try await sandbox.git("verify-commit", "HEAD")
    }

    @Test func aKeyBelowTheHomeFolderIsFound() async throws {
        try await useSSH()
        try await sandbox.git("config", "user.signingKey", "~/key")
        try commit()
        try await sandbox.git("verify-commit", "HEAD")
    }

    /// The stand-in notes what it was called with, then asks the real one.
    @Test func theProgramOfTheSettingsIsCalledAsGitCallsIt() async throws {
        try await useSSH()
        let log = sandbox.scratch.path.appending("log")
        let program = try program("echo \"$@\" >> \(log)\nexec /usr/bin/ssh-keygen \"$@\"")
        try await sandbox.git("config", "gpg.ssh.program", program)
        try commit()
        try await sandbox.git("commit", "--quiet", "--allow-empty", "--message", "git's own")
        let lines = try LocalFileSystem().readText(log).split(separator: "\n").map { line in
            line.split(separator: " ").dropLast().joined(separator: " ")
        }
        #expect(lines == [String](repeating: "-Y sign -n git -f \(key)", count: 2))
    }

    @Test func aKeyInTheSettingsIsTheAgents() async throws {
        try await useSSH()
        let publicKey = try LocalFileSystem().readText(FilePath("\(key).pub")).trimmed
        // In the place of an agent: drops `-U` and puts the private key in the place of the public one.
        let program = try program(
            "test \"$7\" = -U && cmp -s \"$6\" \(key).pub && exec /usr/bin/ssh-keygen -Y sign -n git -f \(key) \"$8\"")
        try await sandbox.git("config", "gpg.ssh.program", program)
        for setting in ["key::\(publicKey)", publicKey] {
            try await sandbox.git("config", "user.signingKey", setting)
            try commit("\(setting.prefix(3)).txt")
        }
        try await sandbox.git("config", "--unset", "user.signingKey")
        try await sandbox.git("config", "gpg.ssh.defaultKeyCommand", "echo noise; cat \(key).pub")
        try commit("c.txt")
        try await sandbox.git("config", "--unset", "gpg.ssh.program")
        try await sandbox.git("verify-commit", "HEAD", "HEAD~1", "HEAD~2")
    }

    @Test func gpgGetsTheCommitAndTheCommitter() async throws {
        let (text, arguments) = (sandbox.scratch.path.appending("text"), sandbox.scratch.path.appending("arguments"))
        let signature = "-----BEGIN PGP SIGNATURE-----\\n\\nabc\\n-----END PGP SIGNATURE-----\\n"
        let program = try program(
            """
            cat > \(text); echo "$@" > \(arguments)
            printf '\\n[GNUPG:] SIG_CREATED D 1 8 00 1 0\\n' >&2; printf -- '\(signature)'
            """)
        try await sandbox.git("config", "gpg.program", program)
        try commit()
        #expect(try LocalFileSystem().readText(arguments) == "--status-fd=2 -bsau Ada Example <ada@example.com>\n")
        let object = try await sandbox.git("cat-file", "commit", "HEAD")
        #expect(object.contains("gpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----\n"))
        let unsigned = object.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("gpgsig") && !$0.hasPrefix(" ") }.joined(separator: "\n")
        #expect(try LocalFileSystem().readText(text) == unsigned)
    }

    @Test(arguments: [
        ("echo 'no secret key' >&2; exit 2", ["no secret key"]), ("exit 0", []),
        ("printf 'no agent\\r\\n\\r\\nno key\\r\\n' >&2; exit 2", ["no agent", "no key"]),
    ])
    func nothingIsCommittedUnsigned(_ script: String, _ notes: [String]) async throws {
        let program = try program(script)
        try await sandbox.git("config", "gpg.program", program)
        let failure = #expect(throws: Failure.self) { try commit() }
        let diagnostic = try #require(failure?.diagnostics.first)
        #expect(diagnostic.message == "git is set up to sign commits, but `\(program)` did not sign")
        #expect(diagnostic.notes == notes)
        #expect(diagnostic.hint?.contains("`git config commit.gpgSign false`") == true)
        #expect(try sandbox.repository().headCommit == nil)
        #expect(try await sandbox.git("status", "--porcelain").isEmpty)
        #expect(try !sandbox.exists(".git/index.lock"))
    }

    @Test func aMissingProgramIsTold() async throws {
        try await sandbox.git("config", "gpg.program", "/nonexistent/gpg")
        let failure = #expect(throws: Failure.self) { try commit() }
        #expect(failure?.diagnostics.first?.notes == ["No such file or directory"])
    }

    @Test func withoutAKeyOrWithAStrangeFormat() async throws {
        try await sandbox.git("config", "gpg.format", "ssh")
        var failure = #expect(throws: Failure.self) { try commit() }
        #expect(failure?.description.contains("git's setting `user.signingKey` is not set") == true)
        try await sandbox.git("config", "gpg.format", "sssh")
        failure = #expect(throws: Failure.self) { try commit() }
        #expect(failure?.description.contains("it may be `openpgp`, `x509` and `ssh`") == true)
    }

    @Test func commitsAreSignedOnlyIfAskedFor() async throws {
        try await useSSH()
        try await sandbox.git("config", "commit.gpgSign", "no")
        try commit()
        #expect(try await !sandbox.git("cat-file", "commit", "HEAD").contains("gpgsig"))
    }
}
