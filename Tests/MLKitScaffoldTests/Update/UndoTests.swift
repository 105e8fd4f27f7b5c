import MLKitCore
import MLKitGit
import SystemPackage
import Testing

@testable import MLKitScaffold

@Suite struct UndoTests {
    private func fixture() async throws -> UpdateFixture {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text, "b.txt+x": "b\n", "other.txt": "other\n"])
        try fixture.write(template: ["a.txt": PlanCase.theirs, "b.txt": "b\n", "other.txt": "other\n", "new.txt": "n\n"])
        return fixture
    }

    @Test func restoresEverythingByteForByte() async throws {
        let fixture = try await fixture()
        let (tree, index) = (try fixture.tree(), try fixture.index())
        try fixture.apply()
        #expect(try fixture.tree() != tree)
        #expect(try await fixture.status() == ["M  a.txt", "M  b.txt", "A  new.txt"])
        guard case .undone(let title, let count) = try fixture.undo() else {
            Issue.record("nothing was undone")
            return
        }
        #expect(title == "template small 2.0.0" && count == 5)
        #expect(try fixture.tree() == tree)
        #expect(try fixture.index() == index)
        #expect(try await fixture.status() == [])
        #expect(try fixture.undo().isNothing)
    }

    @Test func anIndexThatGitRefreshedIsStillTheSame() async throws {
        let fixture = try await fixture()
        let index = try fixture.index()
        try fixture.apply()
        let written = try fixture.index()
        try await fixture.git("update-index", "--refresh")
        #expect(try fixture.index() != written)
        try fixture.undo()
        #expect(try fixture.index() == index)
    }

    @Test func whatWasStagedSinceStays() async throws {
        let fixture = try await fixture()
        try fixture.apply()
        try fixture.perform(.write("mine.txt", "mine\n"))
        try await fixture.git("add", "mine.txt")
        try fixture.undo()
        #expect(try await fixture.status() == ["A  mine.txt"])
        #expect(try fixture.read("mine.txt") == "mine\n")
    }

    /// So many that their contents are written as one pack; what they were before is in git already.
    @Test func whatWasStagedSinceStaysBesideManyFiles() async throws {
        let names = (1...12).map { "file-\($0).txt" }
        let fixture = try await UpdateFixture(Dictionary(uniqueKeysWithValues: names.map { ($0, "\($0)\n") }))
        try fixture.write(template: Dictionary(uniqueKeysWithValues: names.map { ($0, "\($0), newer\n") }))
        try fixture.apply()
        #expect(try await fixture.status() == names.sorted().map { "M  \($0)" })
        try fixture.perform(.write("mine.txt", "mine\n"))
        try await fixture.git("add", "mine.txt")
        try fixture.undo()
        #expect(try await fixture.status() == ["A  mine.txt"])
        for name in names { #expect(try fixture.read(name) == "\(name)\n") }
    }

    @Test func afterACommitTheReverseIsStaged() async throws {
        let fixture = try await fixture()
        try fixture.apply()
        try await fixture.commit()
        try fixture.undo()
        #expect(try fixture.read("a.txt") == PlanCase.text)
        #expect(try await fixture.status() == ["M  a.txt", "M  b.txt", "D  new.txt"])
    }

    @Test func filesThatChangedSinceAreNamed() async throws {
        let fixture = try await fixture()
        try fixture.apply()
        try fixture.perform(.write("a.txt", "changed\n"))
        try fixture.perform(.delete("new.txt"))
        let tree = try fixture.tree()
        #expect(
            problems { try fixture.undo() } == """
                error: 2 files changed since, so the update cannot be taken back
                note: `a.txt`
                note: `new.txt`

                hint: if the changes can go, `git checkout` or `git reset` does away with the update as well

                """)
        #expect(try fixture.tree() == tree)
    }

    /// Git puts back none that it ignores.
    @Test func whatGitDoesNotBringBackIsNamed() async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n", "x.ignored": "1\n"])
        try fixture.write(template: ["a.txt": "2\n", "x.ignored": "2\n"])
        try fixture.apply()
        try fixture.perform(.write("a.txt", "3\n"))
        #expect(
            problems { try fixture.undo() }.hasSuffix(
                "`git reset` does away with the update as well, but for `x.ignored`, which git ignores, and leaves as now\n"))
    }

    @Test func anUnsavedSpecComesBackAsItWas() async throws {
        let fixture = try await fixture()
        let text = "# mine, in no commit\n" + (try fixture.read("mlkit.yaml") ?? "")
        try fixture.perform(.write("mlkit.yaml", text))
        try fixture.apply(["title=Another", "greeting=hi"])
        #expect(try fixture.read("mlkit.yaml")?.contains("title: Another") == true)
        #expect(try fixture.read("mlkit.yaml")?.contains("greeting: hi") == true)
        try fixture.undo()
        #expect(try fixture.read("mlkit.yaml") == text)
        #expect(try await fixture.status() == [" M mlkit.yaml"])
    }
}
