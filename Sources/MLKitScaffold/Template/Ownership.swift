internal import MLKitCore

/// Whose a rendered file is once it stands in the project.
public enum Ownership: String, CaseIterable, Sendable {
    /// The template's: what the user changes there is drift, and is reported.
    case managed
    /// Both: changes of the user and of the template are merged.
    case merged
    /// Written once, then the user's alone.
    case seed
}

/// Gives files whose path matches a glob an ownership.
public struct OwnershipRule: Sendable {
    public let pattern: String
    public let ownership: Ownership
}

extension OwnershipRule {
    func matches(_ path: String) -> Bool { Glob(pattern).matches(path) }
}
