import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitScaffold

/// Files that were not there for a while, or are elsewhere and history does not say so.
@Suite struct FoundAgainTests {
    private let text = (1...20).map { "line \($0)\n" }.joined()
    private var mine: String { theirs(1).replacing("line 20\n", with: "line twenty\n") }
    private func theirs(_ version: Int) -> String { text.replacing("line 10\n", with: "line 10, version \(version)\n") }

    /// It is what it was then, so that is the base of the next merge, and not what was rendered meanwhile.
    @Test func aFileThatIsPutBackGetsWhatCameMeanwhile() async throws {
        let fixture = try await UpdateFixture(["a.txt+x": theirs(1)])
        try fixture.perform(.write("a.txt", mine))
        try await fixture.commit()
        try fixture.perform(.delete("a.txt"))
        for version in 2...3 {
            try fixture.write(template: ["a.txt": theirs(version)], version: "\(version).0.0")
            try fixture.apply()
            try await fixture.git("commit", "--quiet", "--message", "update")
            #expect(try fixture.update().plan.isEmpty)
        }
        try await fixture.git("checkout", "--", "a.txt")
        try await fixture.commit()
        #expect(try fixture.update().plan.lines == ["merge a.txt"])
        // Kept in the project, also where history does not have it.
        let clone = fixture.scratch.path.appending("clone")
        try await fixture.git("clone", "--quiet", "--depth=1", "file://\(fixture.repository)", clone.string)
        var request = fixture.request()
        request.project = clone
        #expect(try ProjectUpdate(request).plan.lines == ["merge a.txt"])
        try fixture.apply()
        #expect(try fixture.read("a.txt") == theirs(3).replacing("line 20\n", with: "line twenty\n"))
        #expect(try LocalFileSystem().information(at: fixture.file("a.txt"))?.isExecutable == false)
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
    }

    private func expectFollowed(_ fixture: UpdateFixture, _ project: FilePath? = nil) throws {
        try fixture.write(template: ["a.txt": theirs(2)])
        var request = fixture.request()
        if let project { request.project = project }
        let update = try ProjectUpdate(request)
        #expect(update.plan.lines == ["update sub/b.txt"])
        try update.apply()
        #expect(try LocalFileSystem().readText(request.project.pushing("sub/b.txt")) == theirs(2))
    }

    /// What is like a file that is gone may be a copy: only history tells.
    @Test(arguments: [true, false]) func aMoveThatAShallowCloneDoesNotHaveWaits(isCopy: Bool) async throws {
        let fixture = try await UpdateFixture(["a.txt": theirs(1)])
        if isCopy {
            try fixture.perform(.write("twin.txt", theirs(1)))
            try await fixture.commit()
        }
        try fixture.perform(.move("a.txt", "sub/b.txt"))
        if isCopy { try fixture.perform(.write("sub/b.txt", mine)) }
        try await fixture.commit()
        let clone = fixture.scratch.path.appending("clone")
        try await fixture.git("clone", "--quiet", "--depth=1", "file://\(fixture.repository)", clone.string)
        try fixture.write(template: ["a.txt": theirs(2)])
        var request = fixture.request()
        request.project = clone
        let update = try ProjectUpdate(request)
        #expect(update.plan.lines == [] && update.plan.oldRecord.files == update.plan.newRecord.files)
        #expect(
            rendered(update.plan.notes) == """
                warning: `a.txt` is gone, and its update waits: this shallow clone does not have the commit that took it away

                hint: `git fetch --unshallow` gets what tells where it went; or say it in the entry of `a.txt` in \
                `.mlkit/template.yaml`: `at: NEW/PATH`, or `state: deleted`, and commit that

                """)
        try await fixture.git("-C", clone.string, "fetch", "--quiet", "--unshallow")
        let whole = try ProjectUpdate(request)
        #expect(whole.plan.lines == [isCopy ? "merge sub/b.txt" : "update sub/b.txt"])
        try whole.apply()
        let read = { (path: String) in try LocalFileSystem().readText(clone.pushing(FilePath(path))) }
        #expect(try read("sub/b.txt").contains("line 10, version 2\n"))
        if isCopy { #expect(try read("twin.txt") == theirs(1) && read("sub/b.txt").contains("line twenty\n")) }
    }

