import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitScaffold

/// Whatever instant a process dies at, the next command finds the project as it was, or makes it what it was to be.
@Suite struct CrashTests {
    /// A bit of everything: files that come, change, are merged, renamed, dropped, and folders that move.
    private func fixture() async throws -> UpdateFixture {
        let first = [
            "a.txt": PlanCase.text, "b.txt": PlanCase.text, "old/c.txt": "c\n\(PlanCase.text)", "gone/d.txt": "d\n",
            "{{ layout.utils }}/e.py": "e = 1\n",
        ]
        let fixture = try await UpdateFixture(first)
        for doing in [
            Doing.write("a.txt", PlanCase.yours), .write("b.txt", PlanCase.clash), .write("src/mine.py", "mine = 1\n"),
            .write("src/model.ignored", "weights\n"),
        ] { try fixture.perform(doing) }
        try await fixture.commit()
        try fixture.write(template: [
            "a.txt": PlanCase.theirs, "b.txt": PlanCase.theirs, "new/c.txt": "c\n\(PlanCase.text)", "f.txt+x": "f\n",
            "{{ layout.utils }}/e.py": "e = 2\n",
        ])
        try fixture.perform(.write("mlkit.yaml", try (fixture.read("mlkit.yaml") ?? "").replacing("classic", with: "packages")))
        return fixture
    }

    private struct Snapshot: Equatable {
        var tree: [String: String]
        var entries: IndexSnapshot
    }

    private func snapshot(_ fixture: UpdateFixture) throws -> Snapshot {
        Snapshot(
            tree: try fixture.tree(), entries: try IndexSnapshot(at: fixture.repository.pushing(".git/index")))
    }

    @Test func applyIsAllOrNothingWhereverItStops() async throws {
        let fixture = try await fixture()
        let before = try snapshot(fixture)
        let index = try fixture.index()
        #expect(try fixture.apply().conflicts.map(\.path) == ["b.txt"])
        let after = try snapshot(fixture)
        #expect(before != after)
        try fixture.undo()
        #expect(try snapshot(fixture) == before)
        #expect(try fixture.index() == index)

        var outcomes: [Bool] = []
        for count in 0..<200 {
            let disk = CrashingFileSystem(after: count)
            let died = (try? ProjectUpdate(fixture.request(files: disk, durable: disk)).apply()) == nil
            try Recovery.run(fixture.project, git: fixture.environment)
            let now = try snapshot(fixture)
            #expect(now == before || now == after, "after \(count) changes")
            outcomes.append(now == after)
            if now == after { try fixture.undo() }
            #expect(try fixture.index() == index)
            if !died { break }
        }
        // First it is all thrown away, and from one moment on all of it is done.
        #expect(outcomes.count > 12 && outcomes.contains(false))
        #expect(outcomes == outcomes.sorted { !$0 && $1 })
    }

    @Test func undoIsAllOrNothingWhereverItStops() async throws {
        let fixture = try await fixture()
        let before = try snapshot(fixture)
        try fixture.apply()
        let after = try snapshot(fixture)
        for count in 0..<200 {
            let disk = CrashingFileSystem(after: count)
            let undo = UpdateUndo(project: fixture.project, git: fixture.environment, files: disk, durable: disk)
            let died = (try? undo.run()) == nil
            try Recovery.run(fixture.project, git: fixture.environment)
            let now = try snapshot(fixture)
            #expect(now == before || now == after, "after \(count) changes")
            if now == before {
                #expect(try fixture.undo().isNothing)
                try fixture.apply()
            }
            #expect(try snapshot(fixture) == after)
            if !died { break }
        }
    }

    @Test func aFullDiskTakesBackWhatWasDone() async throws {
        let fixture = try await fixture()
        let before = try snapshot(fixture)
        for count in 0..<100 {
            let disk = FailingFileSystem(failingAfter: count)
            guard (try? ProjectUpdate(fixture.request(files: disk, durable: disk)).apply()) == nil else { break }
            #expect(try snapshot(fixture) == before, "after \(count) changes")
            #expect(try !LocalFileSystem().exists(fixture.file(".mlkit/tmp/apply")))
        }
    }

