public import MLKitCore

/// What checking a template has found.
public struct TemplateReport: Sendable {
    public let name: String
    /// How many times the template was rendered, each with other answers.
    public internal(set) var renderings = 0
    /// By place.
    public internal(set) var findings: [Diagnostic] = []
    /// The template's own tests.
    public internal(set) var cases: [TemplateCaseResult] = []

    public var errors: Int { findings.count { $0.severity == .error } }
    public var warnings: Int { findings.count { $0.severity == .warning } }
    public var failedCases: Int { cases.count { !$0.differences.isEmpty } }
}