    /// What it held last is not here, nor is anybody to ask for it.
    @Test func aMoveThatAPartialCloneCannotLookAtWaits() async throws {
        let fixture = try await UpdateFixture(["a.txt": theirs(1)])
        try fixture.perform(.write("a.txt", mine))
        try await fixture.commit()
        try fixture.perform(.delete("a.txt"))
        try fixture.perform(.write("sub/b.txt", mine + "mine\n"))
        try await fixture.commit()
        try await fixture.git("config", "uploadpack.allowFilter", "true")
        let clone = fixture.scratch.path.appending("clone")
        try await fixture.git("clone", "--quiet", "--filter=blob:none", "file://\(fixture.repository)", clone.string)
        try await fixture.git("-C", clone.string, "remote", "set-url", "origin", "file:///nowhere")
        try fixture.write(template: ["a.txt": theirs(2)])
        var request = fixture.request()
        request.project = clone
        let update = try ProjectUpdate(request)
        #expect(update.plan.lines == [] && update.plan.oldRecord.files == update.plan.newRecord.files)
        #expect(
            rendered(update.plan.notes) == """
                warning: `a.txt` is gone, and its update waits: this partial clone left out what tells where it went, and cannot fetch it

                hint: try again when `git fetch` works here; or say it in the entry of `a.txt` in `.mlkit/template.yaml`: \
                `at: NEW/PATH`, or `state: deleted`, and commit that

                """)
        try await fixture.git("-C", clone.string, "remote", "set-url", "origin", "file://\(fixture.repository)")
        #expect(try ProjectUpdate(request).plan.lines == ["merge sub/b.txt"])
    }

    @Test func aMoveInTheCommitThatMadeTheProject() async throws {
        let fixture = try await UpdateFixture(["a.txt": theirs(1)])
        try fixture.perform(.move("a.txt", "sub/b.txt"))
        try await fixture.git("add", "--all")
        try await fixture.git("commit", "--quiet", "--amend", "--message", "all")
        try expectFollowed(fixture)
    }

    /// It is a file of the user's own, which was there before.
    @Test func aCopyWhoseOriginalWasRemovedLaterStaysAsItIs() async throws {
        let fixture = try await UpdateFixture(["a.txt": theirs(1), "b.txt": theirs(1)])
        for path in ["legacy.txt", "sub/b.txt"] { try fixture.perform(.write(path, theirs(1))) }
        try await fixture.commit()
        try fixture.perform(.delete("a.txt"))
        try await fixture.commit()
        try fixture.perform(.write("untracked.txt", theirs(1)))
        try fixture.write(template: ["a.txt": theirs(2), "b.txt": theirs(2)])
        let update = try fixture.update()
        #expect(update.plan.lines == ["update b.txt"])
        #expect(
            rendered(update.plan.notes) == """
                warning: `a.txt` is gone, and counts as deleted: what the template changes in it goes nowhere

                hint: if you moved it, put `at: NEW/PATH` into the entry of `a.txt` in `.mlkit/template.yaml`, and commit that

                """)
        try update.apply()
        for path in ["legacy.txt", "sub/b.txt", "untracked.txt"] { #expect(try fixture.read(path) == theirs(1)) }
        // It is said once.
        try await fixture.commit()
        try fixture.write(template: ["a.txt": theirs(3), "b.txt": theirs(2)], version: "3.0.0")
        #expect(try fixture.update().plan.notes.isEmpty)
    }

    /// Moved and all but written anew in one commit: the hint ties it.
    @Test(arguments: [true, false]) func aFileThatIsNotKnownAgainCanBeTied(isAppliedBefore: Bool) async throws {
        let fixture = try await UpdateFixture(["a.txt": theirs(1)])
        let own = "line 9\nline 10, version 1\nline 11\n" + (1...40).map { "\($0) is all my own\n" }.joined()
        try fixture.perform(.delete("a.txt"))
        try fixture.perform(.write("own/b.txt", own))
        try await fixture.commit()
        try fixture.write(template: ["a.txt": theirs(2)])
        if isAppliedBefore {
            try fixture.apply()
            try await fixture.commit()
        }
        #expect(try fixture.update().plan.lines == [])
        let record = try #require(try fixture.read(".mlkit/template.yaml"))
        let tied = record.replacing("  a.txt:\n", with: "  a.txt:\n    at: own/b.txt\n")
        try fixture.perform(.write(".mlkit/template.yaml", tied))
        try await fixture.commit("tied")
        #expect(try fixture.update().plan.lines == ["conflict own/b.txt"] || fixture.update().plan.lines == ["merge own/b.txt"])
        try fixture.apply()
        #expect(try fixture.read("own/b.txt")?.contains("line 10, version 2\n") == true)
        #expect(try fixture.read("own/b.txt")?.contains("40 is all my own\n") == true)
    }

    /// Whether it was moved there is known when git has it; until then nothing is lost.
    @Test func anUpdateWaitsForAMoveThatIsNotAddedYet() async throws {
        let fixture = try await UpdateFixture(["a.txt": theirs(1), "c.txt": theirs(1)])
        try fixture.perform(.move("a.txt", "sub/b.txt"))
        try fixture.write(template: ["a.txt": theirs(2), "c.txt": theirs(2)])
        let update = try fixture.update()
        #expect(update.plan.lines == ["update c.txt"])
        #expect(
            rendered(update.plan.notes) == """
                warning: `a.txt` is gone, and its update waits: `sub/b.txt`, which git does not know, is like it

                hint: if it was moved there, commit both (`git add a.txt sub/b.txt` and `git commit`); if it was deleted, commit \
                that (`git rm a.txt` and `git commit`)

                """)
        try update.apply()
        try await fixture.git("commit", "--quiet", "--message", "update")
        try await fixture.git("add", "a.txt", "sub/b.txt")
        try await fixture.git("commit", "--quiet", "--message", "move")
        #expect(try fixture.update().plan.lines == ["update sub/b.txt"])
        try fixture.apply()
        #expect(try fixture.read("sub/b.txt") == theirs(2))
    }

    private func rendered(_ notes: [Diagnostic]) -> String {
        notes.map { DiagnosticRenderer(colour: false).render($0) }.joined(separator: "\n")
    }

    @Test func aMoveBeforeTheFirstCommit() async throws {
        let fixture = try await UpdateFixture(["a.txt": theirs(1)], commits: false)
        try fixture.perform(.move("a.txt", "sub/b.txt"))
        try fixture.write(template: ["a.txt": theirs(2)])
        #expect(try fixture.update().plan.lines == [] && fixture.update().plan.notes.count == 1)
        try await fixture.commit()
        try expectFollowed(fixture)
    }

    /// Of several that are the same nobody knows which it is, unless one kept the name; a project inside has its own.
    @Test func onlyOneThatCanBeToldIsTaken() async throws {
        let fixture = try await UpdateFixture(["a.txt": theirs(1)], commits: false)
        for path in ["x.txt", "y.txt"] { try fixture.perform(.write(path, theirs(1))) }
        try fixture.perform(.delete("a.txt"))
        try await fixture.commit()
        try fixture.write(template: ["a.txt": theirs(2)])
        #expect(try fixture.update().plan.lines == [])
        try fixture.perform(.write("inner/a.txt", theirs(1)))
        try fixture.perform(.write("inner/mlkit.yaml", "mlkit: 1\n"))
        try await fixture.commit()
        #expect(try fixture.update().plan.lines == [])
        try fixture.perform(.delete("inner/mlkit.yaml"))
        #expect(try fixture.update().plan.lines == ["update inner/a.txt"])
    }
}
