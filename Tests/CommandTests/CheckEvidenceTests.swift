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
        #expect(
            pulled.status == 0 && pulled.output.contains("restored  private/minutes.txt  evidence of the checklist\n"),
            "\(pulled.output)")
        #expect(try LocalFileSystem().readText(clone.pushing("private/minutes.txt")) == "minutes\n")
        #expect(try LocalFileSystem().readText(clone.pushing("private/more/a.txt")) == "in a folder\n")
        #expect(try await !project.check("list", in: clone).output.contains("stale"))
    }

    /// Names that differ only in how an accent is composed are two, and stay what they are.
    @Test func namesComeBackByteForByte() async throws {
        let project = try await ChecklistProject()
        try await project.sandbox.commit([".gitignore": "/.mlkit/cache/\n/private/\n"])
        let names = ["caf\u{E9}.txt", "cafe\u{301}.txt"]
        for (number, name) in names.enumerated() { try project.sandbox.write("\(number)\n", to: "private/\(name)") }
        let said = try await project.check("done", "scoping.baseline", "-e", "private/\(names[0])", "-e", "private/\(names[1])", "-e",
            "private")
        #expect(said.status == 0, "\(said.error)")
        let (clone, outcome) = try await pulled(project)
        #expect(outcome.status == 0, "\(outcome.error)")
        let found = try LocalFileSystem().list(clone.appending("private"))
        #expect(found.map { Array($0.utf8) }.sorted { $0.count < $1.count } == names.map { Array($0.utf8) })
        for (number, name) in names.enumerated() {
            #expect(try LocalFileSystem().readText(clone.appending("private").appending(name)) == "\(number)\n")
        }
        #expect(try await !project.check("list", in: clone).output.contains("stale"))
    }

    private func cache(_ project: ChecklistProject, _ arguments: String..., in folder: FilePath) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(["cache"] + arguments, in: folder, environment: project.sandbox.variables)
    }

    /// A clone of a project, with what a remote has.
    private func pulled(_ project: ChecklistProject) async throws -> (clone: FilePath, outcome: BuiltTool.Outcome) {
        let remote = project.sandbox.scratch.path.appending("remote").string
        let pushed = try await cache(project, "push", "--remote", remote, in: project.path)
        #expect(pushed.status == 0, "\(pushed.error)")
        let clone = project.sandbox.scratch.path.appending("clone")
        try await project.sandbox.git("clone", "--quiet", project.path.string, clone.string)
        return (clone, try await cache(project, "pull", "--remote", remote, in: clone))
    }

    /// What was looked at stays, though another stands in its place since: in the cache here, at the remote, and in a clone.
    @Test func whatWasMadeAnewIsStillToBeHad() async throws {
        let project = try await ChecklistProject()
        try await project.sandbox.commit([
            ".gitignore": "/.mlkit/cache/\n/out.bin\n", "in.txt": "first\n",
            "mlkit.yaml": "mlkit: 1\nproject: {name: p}\nchecklists: [lists/small.yaml]\nstages: {make: {run: cp in.txt out.bin, inputs: "
                + "[in.txt], outputs: [out.bin]}}\n",
        ])
        func run() async throws {
            let outcome = try await BuiltTool.mlkit(["run"], in: project.path, environment: project.sandbox.variables)
            #expect(outcome.status == 0, "\(outcome.error)")
            try await project.sandbox.git("add", "--all")
            try await project.sandbox.git("commit", "--quiet", "--message", "run")
        }
        try await run()
        _ = try await project.check("done", "scoping.baseline", "-e", "out.bin")
        try project.sandbox.write("second\n", to: "in.txt")
        try await run()
        // The run that made it is collected; what an answer rests on is not.
        _ = try await cache(project, "gc", in: project.path)
        let (clone, outcome) = try await pulled(project)
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(try LocalFileSystem().readText(clone.appending("out.bin")) == "second\n")
        let found = try await project.check("evidence", "baseline", "-o", "../seen", in: clone)
        #expect(found.status == 0, "\(found.output)\(found.error)")
        #expect(try LocalFileSystem().readText(project.sandbox.scratch.path.pushing("seen/out.bin")) == "first\n")
    }

    /// Of a folder that git has a part of, the rest comes from the remote, and nothing that git has is put back.
    @Test func whatAFolderLacksIsBrought() async throws {
        let project = try await ChecklistProject()
        try await project.sandbox.commit(["notes/a.txt": "seen\n", ".gitignore": "/.mlkit/cache/\n*.log\n"])
        try project.sandbox.write("ignored\n", to: "notes/b.log")
        try project.sandbox.write("deep\n", to: "notes/more/c.log")
        let said = try await project.check("done", "scoping.baseline", "-e", "notes")
        #expect(said.output.contains(
            "`notes/` has files that git ignores, such as `notes/b.log`, so other clones have these by `mlkit cache push` and"))
        let (clone, outcome) = try await pulled(project)
        #expect(
            outcome.status == 0 && outcome.output.contains("restored  notes/  evidence of the checklist\n"),
            "\(outcome.output)\(outcome.error)")
        #expect(try LocalFileSystem().readText(clone.pushing("notes/b.log")) == "ignored\n")
        #expect(try LocalFileSystem().readText(clone.pushing("notes/more/c.log")) == "deep\n")
        #expect(try await !project.check("list", in: clone).output.contains("stale"))
        let found = try await project.check("evidence", "baseline", "-o", "../seen", in: clone)
        #expect(found.status == 0, "\(found.output)\(found.error)")
        #expect(try LocalFileSystem().readText(project.sandbox.scratch.path.pushing("seen/notes/b.log")) == "ignored\n")
        // A file that git has and somebody took away is theirs to bring back.
        try LocalFileSystem().remove(clone.pushing("notes/a.txt"))
        try LocalFileSystem().remove(clone.pushing("notes/b.log"))
        _ = try await cache(project, "pull", "--remote", project.sandbox.scratch.path.appending("remote").string, in: clone)
        #expect(try !LocalFileSystem().exists(clone.pushing("notes/a.txt")))
    }

    @Test(arguments: [".mlkit/runs", ".mlkit", "a/.MLKIT/b", ".mlkit/lock/x.json"]) func whatMlkitKeepsForItselfIsNoEvidence(
        path: String) async throws {
        let project = try await ChecklistProject()
        try project.sandbox.write("x\n", to: path.hasSuffix(".json") ? path : path + "/x")
        let refused = try await project.check("done", "scoping.baseline", "-e", path)
        #expect(refused.status == 1 && refused.error.contains("the evidence `\(path)` is what mlkit keeps for itself"), "\(refused.error)")
    }

    /// All bundles together change with the next one.
    @Test func theFolderOfBundlesIsNoEvidence() async throws {
        let project = try await ChecklistProject()
        try project.sandbox.write("x\n", to: "deploy/v1/model.onnx")
        #expect(try await project.check("done", "scoping.baseline", "-e", "deploy").status == 0)
        try project.sandbox.write("v1\n", to: "deploy/current")
        let refused = try await project.check("done", "scoping.baseline", "-e", "deploy/")
        #expect(refused.status == 1 && refused.error.contains("the evidence `deploy` is the folder of all bundles"), "\(refused.error)")
        #expect(try await project.check("done", "scoping.baseline", "-e", "deploy/v1").status == 0)
    }

    /// A record of somebody else's may name what nothing fetched is put at: the others come all the same.
    @Test func onePieceThatCannotBePutKeepsNoOtherAway() async throws {
        let project = try await ChecklistProject()
        try await project.sandbox.commit([".gitignore": "/.mlkit/cache/\n/private/\n"])
        try project.sandbox.write("minutes\n", to: "private/z.txt")
        _ = try await project.check("done", "scoping.baseline", "-e", "private/z.txt")
        let hash = ContentHash(of: "x").hex
        try await project.sandbox.commit([
            "checklist/scoping/budget.md":
                "---\nitem: scoping.budget\nstatus: done\nby: Ada\nat: 2026-01-01T00:00:00Z\nevidence:\n  - path: .mlkit/runs/\n    "
                    + "sha256: \(hash)\n---\n"
        ])
        let (clone, outcome) = try await pulled(project)
        #expect(outcome.status == 1 && outcome.output.contains("restored  private/z.txt  evidence of the checklist\n"), "\(outcome.output)")
        #expect(outcome.error.contains(".mlkit") && outcome.error.contains("where nothing is put that was fetched"), "\(outcome.error)")
        #expect(try LocalFileSystem().readText(clone.pushing("private/z.txt")) == "minutes\n")
    }

    @Test func whatIsNowhereIsSaid() async throws {
        let project = try await ChecklistProject()
        let hash = ContentHash(of: "lost").hex
        try await project.sandbox.commit([
            "checklist/scoping/baseline.md":
                "---\nitem: scoping.baseline\nstatus: done\nby: Ada\nat: 2026-01-01T00:00:00Z\nevidence:\n  - path: gone.txt\n    "
                    + "sha256: \(hash)\n---\n"
        ])
        let listed = try await project.check("evidence", "baseline")
        #expect(listed.output.hasSuffix("not kept here; `mlkit cache pull --remote REMOTE` asks a remote for it\n"))
        let found = try await project.check("evidence", "baseline", "--open")
        #expect(found.status == 1, "\(found.output)\(found.error)")
    }
}
