/// What a program that looks for secrets found in a project.
public struct SecretTool: Sendable {
    /// With its version: "gitleaks 8.18.2".
    public var name: String
    /// By path, relative to the project: lines, counted from 1, and what is there.
    public var findings: [String: [(line: Int, kind: String)]]

    public init(name: String, findings: [String: [(line: Int, kind: String)]]) {
        self.name = name
        self.findings = findings
    }
}
