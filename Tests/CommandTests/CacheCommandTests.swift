import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit cache` and what `mlkit run` says of the cache, seen from outside.
@Suite struct CacheCommandTests {
    private func timeless(_ text: String) -> String { text.replacing(#/ +\d+\.\d s/#, with: " TIME") }

    @Test func aRunThatWasMadeBeforeIsRestored() async throws {
        let project = try await CachedProject()
        _ = try await project.run(word: "one")
        _ = try await project.run(word: "two")
        let back = try await project.run(word: "one")
        #expect(
            timeless(back.error) == """
                back make TIME  from the cache
                back pack TIME  from the cache
                0 stages run, 2 restored in TIME

                """)
        _ = try await project.run(word: "two")
        try LocalFileSystem().remove(project.path.appending("out"))
        let events = try await project.mlkit("run", "--format", "json").output.split(separator: "\n")
        #expect(events.count == 3)
        #expect(events[0] == #"{"event":"skipped","stage":"make"}"#)
        #expect(events[1].hasPrefix(#"{"event":"restored","stage":"pack","seconds":"#))
        #expect(events[2].hasPrefix(#"{"event":"summary","ran":0,"restored":1,"skipped":1,"#))
    }

    @Test func statusSaysHowMuchThereIs() async throws {
        let project = try await CachedProject()
        #expect(
            try await project.mlkit("cache").output == """
                runs     0
                objects  0
                size     0 B
                unused   nothing
                remote   none

                """)
        _ = try await project.run(word: "one")
        let status = try JSON(parsing: Array(await project.mlkit("cache", "status", "--format", "json").output.utf8))
        #expect(status["runs"] == 2)
        // `a.txt`, the empty file, and the trees of `out` and `out/deep`.
        #expect(status["objects"] == 4)
        #expect(status["unused"] == ["runs": 0, "objects": 0, "bytes": 0])
        #expect(status["remote"] == .null)
    }

    @Test func verifyNamesWhatIsDamagedAndWhoNeedsIt() async throws {
        let project = try await CachedProject()
        _ = try await project.run(word: "one")
        #expect(try await project.mlkit("cache", "verify").output == "6 files read: all as it should be\n")
        let object = project.object("one\n")
        try project.files.write("onE\n", to: object)
        try project.files.remove(project.object(""))
        let outcome = try await project.mlkit("cache", "verify")
        #expect(outcome.status == 1)
        let (one, empty) = (object.name(in: project.path), project.object("").name(in: project.path))
        let indent = String(repeating: " ", count: "damaged  \(one)".count)
        #expect(
            outcome.output == """
                damaged  \(one)  make: a.txt
                \(indent)  pack: out
                missing  \(empty)  make: its log
                \(indent)  pack: its log
                \(indent)  pack: out
                5 files read: 1 damaged and removed, 1 missing

                """)
        let json = try JSON(parsing: Array(await project.mlkit("cache", "verify", "--format", "json").output.utf8))
        #expect(json["damage"]?.array?.map { $0["kind"]?.string } == ["missing", "missing"])
        _ = try await project.mlkit("run", "--force")
        #expect(try await project.mlkit("cache", "verify").status == 0)
    }

    @Test func gcKeepsWhatBranchesTagsStashesAndTheWorkingTreeNeed() async throws {
        let project = try await CachedProject()
        for (word, keeper) in [("branch", "branch"), ("tag", "tag")] {
            _ = try await project.run(word: word)
            try await project.commit()
            try await project.git(keeper, "keep-\(word)")
        }
        _ = try await project.run(word: "stash")
        try await project.git("stash", "push", "--quiet")
        for word in ["lost", "here"] { _ = try await project.run(word: word) }
        try await project.commit()
        let dry = try await project.mlkit("cache", "gc", "--keep-runs", "0", "--dry-run")
        // Of the run `lost`: its file, two trees; of each stage, the run.
        #expect(dry.output.hasPrefix("would drop 2 runs and 3 objects, "))
        #expect(try project.files.exists(project.object("lost\n")))
        let dropped = try await project.mlkit("cache", "gc", "--keep-runs", "0", "--format", "json").output
        #expect(try JSON(parsing: Array(dropped.utf8))["dropped"]?["objects"] == 3)
        #expect(try !project.files.exists(project.object("lost\n")))
        for word in ["branch", "tag", "stash", "here"] {
            #expect(try project.files.exists(project.object("\(word)\n")), "\(word)")
            #expect(try await project.run(word: word).error.contains("0 stages run") || word == "here")
        }
        #expect(try await project.run(word: "lost").error.contains("2 stages run"))
    }

    /// The lock may be of a later run than the answer.
    @Test func gcKeepsWhatAnswersOfTheChecklistRestOn() async throws {
        let project = try await CachedProject()
        func record(_ name: String, _ evidence: String) throws {
            try project.scratch.write(
                "---\nitem: training.\(name)\nstatus: done\nevidence:\n  - \(evidence)\n---\n",
                to: "p/checklist/training/\(name).md")
        }
        func hash(_ text: String) -> String { ContentHash(of: text).hex }
        for word in ["path", "run", "lost", "committed", "here"] { _ = try await project.run(word: word) }
        try record("committed", "path: a.txt\n    sha256: \(hash("committed\n"))")
        try await project.commit()
        try LocalFileSystem().remove(project.path.pushing("checklist/training"))
        try await project.git("branch", "old")
        try record("path", "{path: a.txt, kind: model, sha256: \"\(hash("path\n"))\"}")
        try record("run", "{run: make, sha256: \(hash("sha256:\(hash("run\n")) a.txt\0"))}")
        _ = try await SampleProject.expectSuccess(project.mlkit("cache", "gc", "--keep-runs", "0"))
        for word in ["path", "run", "committed", "here"] {
            #expect(try project.files.exists(project.object("\(word)\n")), "\(word)")
        }
        #expect(try !project.files.exists(project.object("lost\n")))
        // Of the run that is evidence, the stage's record too.
        #expect(try await project.run(word: "run").error.contains("back make"))
        #expect(try await !project.run(word: "lost").error.contains("back make"))
    }

    @Test func gcKeepsRecentRunsAndRemovesLeftovers() async throws {
        let project = try await CachedProject()
        _ = try await project.run(word: "one")
        _ = try await project.run(word: "two")
        let left = project.path.pushing(".mlkit/cache/objects/12345678901234567890.tmp")
        try project.files.write("half", to: left)
        // What mlkit gave no name to is not its own.
        let others = ["objects/chair.obj", "objects/3d/table.obj", "runs/results.csv", "runs/train/best.pt", "incoming/mine"]
            .map { project.path.pushing(".mlkit/cache").pushing(FilePath($0)) }
        for other in others { try project.files.write("mine", to: other) }
        #expect(try await project.mlkit("cache", "gc").output == "dropped nothing\n")
        #expect(try !project.files.exists(left))
        for other in others { #expect(try project.files.readText(other) == "mine") }
        #expect(try await project.mlkit("cache", "gc", "--keep-runs", "2").output == "dropped nothing\n")
        #expect(try await project.mlkit("cache", "gc", "--older-than", "0h").output.hasPrefix("dropped 2 runs and 3 "))
        #expect(try await project.mlkit("cache", "gc", "--older-than", "soon").status == 64)
        #expect(try await project.mlkit("cache", "gc", "--keep-runs", "1", "--older-than", "3d").status == 64)
    }

    @Test func aSchemaThatWasEditedIsNotOverwritten() async throws {
        let project = try SmallProject()
        try SampleProject.expectSuccess(try await project.mlkit("run"))
        let schema = try project.scratch.read("data/schema.yaml")
        let edited = schema + "# looked over by Ada\n"
        try project.scratch.write(edited, to: "data/schema.yaml")
        let again = try await project.mlkit("run", "ingest")
        #expect(again.error.contains("done ingest"), "\(again.error)")
        #expect(try project.scratch.read("data/schema.yaml") == edited)
        // Both are known now; the one that stands decides.
        try LocalFileSystem().remove(project.path.pushing("data/train"))
        let restored = try await project.mlkit("run", "ingest")
        #expect(restored.error.contains("back ingest"), "\(restored.error)")
        #expect(try project.scratch.read("data/schema.yaml") == edited)
        try project.scratch.write(schema, to: "data/schema.yaml")
        #expect(try await project.mlkit("run", "ingest").error.contains("back ingest"))
        #expect(try project.scratch.read("data/schema.yaml") == schema)
    }
}
