internal import MLKitChecklist
internal import MLKitCore
internal import SystemPackage

/// A scanner for secrets that the user has installed: gitleaks, else detect-secrets. It is looked for in absolute
/// folders of `PATH` outside the project, so that a clone cannot bring its own.
struct InstalledSecretTool: Sendable {
    private let project: FilePath
    private let path: String

    /// So many files are named in one call.
    private static let batch = 500

    init(_ project: FilePath, environment: [String: String]) {
        self.project = project
        path = environment["PATH"] ?? ""
    }

    /// What it finds; `nil` if there is none, or if it did not succeed.
    @Sendable func find(_ files: [String]) async throws -> SecretTool? {
        if let program = program("gitleaks") { return try? await gitleaks(program) }
        guard let program = program("detect-secrets") else { return nil }
        return try? await detectSecrets(program, files)
    }

    private func program(_ name: String) -> String? {
        let folders = path.split(separator: ":").map { FilePath(String($0)) }
        let files = LocalFileSystem()
        return folders.filter { $0.isAbsolute && !$0.starts(with: project) }.map { $0.appending(name) }
            .first { (try? files.information(at: $0)?.kind) == .file }?.string
    }

    /// Its report is a list of `{"File", "StartLine", "RuleID"}`. Its rule for keys of any service flags too much that is none.
    private func gitleaks(_ program: String) async throws -> SecretTool {
        let version = try await Command(program, ["version"]).run(limit: 1000).outputText.trimmed
        let report = try await Command(
            program,
            [
                "detect", "--no-git", "--no-banner", "--redact", "--exit-code", "0", "--source", project.string,
                "--report-format", "json", "--report-path", "/dev/stdout",
            ]
        ).run()
        let found = try JSON(parsing: report.output).array ?? []
        return SecretTool(
            name: "gitleaks \(version)",
            findings: Self.grouped(
                found.filter { $0["RuleID"]?.string != "generic-api-key" }.compactMap { finding in
                    guard let file = finding["File"]?.string, let line = finding["StartLine"]?.int else { return nil }
                    return (file, line, finding["RuleID"]?.string ?? "a secret")
                }, project))
    }

    /// Its report is `{"version", "results": {FILE: [{"line_number", "type"}]}}`. Its measures of disorder and of names are
    /// left out: they flag hashes and names of fields.
    private func detectSecrets(_ program: String, _ files: [String]) async throws -> SecretTool {
        let plugins = ["Base64HighEntropyString", "HexHighEntropyString", "KeywordDetector", "IPPublicDetector", "SoftlayerDetector"]
        let options = plugins.flatMap { ["--disable-plugin", $0] }
        var version = ""
        var found: [(file: String, line: Int, kind: String)] = []
        for start in stride(from: 0, to: files.count, by: Self.batch) {
            let named = files[start..<min(start + Self.batch, files.count)].map { $0.hasPrefix("-") ? "./" + $0 : $0 }
            let report = try await Command(program, ["scan"] + options + ["--"] + named, directory: project).run()
            let json = try JSON(parsing: report.output)
            version = json["version"]?.string ?? version
            for member in json["results"]?.members ?? [] {
                found += (member.value.array ?? []).compactMap { finding in
                    finding["line_number"]?.int.map { (member.name, $0, finding["type"]?.string ?? "a secret") }
                }
            }
        }
        return SecretTool(name: "detect-secrets \(version)", findings: Self.grouped(found, project))
    }

    private static func grouped(
        _ found: [(file: String, line: Int, kind: String)], _ project: FilePath
    ) -> [String: [(line: Int, kind: String)]] {
        var findings: [String: [(line: Int, kind: String)]] = [:]
        for (file, line, kind) in found {
            var path = project.pushing(FilePath(file)).lexicallyNormalized()
            guard path.removePrefix(project.lexicallyNormalized()) else { continue }
            findings[path.string, default: []].append((line, "what it calls \(kind)"))
        }
        return findings
    }
}
