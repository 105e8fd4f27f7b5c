import MLKitCore
import MLKitTestSupport
import Testing

@testable import MLKitScaffold

/// Two files of the template's that meet in one place: none is merged into the other.
@Suite struct SharedPlaceTests {
    private static let other = (11...19).map { "line \($0)\n" }.joined()
    private static let newOther = other.replacing("line 12\n", with: "LINE 12\n")

    private func fixture(_ files: [String: String] = ["a.txt": PlanCase.text, "b.txt": other]) async throws -> UpdateFixture {
        try await UpdateFixture(files)
    }

    /// Ties files of the record to places, and commits.
    private func tie(_ places: [(String, String)], _ fixture: UpdateFixture) async throws {
        var record = try #require(try fixture.read(ScaffoldRecord.path))
        for (entry, place) in places { record = record.replacing("  \(entry):\n", with: "  \(entry):\n    at: \(place)\n") }
        try fixture.perform(.write(ScaffoldRecord.path, record))
        try await fixture.commit("tied")
    }

    private func problems(_ fixture: UpdateFixture) -> [Diagnostic] {
        do { _ = try fixture.update() } catch { return (error as? Failure)?.diagnostics ?? [] }
        return []
    }

    @Test(arguments: [true, false]) func aPlaceOfAnotherFileIsRefused(isGone: Bool) async throws {
        let fixture = try await fixture()
        if isGone { try fixture.perform(.delete("a.txt")) }
        try await tie([("a.txt", "b.txt")], fixture)
        try fixture.write(template: ["a.txt": PlanCase.theirs, "b.txt": Self.newOther])
        let problems = problems(fixture)
        #expect(problems.map(\.message) == ["`b.txt` is the place of the template's `b.txt`: `a.txt` cannot be there too"])
        #expect(problems.first?.location?.file == ScaffoldRecord.path && problems.first?.location?.line != nil)
        #expect(
            problems.first?.hint == "give the path to which you moved `a.txt`, or take the line out; if `b.txt` is elsewhere, or you "
                + "deleted it, its entry has to say so: `at: PATH`, or `state: deleted`")
        #expect(try fixture.read("b.txt") == Self.other)
    }

    @Test func onePlaceForTwoFilesIsRefused() async throws {
        let fixture = try await fixture()
        try fixture.perform(.move("a.txt", "c.txt"))
        try fixture.perform(.delete("b.txt"))
        try await tie([("a.txt", "c.txt"), ("b.txt", "c.txt")], fixture)
        #expect(problems(fixture).map(\.message) == ["`c.txt` is the place of the template's `a.txt`: `b.txt` cannot be there too"])
    }

    /// As the hint of the refusal has it.
    @Test func theOtherFileMayBeDeleted() async throws {
        let fixture = try await fixture()
        try fixture.perform(.move("a.txt", "b.txt"))
        try await tie([("a.txt", "b.txt")], fixture)
        let record = try #require(try fixture.read(ScaffoldRecord.path))
        try fixture.perform(.write(ScaffoldRecord.path, record.replacing("  b.txt:\n", with: "  b.txt:\n    state: deleted\n")))
        try await fixture.commit("deleted")
        try fixture.write(template: ["a.txt": PlanCase.theirs, "b.txt": Self.newOther])
        let update = try fixture.update()
        #expect(update.plan.lines == ["update b.txt"])
        try update.apply()
        #expect(try fixture.read("b.txt") == PlanCase.theirs && fixture.read("a.txt") == nil)
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
        #expect(update.plan.newRecord.files["a.txt"]?.at == "b.txt" && update.plan.newRecord.files["b.txt"]?.state == .deleted)
    }

    @Test func twoFilesMayHaveChangedPlaces() async throws {
        let fixture = try await fixture()
        try fixture.perform(.move("a.txt", "t"))
        try fixture.perform(.move("b.txt", "a.txt"))
        try fixture.perform(.move("t", "b.txt"))
        try await tie([("a.txt", "b.txt"), ("b.txt", "a.txt")], fixture)
        try fixture.write(template: ["a.txt": PlanCase.theirs, "b.txt": Self.newOther])
        try fixture.apply()
        #expect(try fixture.read("a.txt") == Self.newOther && fixture.read("b.txt") == PlanCase.theirs)
    }

    @Test(arguments: ["./c.txt", "sub/../c.txt", "c.txt/"]) func aPlaceMayBeSpelledInAnotherWay(_ place: String) async throws {
        let fixture = try await fixture()
        try fixture.perform(.move("a.txt", "c.txt"))
        try await tie([("a.txt", place)], fixture)
        try fixture.write(template: ["a.txt": PlanCase.theirs, "b.txt": Self.other])
        let update = try fixture.update()
        #expect(update.plan.lines == ["update c.txt"] && update.plan.notes.isEmpty)
        #expect(update.plan.newRecord.files["a.txt"]?.at == "c.txt")
    }

    @Test func otherSpellingsOfAPlaceAreRefusedAsItIs() async throws {
        let fixture = try await fixture()
        try await tie([("a.txt", "./b.txt")], fixture)
        #expect(problems(fixture).map(\.message) == ["`b.txt` is the place of the template's `b.txt`: `a.txt` cannot be there too"])
        let other = try await self.fixture()
        try await tie([("a.txt", "sub/..")], other)
        #expect(problems(other).map(\.message) == ["the path `sub/..` is the project itself"])
    }

    /// Only git knows that it was moved there.
    @Test(arguments: [true, false]) func aNewFileWaitsForRoomWhereGitTellsOfTheMove(isMovedByTheTemplate: Bool) async throws {
        let fixture = try await fixture()
        try fixture.perform(.move("a.txt", "n.txt"))
        try await fixture.commit("moved")
        let rest = isMovedByTheTemplate ? ["n.txt": Self.newOther] : ["b.txt": Self.newOther, "n.txt": "new\n"]
        try fixture.write(template: ["a.txt": PlanCase.theirs].merging(rest) { $1 })
        let update = try fixture.update()
        #expect(update.plan.lines.sorted() == (isMovedByTheTemplate ? [] : ["conflict n.txt"]) + ["update b.txt", "update n.txt"])
        if !isMovedByTheTemplate {
            #expect(update.plan.conflicts.first?.reason == "you moved the template's `a.txt` there: it comes when that is moved away")
        }
        #expect(update.plan.newRecord.files["a.txt"]?.at == "n.txt")
        try update.apply()
        #expect(try fixture.read("n.txt") == PlanCase.theirs && fixture.read("b.txt") == Self.newOther)
        #expect(try await fixture.status() == ["M  b.txt", "M  n.txt"])
    }

    /// The user moved a file to where the template has a new one now.
    @Test(arguments: ["", "  \"n.txt\": managed\n", "  \"n.txt\": seed\n"])
    func aNewFileWaitsForRoom(_ ownership: String) async throws {
        let fixture = try await fixture()
        try fixture.perform(.move("a.txt", "n.txt"))
        try await tie([("a.txt", "n.txt")], fixture)
        try fixture.write(template: ["a.txt": PlanCase.theirs, "b.txt": Self.newOther, "n.txt": "new\n"], ownership: ownership)
        let update = try fixture.update()
        #expect(update.plan.lines.sorted() == ["conflict n.txt", "update b.txt", "update n.txt"])
        #expect(update.plan.conflicts.first?.reason == "you moved the template's `a.txt` there: it comes when that is moved away")
        #expect(update.plan.newRecord.files["n.txt"] == nil)
        try update.apply()
        #expect(try fixture.read("n.txt") == PlanCase.theirs && fixture.read("b.txt") == Self.newOther)
        #expect(try await fixture.status() == ["M  b.txt", "M  n.txt"])
        try await fixture.commit()
        #expect(try fixture.update().plan.lines == ["conflict n.txt"])
        // With room, it comes.
        try fixture.perform(.move("n.txt", "a.txt"))
        try await fixture.commit("moved back")
        #expect(try fixture.update().plan.lines == ["create n.txt"])
        try fixture.apply()
        #expect(try fixture.read("n.txt") == "new\n" && fixture.read("a.txt") == PlanCase.theirs)
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
    }

    /// Both changed one line of the file that stands there: the conflict is that file's.
    @Test func aConflictOfTheFileThatIsThereStays() async throws {
        let fixture = try await fixture(["a.txt": PlanCase.text])
        try fixture.perform(.delete("a.txt"))
        try fixture.perform(.write("n.txt", PlanCase.clash))
        try await tie([("a.txt", "n.txt")], fixture)
        try fixture.write(template: ["a.txt": PlanCase.theirs, "n.txt": "new\n"])
        try fixture.apply()
        #expect(try fixture.read("n.txt")?.contains("<<<<<<< yours") == true)
        #expect(try await fixture.status() == ["UU n.txt"])
    }

    @Test func aFileThatTheTemplateMovesThereStays() async throws {
        let fixture = try await fixture()
        try fixture.perform(.move("a.txt", "n.txt"))
        try await tie([("a.txt", "n.txt")], fixture)
        try fixture.write(template: ["a.txt": PlanCase.theirs, "n.txt": Self.newOther])
        let update = try fixture.update()
        #expect(update.plan.lines.sorted() == ["update b.txt", "update n.txt"])
        #expect(
            update.plan.notes.map(\.message)
                == ["`b.txt` stays there: the template has it as `n.txt` now, to where you moved another of its files"])
        try update.apply()
        #expect(try fixture.read("n.txt") == PlanCase.theirs && fixture.read("b.txt") == Self.newOther)
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
    }

    @Test func aManagedFileThatTheTemplateMovesThereWaits() async throws {
        let rules = "  \"[bn].txt\": managed\n"
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text, "b.txt": Self.other], ownership: rules)
        try fixture.perform(.move("a.txt", "n.txt"))
        try await tie([("a.txt", "n.txt")], fixture)
        try fixture.write(template: ["a.txt": PlanCase.theirs, "n.txt": Self.newOther], ownership: rules)
        let update = try fixture.update()
        #expect(update.plan.lines.sorted() == ["conflict n.txt", "update n.txt"])
        try update.apply()
        #expect(try fixture.read("n.txt") == PlanCase.theirs && fixture.read("b.txt") == Self.other)
        try await fixture.commit()
        #expect(try fixture.update().plan.lines == ["conflict n.txt"])
    }

    /// The file that was there is gone: its place is free, and the record says so.
    @Test func aPlaceThatWasLeftIsAnothers() async throws {
        let fixture = try await fixture()
        try fixture.perform(.move("a.txt", "n.txt"))
        try await tie([("a.txt", "n.txt")], fixture)
        try fixture.perform(.delete("n.txt"))
        try await fixture.commit()
        try fixture.write(template: ["a.txt": PlanCase.text, "b.txt": Self.other, "n.txt": "new\n"])
        let update = try fixture.update()
        #expect(update.plan.lines == ["create n.txt"])
        #expect(update.plan.newRecord.files["a.txt"]?.at == nil)
        try update.apply()
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
    }
}
