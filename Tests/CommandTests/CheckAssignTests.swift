import MLKitCore
import MLKitTestSupport
import Testing

/// `mlkit check assign` and `review`: what is said of an answer, rather than an answer.
@Suite struct CheckAssignTests {
    @Test func assigningSaysWhoAndNotWhatTheAnswerIs() async throws {
        let project = try await ChecklistProject()
        _ = try await project.check("waive", "scoping.budget", "--until", "2100-01-01", "--because", "later")
        let outcome = try await project.check("assign", "scoping.budget", "Bob")
        #expect(ChecklistProject.timeless(outcome.output) == "assigned to Bob: scoping.budget (checklist/scoping/budget.md, commit ID)\n")
        #expect(try await project.sandbox.git("log", "-1", "--format=%s%n%(trailers:key=Checklist-Status)")
            == "Checklist: assign scoping.budget to Bob\nChecklist-Status: waived\n\n")
        let lines = try await project.check("list", "--all").output.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("waived") && $0.contains("scoping.budget") })
        let nobody = try await project.check("assign", "scoping.budget", "--nobody")
        #expect(nobody.output.hasPrefix("assigned to nobody: scoping.budget"))
        #expect(try await project.sandbox.git("log", "-1", "--format=%s") == "Checklist: assign scoping.budget to nobody\n")
    }

    @Test func aReviewSaysThatItIsOne() async throws {
        let project = try await ChecklistProject()
        _ = try await project.check("done", "scoping.baseline")
        let bob = ["GIT_AUTHOR_NAME": "Bob", "GIT_AUTHOR_EMAIL": "bob@example.org"]
        let outcome = try await project.check("review", "scoping.baseline", environment: bob)
        #expect(ChecklistProject.timeless(outcome.output) == "reviewed: scoping.baseline (checklist/scoping/baseline.md, commit ID)\n")
        #expect(try await project.sandbox.git("log", "-1", "--format=%s") == "Checklist: review scoping.baseline\n")
    }
}
