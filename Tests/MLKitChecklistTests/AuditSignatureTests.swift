import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Where commits are to be signed, a signature counts if git finds it good.
@Suite struct AuditSignatureTests {
    private let project: AuditedProject
    private let item = AuditedProject.item
    private var sandbox: GitSandbox { project.sandbox }
    private var signers: FilePath { sandbox.scratch.path.appending("signers") }

    init() async throws {
        project = try await AuditedProject()
        let key = sandbox.scratch.path.appending("key")
        #expect(try await Command("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "ada", "-f", key.string]).run().status == 0)
        let settings = [
            ("gpg.format", "ssh"), ("user.signingKey", key.string), ("commit.gpgSign", "true"),
            ("gpg.ssh.allowedSignersFile", signers.string),
        ]
        for (name, value) in settings { try await sandbox.git("config", name, value) }
        try trust("\(key).pub")
    }

    private func trust(_ key: String?) throws {
        let line = try key.map { "ada@example.com \(try LocalFileSystem().readText(FilePath($0)).trimmed)\n" } ?? "\n"
        try LocalFileSystem().write(line, to: signers)
    }

    @Test func aGoodOneIsNotObjectedTo() throws {
        try project.done(hour: 0)
        #expect(try project.audit() == [])
    }

    /// What was found before says nothing of a key that is not trusted any more.
    @Test func oneByAKeyThatNobodyTrustsIs() throws {
        try project.done(hour: 0)
        #expect(try project.audit() == [])
        try trust(nil)
        #expect(try project.audit() == ["bad-signature \(item)"])
    }

    @Test func oneThatDoesNotFitTheCommitIs() async throws {
        try project.done(hour: 0)
        let text = try await sandbox.git("cat-file", "commit", "HEAD").replacing("Establish", with: "Established")
        try sandbox.scratch.write(text, to: "commit")
        let forged = try await sandbox.git("hash-object", "-t", "commit", "-w", sandbox.scratch.path.appending("commit").string)
        try await sandbox.git("reset", "--quiet", "--hard", forged.trimmed)
        #expect(try project.audit() == ["bad-signature \(item)"])
    }

    @Test func oneThatNobodyCanCheckIs() async throws {
        try project.done(hour: 0)
        try await sandbox.git("config", "--unset", "gpg.ssh.allowedSignersFile")
        #expect(try project.audit() == ["bad-signature \(item)"])
    }

    @Test func noneIs() async throws {
        try await sandbox.git("config", "commit.gpgSign", "false")
        try project.done(hour: 0)
        try await sandbox.git("config", "commit.gpgSign", "true")
        #expect(try project.audit() == ["unsigned \(item)"])
    }
}
