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

    /// Bytes under the name of evidence are taken for it.
    @Test func whatIsDamagedIsNotBroughtBack() async throws {
        let project = try await ChecklistProject()
        try await project.sandbox.commit([".gitignore": "/.mlkit/cache/\n*.bin\n"])
        try project.sandbox.write("seen\n", to: "a.bin")
        _ = try await project.check("done", "scoping.baseline", "-e", "a.bin")
        try LocalFileSystem().remove(project.path.appending("a.bin"))
        let object = project.path.pushing(".mlkit/cache/objects")
        let found = try await Command("find", [object.string, "-type", "f"]).run().outputText.split(separator: "\n")
        #expect(found.count == 1)
        for path in found { try LocalFileSystem().write("tampered\n", to: FilePath(String(path))) }
        #expect(try await project.check("evidence", "baseline", "-o", "out").status != 0)
        #expect(try LocalFileSystem().list(project.path.appending("out")) == [])
    }

    /// Git has every file of it, or not even one that is ignored is lost.
    @Test(arguments: [false, true]) func aFolderComesBack(isMixed: Bool) async throws {
        let project = try await ChecklistProject()
        try await project.sandbox.commit(["notes/a.txt": "seen\n", "notes/deep/b.txt": "too\n", ".gitignore": "/.mlkit/cache/\n*.bin\n"])
        if isMixed { try project.sandbox.write("ignored\n", to: "notes/c.bin") }
        _ = try await project.check("done", "scoping.baseline", "-e", "notes")
        try await project.sandbox.commit(["notes/a.txt": "changed\n"])
        if isMixed { try project.sandbox.write("changed\n", to: "notes/c.bin") }
        #expect(try await project.check("evidence", "baseline").output.hasSuffix("kept in \(isMixed ? "the cache" : "git")\n"))
        let found = try await project.check("evidence", "baseline", "--open")
        #expect(found.status == 0, "\(found.error)")
        let place = try opened(found.output)
        #expect(try LocalFileSystem().readText(place.appending("a.txt")) == "seen\n")
        #expect(try LocalFileSystem().readText(place.pushing("deep/b.txt")) == "too\n")
        if isMixed { #expect(try LocalFileSystem().readText(place.appending("c.bin")) == "ignored\n") }
    }

    @Test func aPullBringsWhatAnswersRestOn() async throws {
        let project = try await ChecklistProject()
        try await project.sandbox.commit([".gitignore": "/.mlkit/cache/\n/private/\n"])
        try project.sandbox.write("minutes\n", to: "private/minutes.txt")
        try project.sandbox.write("in a folder\n", to: "private/more/a.txt")
        _ = try await project.check("done", "scoping.baseline", "-e", "private/minutes.txt", "-e", "private/more")
        func cache(_ arguments: String..., in folder: FilePath) async throws -> BuiltTool.Outcome {
            try await BuiltTool.mlkit(["cache"] + arguments, in: folder, environment: project.sandbox.variables)
        }
        let remote = project.sandbox.scratch.path.appending("remote").string
        #expect(try await cache("push", "--remote", remote, in: project.path).status == 0)
        let clone = project.sandbox.scratch.path.appending("clone")
        try await project.sandbox.git("clone", "--quiet", project.path.string, clone.string)
        #expect(try await project.check("list", in: clone).output.contains("stale"))
        let pulled = try await cache("pull", "--remote", remote, in: clone)
        #expect(pulled.status == 0 && pulled.output.contains("restored  private/minutes.txt  evidence of the checklist\n"), "\(pulled.output)")
        #expect(try LocalFileSystem().readText(clone.pushing("private/minutes.txt")) == "minutes\n")
        #expect(try LocalFileSystem().readText(clone.pushing("private/more/a.txt")) == "in a folder\n")
        #expect(try await !project.check("list", in: clone).output.contains("stale"))
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
