import MLKitTestSupport
import Testing

/// Records that git puts through a program, as one that encrypts.
@Suite struct CheckFilteredTests {
    private func project() async throws -> ChecklistProject {
        let project = try await ChecklistProject()
        for (name, value) in [("clean", "tr a-z n-za-m"), ("smudge", "tr a-z n-za-m"), ("required", "true")] {
            try await project.sandbox.git("config", "filter.crypt.\(name)", value)
        }
        return project
    }

    @Test func theHistoryIsReadAndTheMessageSaysNothing() async throws {
        let project = try await project()
        let early = try await project.check("skip", "scoping.budget", "--because", "said in clear")
        #expect(early.status == 0, "\(early.error)")
        try await project.sandbox.commit([".gitattributes": "checklist/** filter=crypt\n"])
        let outcome = try await project.check("skip", "scoping.baseline", "--because", "the client is ACME")
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(try await !project.sandbox.git("show", "--format=%B", "HEAD").contains("client"))
        let log = try await project.check("log")
        #expect(!log.output.contains("broken") && log.output.contains("scoping.baseline"), "\(log.output)")
        #expect(log.output.contains("scoping.budget"))
        let difference = try await project.check("diff", "HEAD~1..HEAD")
        #expect(!difference.output.contains("broken") && difference.output.contains("scoping.baseline"), "\(difference.output)")
    }

    /// Git passes over one that is not required: the record would be committed in the clear.
    @Test(arguments: ["clean", "process"]) func aProgramThatFailsKeepsTheRecordOut(by direction: String) async throws {
        let project = try await project()
        try await project.sandbox.git("config", "filter.crypt.required", "false")
        try await project.sandbox.git("config", "filter.crypt.\(direction)", "echo no key >&2; false")
        try await project.sandbox.commit([".gitattributes": "checklist/** filter=crypt\n"])
        let head = try await project.sandbox.git("rev-parse", "HEAD")
        let outcome = try await project.check("skip", "scoping.baseline", "--because", "the client is ACME")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("`checklist/scoping/baseline.md` cannot go through the filter `crypt`"), "\(outcome.error)")
        #expect(outcome.error.contains("no key"))
        #expect(try await project.sandbox.git("rev-parse", "HEAD") == head)
        #expect(try await project.sandbox.git("status", "--porcelain") == "")
    }

    @Test func attributesOutsideASparseCheckoutCount() async throws {
        let project = try await project()
        try await project.sandbox.commit(["checklist/.gitattributes": "*.md filter=crypt\n", "src/a.txt": "a\n"])
        try await project.sandbox.git("sparse-checkout", "set", "src", "lists")
        let outcome = try await project.check("skip", "scoping.baseline", "--because", "the client is ACME")
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(try await !project.sandbox.git("show", "HEAD").contains("client"))
        try await project.sandbox.git("sparse-checkout", "disable")
        #expect(try await project.sandbox.git("status", "--porcelain") == "")
    }
}
