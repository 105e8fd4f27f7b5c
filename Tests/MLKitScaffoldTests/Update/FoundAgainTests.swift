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

    @Test func aMoveThatAShallowCloneDoesNotHave() async throws {
        let fixture = try await UpdateFixture(["a.txt": theirs(1)])
        try fixture.perform(.move("a.txt", "sub/b.txt"))
        try await fixture.commit()
        let clone = fixture.scratch.path.appending("clone")
        try await fixture.git("clone", "--quiet", "--depth=1", "file://\(fixture.repository)", clone.string)
        try expectFollowed(fixture, clone)
    }

    @Test func aMoveInTheCommitThatMadeTheProject() async throws {
        let fixture = try await UpdateFixture(["a.txt": theirs(1)])
        try fixture.perform(.move("a.txt", "sub/b.txt"))
        try await fixture.git("add", "--all")
        try await fixture.git("commit", "--quiet", "--amend", "--message", "all")
        try expectFollowed(fixture)
    }

    @Test func aCopyWhoseOriginalWasRemovedLater() async throws {
        let fixture = try await UpdateFixture(["a.txt": theirs(1)])
        try fixture.perform(.write("sub/b.txt", theirs(1)))
        try await fixture.commit()
        try fixture.perform(.delete("a.txt"))
        try await fixture.commit()
        try expectFollowed(fixture)
    }

    @Test func aMoveBeforeTheFirstCommit() async throws {
        let fixture = try await UpdateFixture(["a.txt": theirs(1)], commits: false)
        try fixture.perform(.move("a.txt", "sub/b.txt"))
        try fixture.write(template: ["a.txt": theirs(2)])
        #expect(try fixture.update().plan.lines == ["update sub/b.txt"])
        try await fixture.commit()
        try expectFollowed(fixture)
    }

    /// Of several that are the same nobody knows which it is, unless one kept the name; a project inside has its own.
    @Test func onlyOneThatCanBeToldIsTaken() async throws {
        let fixture = try await UpdateFixture(["a.txt": theirs(1)])
        for path in ["x.txt", "y.txt"] { try fixture.perform(.write(path, theirs(1))) }
        try await fixture.commit()
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
