import MLKitChecklist
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What scans read of the files that git has: all of it, or they say what they did not.
@Suite struct ScanReadingTests {
    private static let secret = "DB_PASS" + "WORD=Tr0ub4dor3x9\n"
    private static let person = "write to anna" + ".meier@web.de\n"

    private func bytes(_ path: String, _ content: [UInt8], _ more: [String: String] = ["a.md": "fine\n"]) throws -> ProbeProject {
        let project = try ProbeProject(tracked: more)
        try project.files.write(content, to: ProbeProject.root.appending(path))
        project.git?.tracked.append(path)
        return project
    }

    @Test func whatIsLargerThanAMebibyteIsReadToo() async throws {
        let rows = String(repeating: "x,1\n", count: 300_000)
        #expect(try await ProbeProject(tracked: ["a.txt": rows + Self.person]).outcome("personal_data: none") == .failed)
        #expect(try await ProbeProject(tracked: ["a.env": rows + Self.secret]).outcome("secrets: none") == .failed)
    }

    @Test func whatIsTooLargeIsNamedUntilItIsAllowed() async throws {
        let large = [UInt8](repeating: UInt8(ascii: "x"), count: (1 << 24) + 1)
        let project = try bytes("big.csv", large)
        let verdict = try await project.verdict("secrets: none")
        #expect(verdict.outcome == .unknown && verdict.message.hasPrefix("`big.csv` is larger than 16 MiB; "), "\(verdict.message)")
        let entry = "allowed:\n  - {path: big.csv, because: made by a machine, sha256: \(ContentHash(of: large).hex)}\n"
        try project.write(entry, to: "checklist/allowed.yaml")
        #expect(try await project.outcome("secrets: none") == .passed)
        try project.files.write(large + [0x78], to: ProbeProject.root.appending("big.csv"))
        #expect(try await project.outcome("secrets: none") == .unknown)
    }

    /// Zeros make no secret unreadable, and neither does the encoding of some shells without its mark.
    @Test func textWithZerosIsText() async throws {
        let utf16 = Array(Self.secret.utf16).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        let big = Array(Self.secret.utf16).flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        for content in [
            Array(Self.secret.utf8) + [0], [0x41, 0x3D, 0x31, 0x0A, 0] + Array(Self.secret.utf8), utf16, [0xFF, 0xFE] + utf16, big,
        ] {
            #expect(try await bytes("prod.env", content).outcome("secrets: none") == .failed, "\(content.prefix(8))")
        }
    }

    @Test func whatIsNoTextCannotBeToldButForPictures() async throws {
        let archive: [UInt8] = Array("PK".utf8) + [3, 4, 0, 0]
        let found = try await bytes("a.zip", archive).verdict("personal_data: none")
        #expect(found.outcome == .unknown && found.message.hasPrefix("`a.zip` is no text; "), "\(found.message)")
        let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0, 1]
        let passed = try await bytes("a.png", picture).verdict("personal_data: none")
        #expect(passed.message == "nothing found in 1 tracked text file; not looked at: 1 picture, recording or font")
    }

    /// What everybody gets who clones the repository is what git has.
    @Test func aFileThatIsGoneFromTheWorkingTreeIsReadFromGit() async throws {
        let project = try ProbeProject(tracked: ["a.md": "fine\n"])
        project.git?.tracked += ["prod.env", "nb.ipynb"]
        project.git?.index = ["prod.env": Self.secret, "nb.ipynb": "{\"cells\": [{\"outputs\": [1]}]}"]
        let verdict = try await project.verdict("secrets: none")
        #expect(verdict.outcome == .failed && verdict.message.hasPrefix("`prod.env` (as git has it) line 1 has "), "\(verdict.message)")
        #expect(try await project.verdict("git: clean-notebooks").message == "cell 1 of `nb.ipynb` (as git has it) has outputs")
        #expect(try await project.outcome("git: {no-large-files: 8B}") == .failed)
        // Neither does it help to empty it.
        try project.write("# empty\n", to: "prod.env")
        #expect(try await project.outcome("secrets: none") == .failed)
        project.git?.index = [:]
        #expect(try await project.outcome("secrets: none") == .passed)
    }

    @Test func whatDeclaresSomethingIsReadFromGitToo() async throws {
        let project = try ProbeProject(tracked: ["a.md": "fine\n"])
        project.git?.tracked.append("requirements.txt")
        project.git?.index = ["requirements.txt": "numpy\n"]
        #expect(try await project.outcome("environment: pinned") == .failed)
    }
}
