import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit check evidence`: what an answer rests on, brought back as it was.
@Suite struct CheckEvidenceTests {
    private let path = "reports/evaluation.json"

    private func opened(_ output: String) throws -> FilePath {
        let words = try #require(output.split(separator: "\n").first { $0.contains("written to ") })
        return FilePath(String(words[try #require(words.firstRange(of: "written to ")).upperBound...]))
    }

    @Test func aTrackedFileComesBackOutOfGit() async throws {
        let project = try await ChecklistProject()
        _ = try await project.check("done", "scoping.baseline", "-e", path)
        #expect(try await project.check("evidence", "baseline").output.hasSuffix("as it was\n"))
        try await project.sandbox.commit([path: "{\"auc\": 0.1}\n"])
        #expect(try await project.check("evidence", "baseline").output.hasSuffix("kept in git\n"))
        let found = try await project.check("evidence", "baseline", "--open")
        #expect(found.status == 0, "\(found.error)")
        #expect(try LocalFileSystem().readText(opened(found.output)) == "{\"auc\": 0.9}\n")
        // The project has what it had.
        #expect(try project.sandbox.read(path) == "{\"auc\": 0.1}\n")
    }

    @Test(arguments: [true, false]) func whatGitDoesNotHaveIsKeptInTheCache(isFolder: Bool) async throws {
        let project = try await ChecklistProject()
        try project.sandbox.write("seen\n", to: "notes/a.txt")
        try project.sandbox.write("too\n", to: "notes/b.txt")
        let said = try await project.check("done", "scoping.baseline", "-e", isFolder ? "notes" : "notes/a.txt")
        #expect(said.output.contains("is not in git: commit it, or other clones will find it gone"))
        try project.sandbox.write("changed\n", to: "notes/a.txt")
        #expect(try await project.check("list").output.contains("stale"))
        #expect(try await project.check("evidence", "baseline").output.hasSuffix("kept in the cache\n"))
        // Collecting what no run needs leaves it.
        let collected = try await BuiltTool.mlkit(["cache", "gc"], in: project.path, environment: project.sandbox.variables)
        #expect(collected.status == 0, "\(collected.error)")
        let found = try await project.check("evidence", "baseline", "--open")
        #expect(found.status == 0, "\(found.error)")
        let place = try opened(found.output)
        #expect(try LocalFileSystem().readText(isFolder ? place.appending("a.txt") : place) == "seen\n")
    }

    @Test func whatIsNowhereIsSaid() async throws {
        let project = try await ChecklistProject()
        let hash = ContentHash(of: "lost").hex
        try await project.sandbox.commit([
            "checklist/scoping/baseline.md":
                "---\nitem: scoping.baseline\nstatus: done\nby: Ada\nat: 2026-01-01T00:00:00Z\nevidence:\n  - path: gone.txt\n    sha256: \(hash)\n---\n"
        ])
        let listed = try await project.check("evidence", "baseline")
        #expect(listed.output.hasSuffix("not kept\n"))
        let found = try await project.check("evidence", "baseline", "--open")
        #expect(found.status == 1, "\(found.output)\(found.error)")
    }
}
