import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitScaffold

/// Updates where not all of the project, or not all of its history, is there.
@Suite struct PartialTreeTests {
    private let first = ["in/a.txt": PlanCase.text, "out/b.txt": PlanCase.text, "out/c.txt": PlanCase.text]

    private func sparse(_ folders: [String]) async throws -> UpdateFixture {
        let fixture = try await UpdateFixture(first)
        try fixture.perform(.write("out/c.txt", PlanCase.clash))
        try await fixture.commit()
        _ = try await Command(
            "git", ["sparse-checkout", "set", "--cone"] + folders, directory: fixture.repository,
            environment: fixture.variables
        ).run()
        return fixture
    }

    @Test(arguments: [[".mlkit", "in"], ["in"]])
    func whatIsLeftOutIsUpdatedInTheIndex(_ folders: [String]) async throws {
        let fixture = try await sparse(folders)
        #expect(try fixture.read("out/b.txt") == nil)
        try fixture.write(template: [
            "in/a.txt": PlanCase.theirs, "out/b.txt": PlanCase.theirs, "out/c.txt": PlanCase.text, "out/new.txt": "new\n",
        ])
        #expect(try fixture.update().plan.lines == ["update in/a.txt", "update out/b.txt", "create out/new.txt"])
        try fixture.apply()
        #expect(try fixture.read("out/b.txt") == nil && fixture.read("out/new.txt") == nil)
        #expect(
            try await fixture.git("status", "--porcelain").split(separator: "\n").allSatisfy { $0.hasPrefix("M  ") || $0.hasPrefix("A  ") })
        try await fixture.git("commit", "--quiet", "--message", "update")
        #expect(try fixture.update().plan.isEmpty)
        try await fixture.git("sparse-checkout", "disable")
        #expect(try fixture.read("out/b.txt") == PlanCase.theirs && fixture.read("out/new.txt") == "new\n")
        #expect(try await fixture.status() == [])
    }

    /// From one folder to another, of which not both are there.
    @Test(arguments: [("out/b.txt", "out/moved.txt"), ("in/a.txt", "out/moved.txt"), ("out/b.txt", "in/moved.txt")])
    func aMoveIsFollowedToWhatIsLeftOut(_ from: String, _ to: String) async throws {
        let fixture = try await UpdateFixture(first)
        try fixture.perform(.write(from, PlanCase.yours))
        try fixture.perform(.move(from, to))
        try await fixture.commit()
        try await fixture.git("sparse-checkout", "set", "--cone", "in")
        try fixture.write(template: first.merging([from: PlanCase.theirs]) { $1 })
        #expect(try fixture.update().plan.lines == ["merge \(to)"])
        try fixture.apply()
        #expect(try await fixture.git("show", ":\(to)") == PlanCase.both)
        try await fixture.git("commit", "--quiet", "--message", "update")
        try await fixture.git("sparse-checkout", "disable")
        #expect(try fixture.update().plan.isEmpty)
        #expect(try await fixture.status() == [])
    }

    @Test func aConflictIsPutWhereItCanBeEdited() async throws {
        let fixture = try await sparse([".mlkit"])
        try fixture.write(template: first.merging(["out/c.txt": PlanCase.theirs]) { $1 })
        #expect(try fixture.apply().conflicts.map(\.path) == ["out/c.txt"])
        #expect(try fixture.read("out/c.txt")?.contains("<<<<<<< yours") == true)
        #expect(try fixture.read("out/b.txt") == nil)
        try fixture.undo()
        #expect(try await fixture.status() == [])
    }

    @Test func whatIsLeftOutIsJudgedByTheRulesThere() async throws {
        let rules = ["out/.gitattributes": "*.rot filter=rot\n", "out/.gitignore": "*.local\n"]
        let fixture = try await UpdateFixture(rules.merging(["out/a.rot": PlanCase.text]) { $1 }, commits: false)
        for name in ["clean", "smudge"] { try await fixture.git("config", "filter.rot.\(name)", "tr a-z n-za-m") }
        try await fixture.git("config", "filter.rot.required", "true")
        try fixture.perform(.write("out/a.rot", PlanCase.text))
        try await fixture.commit()
        try fixture.perform(.write("out/a.rot", PlanCase.yours))
        try await fixture.commit()
        try await fixture.git("sparse-checkout", "set", ".mlkit")
        let new = ["out/a.rot": PlanCase.theirs, "out/b.rot": "abc\n", "out/x.local": "k\n"]
        try fixture.write(template: rules.merging(new) { $1 })
        let result = try fixture.apply()
        #expect(result.conflicts.isEmpty && result.isSparse)
        #expect(try await fixture.git("cat-file", "blob", ":out/b.rot") == "nop\n")
        #expect(try await fixture.git("ls-files", "out/x.local") == "")
        try await fixture.git("commit", "--quiet", "--message", "update")
        try await fixture.git("sparse-checkout", "disable")
        #expect(try fixture.read("out/a.rot") == PlanCase.both && fixture.read("out/b.rot") == "abc\n")
        #expect(try await fixture.status() == [])
    }

    @Test func aConflictIsResolvedAsTheNextStepSays() async throws {
        let fixture = try await sparse([".mlkit"])
        try fixture.write(template: first.merging(["out/c.txt": PlanCase.theirs]) { $1 })
        #expect(try fixture.apply().isSparse)
        try fixture.perform(.write("out/c.txt", "resolved\n"))
        try await fixture.git("add", "--sparse", "out/c.txt")
        try await fixture.git("commit", "--quiet", "--message", "resolved")
    }

    @Test func anotherIndexIsRefusedBeforeAnythingChanges() async throws {
        let fixture = try await UpdateFixture(first)
        let index = try fixture.index()
        try LocalFileSystem().write(index, to: fixture.scratch.path.appending("index"))
        try fixture.write(template: first.merging(["in/a.txt": PlanCase.theirs]) { $1 })
        var request = fixture.request()
        request.git.variables["GIT_INDEX_FILE"] = fixture.scratch.path.appending("index").string
        let failure = #expect(throws: Failure.self) { try ProjectUpdate(request).apply() }
        #expect(failure?.description.contains("GIT_INDEX_FILE") == true)
        #expect(try fixture.index() == index && fixture.read("in/a.txt") == PlanCase.text)
    }

    private func clone(_ fixture: UpdateFixture, _ option: String) async throws -> UpdateRequest {
        try await fixture.git("config", "uploadpack.allowFilter", "true")
        let path = fixture.scratch.path.appending("clone")
        try await fixture.git("clone", "--quiet", option, "file://\(fixture.repository)", path.string)
        var request = fixture.request()
        request.project = path
        return request
    }

    @Test(arguments: ["--depth=1", "--filter=blob:none", "--filter=tree:0"])
    func theBaseOfAnEditIsFoundInAClone(_ option: String) async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text], keeps: false)
        try fixture.perform(.write("a.txt", PlanCase.yours))
        try await fixture.commit()
        let request = try await clone(fixture, option)
        try fixture.write(template: ["a.txt": PlanCase.theirs])
        #expect(try ProjectUpdate(request).plan.lines == ["merge a.txt"])
        try ProjectUpdate(request).apply()
        #expect(try LocalFileSystem().readText(request.project.appending("a.txt")) == PlanCase.both)
    }

    @Test func aMoveWaitsInAShallowClone() async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text])
        try fixture.perform(.move("a.txt", "mine.txt"))
        try await fixture.commit()
        let request = try await clone(fixture, "--depth=1")
        try fixture.write(template: ["a.txt": PlanCase.theirs])
        // What moved where cannot be seen without the commit before.
        let plan = try ProjectUpdate(request).plan
        #expect(plan.conflicts.isEmpty && plan.newRecord.files["a.txt"]?.state == nil)
    }

    @Test func aFolderThatMayNotBeLookedIntoIsAMatterOfItsOwnFiles() async throws {
        let fixture = try await UpdateFixture(first)
        try fixture.write(template: [
            "in/a.txt": PlanCase.theirs, "out/b.txt": PlanCase.theirs, "out/c.txt": PlanCase.text, "out/deep/new.txt": "new\n",
        ])
        var request = fixture.request(files: ClosedFolder(fixture.file("out")))
        let update = try ProjectUpdate(request)
        #expect(update.plan.lines == ["update in/a.txt", "conflict out/b.txt", "conflict out/deep/new.txt"])
        #expect(update.plan.conflicts.allSatisfy { $0.reason == "its folder cannot be read: it is updated when it can be read" })
        try update.apply()
        #expect(try fixture.read("in/a.txt") == PlanCase.theirs && fixture.read("out/b.txt") == PlanCase.text)
        try await fixture.commit()
        request.files = LocalFileSystem(.whole)
        #expect(try ProjectUpdate(request).plan.lines == ["update out/b.txt", "create out/deep/new.txt"])
    }

    /// Where what is left out cannot be fetched, that is what is said, and nothing changes.
    @Test func aPartialCloneWhoseOriginIsGoneSaysSo() async throws {
        let fixture = try await UpdateFixture(first)
        try await fixture.git("config", "uploadpack.allowFilter", "true")
        let path = fixture.scratch.path.appending("clone")
        try await fixture.git(
            "clone", "--quiet", "--filter=blob:none", "--sparse", "file://\(fixture.repository)", path.string)
        var request = fixture.request()
        request.project = path
        try LocalFileSystem().rename(fixture.repository, to: fixture.scratch.path.appending("away"))
        try fixture.write(template: first.merging(["out/b.txt": PlanCase.theirs]) { $1 })
        let text = problems { _ = try ProjectUpdate(request).plan }
        #expect(text.hasPrefix("error: git cannot fetch ") && text.hasSuffix("\nhint: see whether `git fetch` works here\n"), "\(text)")
        #expect(text.contains("which this partial clone left out\nnote: "))
    }

    @Test func renderingsThatCannotBeReadAreMissedByThePlan() async throws {
        let fixture = try await UpdateFixture(first)
        try fixture.write(template: first.merging(["in/a.txt": PlanCase.theirs]) { $1 })
        try fixture.perform(.delete(KeptRenderings.path))
        try fixture.perform(.write("\(KeptRenderings.path)/x", "x\n"))
        #expect(messages { _ = try fixture.update() } == ["`.mlkit/renderings`, by which updates are merged, cannot be read"])
    }
}
