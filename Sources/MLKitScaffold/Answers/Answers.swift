public import MLKitCore

/// A template's questions, answered.
public struct Answers: Sendable {
    /// By question: what was asked or given, and the defaults. Kept in the project's record.
    public internal(set) var given: [String: JSON] = [:]
    /// What stands for the answers to questions that were not asked.
    var skipped: [String: JSON] = [:]

    /// The variables for rendering.
    func variables(projectName: String) -> [String: JSON] {
        given.merging(skipped) { given, _ in given }
            .merging([Template.projectVariable: .string(projectName)]) { $1 }
    }
}
