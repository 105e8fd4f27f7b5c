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

/// How the rendering of a template's case differs from the tree that is expected.
public struct TemplateCaseResult: Sendable {
    public enum Kind: String, Sendable {
        /// Expected, but not rendered.
        case missing
        /// Rendered, but not expected.
        case new
        case changed
        /// One is executable, the other is not.
        case mode
    }

    public struct Difference: Sendable {
        public let path: String
        public let kind: Kind
        /// As git shows it, from what is expected to what is rendered; empty for a mode.
        public let diff: String
    }

    /// The case's file, below the template: `cases/small.yaml`.
    public let file: String
    public let differences: [Difference]
    /// Whether the expected tree was written anew.
    public let isUpdated: Bool
}
