import MLKitCore
import MLKitTestSupport
import Testing

/// A project whose answers were given on a branch that was merged, and what its commands print.
enum AnsweredProject {
    /// Ids of commits and times, which differ from run to run, as words of the same length.
    static func timeless(_ text: String) -> String {
        text.replacing(#/\b[0-9a-f]{40}\b/#, with: "ID").replacing(#/\b[0-9a-f]{7}\b/#, with: "COMMIT7")
            .replacing(#/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/#, with: "TIME")
            .replacing(#/\d{4}-\d\d-\d\d \d\d:\d\d/#, with: "DAY-AND-TIME").replacing(#/\d{4}-\d\d-\d\d/#, with: "DAY")
    }

    /// Answers on a branch that was merged, one of them by hand.
    static func make(folder: String = "") async throws -> ChecklistProject {
        let project = try await ChecklistProject(folder: folder)
        let sandbox = project.sandbox
        try await sandbox.git("checkout", "--quiet", "-b", "side")
        _ = try await project.check("done", "scoping.baseline", "-e", "reports/evaluation.json", "-m", "trees win")
        _ = try await project.check("answer", "data.labels", "no")
        try await sandbox.git("checkout", "--quiet", "main")
        _ = try await project.check(
            "waive", "scoping.budget", "--until", "2099-01-31", "--by", "Grace", "--because", "later")
        try await sandbox.git("merge", "--quiet", "--no-edit", "side")
        let prefix = folder.isEmpty ? "" : folder + "/"
        let record = try sandbox.read(prefix + "checklist/data/labels.md").replacing("\"no\"", with: "\"yes\"")
        try await sandbox.commit([
            prefix + "checklist/data/labels.md": record, prefix + "reports/evaluation.json": "{}\n",
        ])
        return project
    }
}

/// A command's whole outcome, apart from ids and times.
func expectTimeless(
    _ outcome: BuiltTool.Outcome, _ output: String, error: String = "", status: Int = 0,
    _ place: Testing.SourceLocation = #_sourceLocation
) {
    #expect(AnsweredProject.timeless(outcome.output) == output, sourceLocation: place)
    #expect(outcome.error == error, sourceLocation: place)
    #expect(outcome.status == status, sourceLocation: place)
}
