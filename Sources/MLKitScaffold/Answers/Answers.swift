public import MLKitCore
internal import MLKitSpec

/// A template's questions, answered.
public struct Answers: Sendable {
    /// By question: what was asked or given, and the defaults. Kept in the project's record.
    public internal(set) var given: [String: JSON] = [:]
    /// Answers that are kept nowhere.
    var secrets: [String: JSON] = [:]
    /// What stands for the answers to questions that were not asked.
    var skipped: [String: JSON] = [:]
    /// What follows from the others.
    var computed: [String: JSON] = [:]

    /// Whether a question was asked, or answered beforehand.
    func isGiven(_ question: String) -> Bool { given[question] != nil || secrets[question] != nil }

    /// The variables for rendering.
    func variables(projectName: String, layout: Layout) -> [String: JSON] {
        given.merging(secrets) { given, _ in given }
            .merging(skipped) { given, _ in given }
            .merging(computed) { given, _ in given }
            .merging([Template.projectVariable: .string(projectName), Template.layoutVariable: layout.json]) { $1 }
    }
}

extension Layout {
    /// As templates see it: `layout.name`, and the folder of every role.
    fileprivate var json: JSON {
        let folders = Role.allCases.map { JSON.Member($0.rawValue, .string(self[$0])) }
        return .object([JSON.Member("name", .string(name))] + folders)
    }
}
