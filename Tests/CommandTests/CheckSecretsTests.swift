import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Secrets in commits, and scanners that are installed beside mlkit's own rules.
@Suite struct CheckSecretsTests {
    private static let definition = """
        checklist: 1
        title: T
        sections:
          - id: a
            title: A
            items:
              - {id: a.secrets, title: Secrets, why: w, how: h, kind: automatic, maturity: poc, verify: [{secrets: none}]}

        """
    private let sandbox: GitSandbox
    /// Put together here, so that this file holds none.
    private let token = "gh" + "p_" + String(repeating: "aB3", count: 12)

    init() async throws {
        sandbox = try await GitSandbox()
        let spec = "mlkit: 1\nproject: {name: p}\nchecklists: [list.yaml]\n"
        try await sandbox.commit(["mlkit.yaml": spec, "list.yaml": Self.definition, "src/a.py": "x = 1\n"])
    }

    private func verify(
        _ arguments: String..., path: String = "/usr/bin:/bin", in folder: FilePath? = nil) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(
            ["check", "verify"] + arguments, in: folder ?? sandbox.path,
            environment: sandbox.variables.merging(["PATH": path]) { $1 })
    }

    @Test func whatWasTakenOutAgainIsStillInTheHistory() async throws {
        try await sandbox.commit(["src/b.py": "first\nt = '\(token)'\n"])
        let commit = try await sandbox.git("rev-parse", "--short=7", "HEAD").trimmed
        try await sandbox.commit(["src/b.py": "t = None\n"])
        #expect(try await verify().output.hasPrefix("passed"))
        let found = try await verify("--history")
        #expect(found.output.contains("in the history: `\(commit):src/b.py` line 2 has a GitHub token"), "\(found.output)")
        // On another branch as well, though that is not checked out.
        try await sandbox.git("checkout", "--quiet", "-b", "side")
        try await sandbox.commit(["c.py": "t = '\(token)'\n"])
        try await sandbox.git("checkout", "--quiet", "main")
        #expect(try await verify("--history").output.contains(":c.py` line 1 has a GitHub token"))
        // What somebody looked at is allowed in the past, too.
        let allowed = "allowed:\n  - {path: 'src/*.py', because: revoked}\n  - {path: c.py, because: revoked}\n"
        try await sandbox.commit(["checklist/allowed.yaml": allowed])
        let passed = try await verify("--history")
        #expect(passed.output.hasPrefix("passed") && passed.output.contains("allowed by `checklist/allowed.yaml`"), "\(passed.output)")
    }

    private func install(_ name: String, _ script: String, below folder: String) async throws -> String {
        let path = try sandbox.scratch.write("#!/bin/sh\n\(script)\n", to: "\(folder)/\(name)")
        _ = try await BuiltTool.run("chmod", ["+x", path.string], in: sandbox.path)
        return path.removingLastComponent().string + ":/usr/bin:/bin"
    }

    private let gitleaks = """
        if [ "$1" = version ]; then echo 8.18.2; exit; fi
        while [ $# -gt 0 ]; do [ "$1" = --source ] && source=$2; shift; done
        printf '[{"File": "%s/src/a.py", "StartLine": 1, "RuleID": "acme-key"}, {"File": "%s/src/a.py", "StartLine": 1, "RuleID": \
        "generic-api-key"}]' "$source" "$source"
        """

    @Test func gitleaksIsAskedAndNamedWhereItIsInstalled() async throws {
        let path = try await install("gitleaks", gitleaks, below: "tools")
        let found = try await verify(path: path)
        #expect(found.output.contains("failed") && found.output.contains("`src/a.py` line 1 has what it calls acme-key"), "\(found.output)")
        #expect(!found.output.contains("generic-api-key"))
        try sandbox.write("x = 1  # gitleaks:allow\n", to: "src/a.py")
        let passed = try await verify(path: path)
        #expect(passed.output.hasPrefix("passed") && passed.output.contains("by gitleaks 8.18.2 and mlkit's own rules"), "\(passed.output)")
    }

    @Test func detectSecretsIsAskedWhereGitleaksIsNot() async throws {
        let script = """
            for word in "$@"; do last=$word; done
            printf '{"version": "1.5.0", "results": {"src/a.py": [{"line_number": 1, "type": "Acme Key"}]}}'
            """
        let path = try await install("detect-secrets", script, below: "tools")
        #expect(try await verify(path: path).output.contains("`src/a.py` line 1 has what it calls Acme Key"))
        try await sandbox.commit(["checklist/allowed.yaml": "allowed:\n  - {path: src/a.py, scan: secrets, because: of tests}\n"])
        let passed = try await verify(path: path)
        #expect(
            passed.output.contains("by detect-secrets 1.5.0 and mlkit's own rules; 1 hit in 1 file allowed by `checklist/allowed.yaml`"),
            "\(passed.output)")
    }

    @Test func aScannerThatTheProjectBringsOrThatFailsSaysNothing() async throws {
        let own = try await install("gitleaks", gitleaks, below: "repository/tools")
        #expect(try await verify(path: own).output.hasPrefix("passed"))
        let failing = try await install("gitleaks", "exit 3", below: "tools")
        let found = try await verify(path: failing)
        #expect(found.output.hasPrefix("passed") && !found.output.contains("by gitleaks"), "\(found.output)")
        // `mlkit check` starts no program.
        let calling = try await install("gitleaks", "touch '\(sandbox.scratch.path)/called'\nexit 3", below: "others")
        let listed = try await BuiltTool.mlkit(
            ["check", "list"], in: sandbox.path, environment: sandbox.variables.merging(["PATH": calling]) { $1 })
        #expect(listed.status == 0)
        #expect(try !sandbox.scratch.exists("called"))
    }
}
