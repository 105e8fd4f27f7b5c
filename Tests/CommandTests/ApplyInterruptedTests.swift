import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What commands say of an update that was interrupted.
@Suite struct ApplyInterruptedTests {
    let project: TemplatedProject

    /// The update is made, and its journal is where it would be if the last of it had not come.
    init() async throws {
        project = try await TemplatedProject()
        try project.secondVersion()
        try await SampleProject.expectSuccess(project.mlkit("apply"))
        try LocalFileSystem().rename(project.path.pushing(".mlkit/undo"), to: project.path.pushing(".mlkit/tmp/apply"))
    }

    @Test(arguments: [["plan"], ["check", "next"], ["status"], ["apply"], ["graph"], ["template", "list"]])
    func everyCommandSaysThatItFinishesIt(_ command: [String]) async throws {
        let outcome = try await BuiltTool.mlkit(command, in: project.path)
        guard command != ["template", "list"] else {
            // One that looks at no project does nothing in it.
            return #expect(try LocalFileSystem().exists(project.path.pushing(".mlkit/tmp/apply")))
        }
        #expect(
            outcome.error.hasPrefix(
                """
                note: an interrupted `mlkit apply` (template small 2.0.0) was finished: 7 files as planned; `git status` shows them, \
                `mlkit apply --undo` takes it back

                """), "\(outcome)")
        #expect(try await !BuiltTool.mlkit(command, in: project.path).error.contains("interrupted"))
        #expect(try await project.mlkit("apply", "--undo").status == 0)
    }

    @Test func whatIsTakenBackIsSaid() async throws {
        try await project.git("reset", "--quiet", "--hard")
        let outcome = try await project.mlkit("plan")
        #expect(
            outcome.error == """
                note: an interrupted `mlkit apply` (template small 2.0.0) was taken back, as files of it had been put back: all are as \
                before

                """)
        #expect(outcome.status == 1)
    }

    @Test func whatHadNotBegunIsSaid() async throws {
        try LocalFileSystem().remove(project.path.pushing(".mlkit/tmp/apply/journal"))
        let outcome = try await project.mlkit("check", "next")
        #expect(outcome.error.hasPrefix("note: an interrupted `mlkit apply` had changed nothing yet; what it had prepared is removed\n"))
    }
}
