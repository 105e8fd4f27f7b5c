import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// The checklist where a sparse checkout leaves out what it is about.
@Suite struct CheckSparseTests {
    private func project(_ more: [String: String] = [:]) async throws -> ChecklistProject {
        let project = try await ChecklistProject()
        try await project.sandbox.commit(
            ["src/a.txt": "a\n", "cfg/k.env": "AWS_KEY=\"AKIAIOSFODNN7EXAMPLQ\"\n"].merging(more) { $1 }) // mlkit:not-a-secret
        return project
    }

    private func waive(_ project: ChecklistProject) async throws {
        let outcome = try await project.check(
            "waive", "scoping.baseline", "--until", "2099-03-01", "--because", "Bob: agreed with legal")
        #expect(outcome.status == 0, "\(outcome.error)")
    }

    @Test(arguments: [["--cone", "src"], ["--no-cone", "/*", "!/checklist/", "!/cfg/", "!/lists/"]])
    func answersAndListsOutsideAreThere(_ patterns: [String]) async throws {
        let project = try await project()
        try await waive(project)
        let whole = try await project.check("list", "--state", "waived")
        #expect(whole.output.contains("scoping.baseline"))
        _ = try await Command(
            "git", ["sparse-checkout", "set"] + patterns, directory: project.path, environment: project.sandbox.variables
        ).run()
        #expect(try !project.sandbox.exists("checklist") && !project.sandbox.exists("lists"))
        #expect(try await project.check("list", "--state", "waived").output == whole.output)
        #expect(try await project.check("show", "scoping.baseline").output.contains("agreed with legal"))
        let added = try await project.check("add", "scoping", "Another one", "--list", "lists/small.yaml")
        #expect(added.status == 0, "\(added.error)")
        #expect(try project.sandbox.read("lists/small.yaml").contains("Establish a baseline"))
    }

    @Test func anAnswerOutsideIsCommittedOverTheOther() async throws {
        let project = try await project()
        try await waive(project)
        let note = try project.sandbox.read("checklist/scoping/baseline.md")
        try await project.sandbox.commit(["checklist/scoping/baseline.md": note + "A note of mine.\n"])
        try await project.sandbox.git("sparse-checkout", "set", "src")
        let outcome = try await project.check("done", "scoping.baseline", "-m", "x")
        #expect(outcome.status == 0, "\(outcome.error)")
        let record = try await project.sandbox.git("show", "HEAD:checklist/scoping/baseline.md")
        #expect(record.contains("status: done") && record.contains("A note of mine."))
        #expect(try await project.sandbox.git("status", "--porcelain") == "")
        let other = project.sandbox.scratch.path.appending("index")
        try LocalFileSystem().write(LocalFileSystem().read(project.path.pushing(".git/index")), to: other)
        let refused = try await project.check("done", "scoping.budget", environment: ["GIT_INDEX_FILE": other.string])
        #expect(refused.status == 1 && refused.error.contains("GIT_INDEX_FILE"))
        #expect(try !project.sandbox.exists("checklist/scoping/budget.md"))
        #expect(try await project.sandbox.git("status", "--porcelain") == "")
    }

    @Test func probesSeeWhatIsOutside() async throws {
        let list = """
            checklist: 1
            title: t
            sections:
              - id: git
                title: Git
                items:
                  - {id: git.secrets, title: No secrets, why: w, how: h, kind: automatic, maturity: poc, verify: [{secrets: none}]}
                  - {id: git.file, title: A file, why: w, how: h, kind: automatic, maturity: poc, verify: [{any_file: [cfg/*.env]}]}

            """
        let project = try await project(["lists/small.yaml": list])
        let names = ["git.secrets", "git.file"]
        var whole: [String] = []
        for name in names { whole.append(try await project.check("verify", name).output) }
        try await project.sandbox.git("sparse-checkout", "set", "src")
        for (name, output) in zip(names, whole) { #expect(try await project.check("verify", name).output == output) }
        #expect(whole[0].contains("cfg/k.env"))
    }

    @Test func aPartialCloneThatLacksThemCannotTell() async throws {
        let project = try await project()
        try await project.sandbox.git("config", "uploadpack.allowFilter", "true")
        let clone = project.sandbox.scratch.path.appending("clone")
        try await project.sandbox.git("clone", "--quiet", "--sparse", "--filter=blob:none", "file://\(project.path)", clone.string)
        try await project.sandbox.git("sparse-checkout", "add", "src", in: clone)
        let spec = "mlkit: 1\nproject: {name: p}\nchecklists: [end-to-end]\n"
        try LocalFileSystem().write(spec, to: clone.appending("mlkit.yaml"))
        let outcome = try await project.check("verify", "version-control.secrets", in: clone)
        #expect(outcome.output.contains("outside the sparse checkout"), "\(outcome.output)\(outcome.error)")
    }
}
