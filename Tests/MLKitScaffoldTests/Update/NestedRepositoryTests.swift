import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitScaffold

/// Updates where another repository stands in a folder of the project, into which git takes nothing.
@Suite struct NestedRepositoryTests {
    private let first = ["a.txt": PlanCase.text, "old/b.txt": PlanCase.text]
    private let second = ["a.txt": PlanCase.theirs, "old/b.txt": PlanCase.theirs, "lib/x.py": "x\n"]

    private func nested(_ folder: String, in fixture: UpdateFixture) async throws {
        let path = fixture.file(folder).string
        try await fixture.git("rm", "-r", "--quiet", "--ignore-unmatch", folder)
        try await fixture.git("init", "--quiet", path)
        try await fixture.git("-C", path, "commit", "--quiet", "--allow-empty", "--message", "inner")
    }

    @Test(arguments: [true, false])
    func aSubmoduleInAFoldersPlaceConcernsThatFileAlone(isCheckedOut: Bool) async throws {
        let fixture = try await UpdateFixture(first)
        try await nested("lib", in: fixture)
        try await nested("old", in: fixture)
        try await fixture.commit()
        if !isCheckedOut {
            for folder in ["lib", "old"] {
                try LocalFileSystem().remove(fixture.file(folder))
                try LocalFileSystem().makeDirectory(fixture.file(folder))
            }
        }
        try fixture.write(template: second)
        let plan = try fixture.update().plan
        #expect(plan.lines == ["update a.txt", "conflict lib/x.py", "conflict old/b.txt"])
        #expect(plan.conflicts.map(\.reason) == [
            "`lib`, on the way to it, is another git repository: it comes when that is moved away",
            "`old`, on the way to it, is another git repository: it is updated when it is put back",
        ])
        try fixture.apply()
        #expect(try fixture.read("a.txt") == PlanCase.theirs && fixture.read("lib/x.py") == nil)
        #expect(try await fixture.status() == ["M  a.txt"])
        try await fixture.commit()
        #expect(try fixture.update().plan.lines == ["conflict lib/x.py"])
        // Out of the way, there is room.
        try await fixture.git("rm", "--quiet", "--cached", "lib")
        try LocalFileSystem().remove(fixture.file("lib"))
        try await fixture.commit()
        #expect(try fixture.update().plan.lines == ["create lib/x.py"])
    }

    @Test func aRepositoryThatGitDoesNotKnowIsLeftAloneToo() async throws {
        let fixture = try await UpdateFixture(first)
        try await nested("lib", in: fixture)
        try fixture.write(template: second)
        #expect(try fixture.update().plan.lines == ["update a.txt", "conflict lib/x.py", "update old/b.txt"])
        try fixture.apply()
        #expect(try fixture.read("lib/x.py") == nil)
    }
}
