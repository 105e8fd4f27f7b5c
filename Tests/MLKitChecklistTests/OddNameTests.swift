import MLKitChecklist
import MLKitCore
import MLKitGit
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// Files whose names are not UTF-8, as git has them from older systems: probes look into them as into all others.
@Suite struct OddNameTests {
    /// A repository with a folder whose name is Latin-1, made by a shell.
    private func sandbox(_ script: String) async throws -> GitSandbox {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a.md": "fine\n"])
        let whole = "d=$(printf 'caf\\351'); mkdir -p \"$d\" p; cd \"$d\"; \(script)"
        #expect(try await Command("sh", ["-c", whole], directory: sandbox.path).run().status == 0)
        try await sandbox.git("add", "--all")
        return sandbox
    }

    @Test func whatStandsInThemIsFound() async throws {
        let notebook = "{\"cells\": [{\"outputs\": [{}]}]}"
        let sandbox = try await sandbox(
            "echo 'k = \"gh''p_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789\"' > key.py; echo 'anna.me''ier@web.de' > b.txt; echo '\(notebook)' "
                + "> n.ipynb")
        let secrets = try await sandbox.verdict("secrets: none")
        #expect(
            secrets.outcome == .failed && secrets.message.hasPrefix("`caf\\xE9/key.py` line 1 has a GitHub token"), "\(secrets.message)")
        #expect(try await sandbox.verdict("personal_data: none").message.hasPrefix("`caf\\xE9/b.txt` line 1"))
        let notebooks = try await sandbox.verdict("git: clean-notebooks")
        #expect(notebooks.message == "cell 1 of `caf\\xE9/n.ipynb` has outputs")
        let large = try await sandbox.verdict("git: {no-large-files: 40B}")
        #expect(large.outcome == .failed && large.message.hasPrefix("`caf\\xE9/"), "\(large.message)")
    }

    @Test func whatOnlyTheIndexHasIsReadThere() async throws {
        let sandbox = try await sandbox("echo 'k = \"gh''p_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789\"' > key.py")
        #expect(try await Command("sh", ["-c", "cd caf* && echo fine > key.py"], directory: sandbox.path).run().status == 0)
        let changed = try await sandbox.verdict("secrets: none")
        #expect(changed.message.hasPrefix("`caf\\xE9/key.py` (as git has it) line 1"), "\(changed.message)")
        #expect(try await Command("sh", ["-c", "rm -r caf*"], directory: sandbox.path).run().status == 0)
        #expect(try await sandbox.verdict("secrets: none").outcome == .failed)
    }

    @Test func aHarmlessFilePassesAndTestsInItCount() async throws {
        let sandbox = try await sandbox("printf 'def test_a():\\n    assert 1\\n' > test_a.py")
        #expect(try await sandbox.verdict("secrets: none").message == "nothing found in 2 tracked text files")
        #expect(try await sandbox.verdict("tests: exist").message == "1 file of tests, `caf\\xE9/test_a.py` the first")
        // A project beside it has none of it.
        try await sandbox.git("config", "core.quotePath", "false")
        #expect(try await sandbox.verdict("tests: exist", in: "p").outcome == .failed)
    }

    /// The name that stands for it may be another file's own.
    @Test func twoFilesOfOneTextAreBothRead() async throws {
        let sandbox = try await sandbox(
            "echo fine > key.py; mkdir '../caf\\xE9'; echo 'k = \"gh''p_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789\"' > '../caf\\xE9/key.py'")
        let found = try await sandbox.verdict("secrets: none")
        #expect(found.outcome == .failed && found.message.hasPrefix("`caf\\xE9/key.py` line 1"), "\(found.message)")
    }
}
