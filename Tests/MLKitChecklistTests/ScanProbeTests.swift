import MLKitChecklist
import MLKitCore
import MLKitTestSupport
import Testing

/// Scans for secrets and for data about people.
///
/// What they look for is put together here, so that this file does not hold it.
@Suite struct ScanProbeTests {
    private func verdict(_ probe: String, _ line: String) async throws -> ProbeVerdict {
        try await ProbeProject(tracked: ["src/a.txt": "first\n\(line)\n"]).verdict(probe)
    }

    private static let letters = String(repeating: "aB3", count: 13)

    /// Each with a `~` in it, which is taken out.
    static let secrets: [(String, String)] = [
        ("-----BEGIN RSA PRI~VATE KEY-----", "a private key"), ("id = AK~IAABCDEFGHIJKLMNOP", "an AWS access key"),
        ("gh~p_LETTERS", "a GitHub token"), ("x glp~at-LETTERS", "a GitLab token"),
        ("AI~zaLETTERS", "a Google API key"), ("xo~xb-12345678901", "a Slack token"),
        ("h~f_LETTERS", "a Hugging Face token"), ("s~k-LETTERS", "an OpenAI key"),
        ("eyJ~hbGciOiJI.eyJ~zdWIiOiIx.SflKxwRJSMeKKF2", "a JSON web token"),
        ("db_pass~word = 'hunter2hunter2'", "a secret in quotes"),
        ("\"clientSec~ret\": \"0123456789\"", "a secret in quotes"),
        ("API_K~EY := \"0123456789\"", "a secret in quotes"),
    ]

    private static func whole(_ text: String) -> String {
        text.replacing("~", with: "").replacing("LETTERS", with: letters)
    }

    @Test(arguments: secrets)
    func aSecretIsFound(text: String, kind: String) async throws {
        let line = Self.whole(text)
        let found = try await verdict("secrets: none", line)
        #expect(found.outcome == .failed && found.message.contains("`src/a.txt` line 2 has \(kind)"), "\(found.message)")
        #expect(try await verdict("secrets: none", line + "  # mlkit:not-a-secret").passes)
    }

    @Test(arguments: [
        "password = 'short'", "password = read_from(environment)", "tokens: \"one two three four\"",
        "disk-usage", "AKIAlower", "hf_model", "task_ghp_x", "eyJ is how JSON begins",
        "the secret: it is a \"very long story\"",
    ])
    func whatIsNoSecretPasses(line: String) async throws {
        let found = try await verdict("secrets: none", line)
        #expect(found.passes, "\(found.message)")
    }

    static let people: [(String, String)] = [
        ("write to ada~@lovelace.org", "an e-mail address"), ("call +49 30 12~34567", "a telephone number"),
        ("DE89 3704 0044 0532 01~30 00", "an account number"), ("4111 1111 11~11 1111", "a card number"),
        ("GB82WEST12345698~765432", "an account number"), ("tel:+1-202-555-01~43", "a telephone number"),
    ]

    @Test(arguments: people)
    func dataAboutPeopleIsFound(text: String, kind: String) async throws {
        let line = Self.whole(text)
        let found = try await verdict("personal_data: none", line)
        #expect(found.outcome == .failed && found.message.contains("line 2 has \(kind)"), "\(found.message)")
        #expect(try await verdict("personal_data: none", line + "  # mlkit:not-personal").passes)
    }

    @Test(arguments: [
        "ada@example.com", "git@github", "1 + 2", "DE88 3704 0044 0532 0130 00", "4111 1111 1111 1112", "a@b",
        "0.4111111111111111", "2026-01-31T12:00:00+01:00", "SHA256 4111111111111111a", "+1", "x = 1 + 123456789 * 2",
    ])
    func whatIsAboutNobodyPasses(line: String) async throws {
        let found = try await verdict("personal_data: none", line)
        #expect(found.passes, "\(found.message)")
    }

    @Test func authorsAndSourcesArePassedOver() async throws {
        let project = try ProbeProject(tracked: ["a.md": Self.whole("by ada~@lovelace.org\n")])
        project.git?.authors = ["ada@lovelace.org"]
        #expect(try await project.outcome("personal_data: none") == .passed)
        try project.write(Self.whole("ada~@lovelace.org and bob~@lovelace.org\n"), to: "a.md")
        #expect(try await project.outcome("personal_data: none") == .failed)
        let spec = "mlkit: 1\nproject: {name: p}\nstages: {d: {kind: data, source: raw/*.csv, target: y}}\n"
        let source = try ProbeProject(spec, tracked: ["raw/a.csv": Self.whole("bob~@lovelace.org\n")])
        #expect(try await source.outcome("personal_data: none") == .passed)
    }

    @Test func otherFilesAreNotRead() async throws {
        let line = Self.whole("gh~p_LETTERS\n")
        let binary = try ProbeProject(tracked: ["a.bin": "\u{0}" + line, "large.txt": line + String(repeating: "x", count: 1 << 20)])
        try binary.write(line, to: "untracked.txt")
        let found = try await binary.verdict("secrets: none")
        #expect(found.passes && found.message == "nothing found in 0 tracked text files")
    }
}
