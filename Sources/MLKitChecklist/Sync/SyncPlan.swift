public import MLKitCore

/// What an edited list asks for, against what was answered meanwhile.
public struct SyncPlan: Sendable {
    public internal(set) var changes: [SyncChange] = []
    /// What cannot be understood or done, and what was changed on both sides, in the order of the file.
    public internal(set) var problems: [Diagnostic] = []
    /// Items whose box or answer was edited to what the project has meanwhile anyway.
    var agreed: [String] = []
    let entries: [SyncFile.Entry]

    public var hasErrors: Bool { problems.contains { $0.severity == .error } }
}
