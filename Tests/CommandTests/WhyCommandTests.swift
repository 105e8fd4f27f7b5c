import Glibc
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit why`, seen from outside.
@Suite struct WhyCommandTests {
    /// The text with every moment replaced.
    private func timeless(_ text: String) -> String {
        text.replacing(#/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/#, with: "TIME")
    }

    @Test(arguments: [["why"], ["logs"]])
    func withoutAStageThoseThatThereAreAreNamed(command: [String]) async throws {
        let scratch = try ScratchDirectory()
        let nowhere = try await BuiltTool.mlkit(command, in: scratch.path)
        #expect(nowhere.status == 64 && nowhere.error.contains("Missing expected argument") && !nowhere.error.contains("it is one of"))
        try scratch.write(
            "mlkit: 1\nproject: {name: p}\nstages:\n  a: {run: echo 1 > a.txt, outputs: [a.txt]}\n  b: {run: echo 1 > b.txt, outputs: "
                + "[b.txt]}\n",
            to: "mlkit.yaml")
        let outcome = try await BuiltTool.mlkit(command, in: scratch.path)
        #expect(outcome.status == 64 && outcome.error.contains(": it is one of `a`, `b`\n"), "\(outcome.error)")
        #expect(outcome.error.contains("Usage: mlkit \(command[0])"))
    }

    @Test func aStageThatIsUpToDateSaysWhatItFollowsFrom() async throws {
        let project = try await ViewedProject()
        #expect(
            timeless(try await project.output("why", "clean.fr")).replacing(
                #/of the stage +[0-9a-f]{10}/#, with: "of the stage HASH")
                    == """
                    clean.fr is up to date since TIME
                    it follows from
                      kind       command       version 1
                      keys       of the stage HASH
                      parameter  size.fr       2
                      input      raw.txt       c9edb2ab1f
                    it made
                      clean/fr.txt  ebdd5f01a7

                    """.replacing("c9edb2ab1f", with: try hash(project, "raw.txt"))
                .replacing("ebdd5f01a7", with: try hash(project, "clean/fr.txt")))
    }

    private func hash(_ project: ViewedProject, _ name: String) throws -> String {
        String(ContentHash(of: try project.git.read(name)).hex.prefix(10))
    }

    @Test func eachReasonIsFollowedToItsCause() async throws {
        let project = try await ViewedProject()
        let old = try hash(project, "raw.txt")
        try project.git.write("raw and more\n", to: "raw.txt")
        let new = try hash(project, "raw.txt")
        #expect(
            try await project.output("why", "report", "clean.de") == """
                clean.de would run:
                  `raw.txt` changed: \(old) -> \(new)

                report would run:
                  `fit.de` runs first:
                    `clean.de` runs first:
                      `raw.txt` changed: \(old) -> \(new)
                  `fit.fr` runs first:
                    `clean.fr` runs first:
                      `raw.txt` changed: \(old) -> \(new)

                """)
    }

    @Test func anEntryIsExplainedStageByStageAlsoAsJSON() async throws {
        let project = try await ViewedProject()
        try project.edit("rate: 0.1", "rate: 0.3")
        try await project.git.git("rm", "--quiet", "--cached", "raw.txt")
        let json = try JSON(parsing: Array(try await project.output("why", "fit", "--format", "json").utf8))
        let stages = try #require(json.array)
        #expect(stages.map { $0["stage"]?.string } == ["fit.de", "fit.fr"])
        #expect(stages[0]["up_to_date"] == false)
        #expect(stages[0]["causes"]?.array?.first == ["reason": "parameter `rate` changed: 0.1 -> 0.3"])
        #expect(stages[0]["follows_from"]?["parameters"] == ["rate": 0.1])
        #expect(stages[0]["outputs"]?["fit/de.txt"]?.string?.hasPrefix("sha256:") == true)
    }

    @Test func outputsThatSomethingElseChangedAreShown() async throws {
        let project = try await ViewedProject()
        let old = try hash(project, "report.txt")
        try project.git.write("mine\n", to: "report.txt")
        #expect(
            try await project.output("why", "report") == """
                report would be restored from the cache:
                  its output `report.txt` was changed by something else: \(old) -> \(try hash(project, "report.txt"))

                """)
    }

    @Test func whatTheCacheHasIsSaid() async throws {
        let project = try await ViewedProject()
        try LocalFileSystem().remove(project.git.path.appending("report.txt"))
        #expect(
            try await project.output("why", "report")
                == "report would be restored from the cache:\n  its output `report.txt` is missing\n")
        func inCache() async throws -> [JSON?] {
            let json = try JSON(parsing: Array(try await project.output("why", "fit", "--format", "json").utf8))
            return json.array?.map { $0["in_cache"] } ?? []
        }
        #expect(try await inCache() == [false, false])
        try LocalFileSystem().remove(project.git.path.pushing("fit/de.txt"))
        #expect(try await inCache() == [true, false])
        try LocalFileSystem().remove(project.git.path.pushing(".mlkit/cache/objects"))
        #expect(try await inCache() == [false, false])
    }

    @Test func itAnswersWhileARunIsGoingOn() async throws {
        let project = try await ViewedProject()
        try project.git.write(
            "mlkit: 1\nproject: {name: p}\nstages: {a: {run: 'touch up; sleep 30'}}\n", to: "mlkit.yaml")
        let running = Task { try await project.mlkit("run") }
        for _ in 0..<600 where try !project.git.exists("up") { try await Task.sleep(for: .milliseconds(50)) }
        #expect(try project.git.exists("up"))
        #expect(try await project.output("why", "a") == "a would run:\n  it has not run yet\n")
        running.cancel()
        _ = try? await running.value
    }

    @Test func mistakesAreNamed() async throws {
        let project = try await ViewedProject()
        let unknown = try await project.mlkit("why", "clean.it")
        #expect(unknown.status == 1)
        #expect(unknown.error == "error: unknown stage `clean.it`\n\nhint: did you mean `clean.de`?\n")
        #expect(try await project.mlkit("why").status == 64)
    }
}