    /// Killed in the middle of one, git finds no half of a file of mlkit's own.
    @Test func draftsOfMlkitsOwnFilesAreWrittenWhereGitIgnoresThem() async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n"])
        try fixture.write(template: ["a.txt": "2\n"])
        let disk = RecordingFileSystem(LocalFileSystem(.whole))
        try ProjectUpdate(fixture.request(files: disk, durable: disk)).apply()
        let own = "\(fixture.project)/.mlkit/"
        let written = disk.changes.filter { $0.hasPrefix("write") && $0.contains(own) && !$0.contains("\(own)tmp/") }
        #expect(written == [KeptRenderings.path, ScaffoldRecord.path].map { "write^ \(fixture.file($0))" })
    }

    /// A project that was copied with an update half done is finished without touching the one it was copied from.
    @Test func aCopyIsFinishedByItself() async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text])
        try fixture.write(template: ["a.txt": PlanCase.theirs])
        let record = try fixture.read(ScaffoldRecord.path)
        try crash(fixture) { try fixture.read(ScaffoldRecord.path) != record }
        let copy = fixture.scratch.path.appending("copy")
        _ = try await Command("cp", ["-r", fixture.project.string, copy.string]).run()
        let index = try fixture.index()
        try Recovery.run(copy, git: fixture.environment)
        #expect(try LocalFileSystem().readText(copy.appending("a.txt")) == PlanCase.theirs)
        let status = try await Command(
            "git", ["status", "--porcelain"], directory: copy, environment: fixture.variables
        ).run().outputText
        #expect(status.contains("M  a.txt\n"))
        #expect(try fixture.index() == index)
        #expect(try LocalFileSystem().exists(fixture.file(".mlkit/tmp/apply/journal")))
    }

    /// Has one process after another die later and later, until this is so in the middle of an update.
    private func crash(_ fixture: UpdateFixture, until isSo: () throws -> Bool) throws {
        for count in 0..<60 {
            let disk = CrashingFileSystem(after: count)
            _ = try? ProjectUpdate(fixture.request(files: disk, durable: disk)).apply()
            if try LocalFileSystem().exists(fixture.file(".mlkit/tmp/apply/journal")), try isSo() { return }
            try Recovery.run(fixture.project, git: fixture.environment)
            try fixture.undo()
        }
        Issue.record("no process died there")
    }

    /// Dead when one file is changed and one is new, and another is still to be changed.
    private func halfDone() async throws -> UpdateFixture {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text, "z.txt": "z\n"])
        try fixture.write(template: ["a.txt": PlanCase.theirs, "m.txt": "m\n", "z.txt": "Z\n"])
        try crash(fixture) { try fixture.read("m.txt") != nil && fixture.read("z.txt") == "z\n" }
        return fixture
    }

    @Test func whatTheUserGivesUpIsTakenBackWhole() async throws {
        let fixture = try await halfDone()
        try await fixture.git("reset", "--quiet", "--hard")
        #expect(try fixture.read("m.txt") == "m\n")
        try Recovery.run(fixture.project, git: fixture.environment)
        #expect(try fixture.read("a.txt") == PlanCase.text && fixture.read("m.txt") == nil)
        #expect(try await fixture.git("status", "--porcelain", "--untracked-files=all") == "")
        #expect(try !LocalFileSystem().exists(fixture.file(".mlkit/tmp/apply")))
        #expect(try fixture.update().plan.lines == ["update a.txt", "create m.txt", "update z.txt"])
    }

    @Test func whatWasCommittedMeanwhileIsGoneOnFrom() async throws {
        let fixture = try await halfDone()
        try await fixture.commit()
        try Recovery.run(fixture.project, git: fixture.environment)
        #expect(try fixture.read("z.txt") == "Z\n")
        #expect(try await fixture.git("status", "--porcelain") == "M  z.txt\n")
        #expect(try fixture.update().plan.isEmpty)
        try fixture.undo()
        #expect(try fixture.read("a.txt") == PlanCase.text && fixture.read("z.txt") == "z\n")
    }

    /// What is to be done by hand then can be: git is not locked, and nothing lies about that it would commit.
    @Test func gitCanBeUsedWhereAnUpdateCannotBeFinished() async throws {
        let fixture = try await halfDone()
        let lock = fixture.repository.pushing(".git/index.lock")
        try LocalFileSystem().write("mlkit\n", to: lock)
        try fixture.perform(.write(".z.txt.99999999.123.tmp", "Z"))
        try fixture.perform(.write(".mlkit/tmp/.template.yaml.99999999.123.tmp", "record"))
        try fixture.perform(.write(".z.txt.99999999.tmp", "mine"))
        try fixture.perform(.write("z.txt", "somebody else's\n"))
        #expect(messages { try Recovery.run(fixture.project, git: fixture.environment) }.first?.contains("cannot be finished") == true)
        #expect(try fixture.read(".mlkit/tmp/.template.yaml.99999999.123.tmp") == nil)
        #expect(try fixture.read(".z.txt.99999999.123.tmp") == nil && fixture.read(".z.txt.99999999.tmp") == "mine")
        try await fixture.git("checkout", "--", "z.txt")
        try Recovery.run(fixture.project, git: fixture.environment)
        #expect(try fixture.read("z.txt") == "Z\n")
    }

    @Test func aJournalOfALaterFormatIsLeftAlone() async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text])
        let text = #"{"journal": 2, "kind": "apply", "title": "", "steps": [{"link": "a"}], "index": null}"#
        try fixture.perform(.write(".mlkit/tmp/apply/journal", text))
        try fixture.perform(.write(".mlkit/tmp/apply/contents", ""))
        let problem = problems(without: fixture.project.string + "/") {
            try Recovery.run(fixture.project, git: fixture.environment)
        }
        #expect(
            problem == """
                error: `.mlkit/tmp/apply/journal` has format 2, and this mlkit reads format 1

                hint: use a newer mlkit than this one, \(Version.current), or remove `.mlkit/tmp/apply` to leave the files as they are

                """)
        #expect(try fixture.read(".mlkit/tmp/apply/journal") == text)
    }

    @Test func recoveryStopsWhereSomebodyElseWasAtWork() async throws {
        let fixture = try await fixture()
        // Dead in the middle of the files.
        for count in 5..<40 {
            let disk = CrashingFileSystem(after: count)
            _ = try? ProjectUpdate(fixture.request(files: disk, durable: disk)).apply()
            let isPending = try LocalFileSystem().exists(fixture.file(".mlkit/tmp/apply/journal"))
            if isPending { break }
            try Recovery.run(fixture.project, git: fixture.environment)
        }
        try fixture.perform(.write("f.txt", "somebody else's\n"))
        let text = problems(without: fixture.project.string + "/") { try Recovery.run(fixture.project, git: fixture.environment) }
        #expect(
            text == """
                error: `mlkit apply` was interrupted, and cannot be finished: these files have changed since
                note: `f.txt`

                hint: copy away what was written in them, put them back as they were (`rm FILE` for `f.txt`, made by the update) \
                and try again, or remove `.mlkit/tmp/apply` to leave everything as it is now

                """)
        try fixture.perform(.delete("f.txt"))
        try Recovery.run(fixture.project, git: fixture.environment)
        #expect(try fixture.read("f.txt") == "f\n")
    }
}

extension UpdateUndo.Outcome {
    var isNothing: Bool {
        if case .nothing = self { true } else { false }
    }
}
