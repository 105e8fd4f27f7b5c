import Glibc
import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitScaffold

/// Files that are called as no path in `mlkit.yaml` may be.
@Suite struct FileNameTests {
    @Test func aNameMayBeginWithATilde() async throws {
        let fixture = try await UpdateFixture(["~t": PlanCase.text, "~d/u.txt": PlanCase.text, "${stages.x}": "1\n"])
        #expect(try fixture.update().plan.isEmpty)
        try fixture.perform(.move("~d/u.txt", "~moved"))
        try fixture.perform(.write("~t", PlanCase.yours))
        try await fixture.commit()
        try fixture.write(template: ["~t": PlanCase.theirs, "~d/u.txt": PlanCase.theirs, "${stages.x}": "2\n"])
        #expect(try fixture.update().plan.lines == ["update ${stages.x}", "update ~moved", "merge ~t"])
        try fixture.apply()
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
        #expect(try fixture.read("~t") == PlanCase.both && fixture.read("~moved") == PlanCase.theirs)
    }

    /// As archives and some disks have it: to Swift the names are one, to a disk and to git two.
    @Test func aNameMayBeComposedInAnotherWay() async throws {
        let (composed, decomposed) = ("d/caf\u{E9}.txt", "d/cafe\u{301}.txt")
        let fixture = try await UpdateFixture([composed: PlanCase.text])
        try fixture.perform(.move(composed, decomposed))
        try fixture.perform(.write(decomposed, PlanCase.yours))
        try await fixture.commit()
        for (version, added) in [("2.0.0", ""), ("3.0.0", "0\n")] {
            try fixture.write(template: [composed: added + PlanCase.theirs], version: version)
            let lines = try fixture.update().plan.lines
            #expect(lines.count == 1 && lines[0].hasSameBytes(as: "merge \(decomposed)"))
            try fixture.apply()
            #expect(try fixture.read(decomposed) == added + PlanCase.both && fixture.read(composed) == nil)
            try await fixture.commit()
        }
        #expect(try fixture.update().plan.isEmpty)
    }

    private static let composed = "caf\u{E9}.txt"
    private static let decomposed = "cafe\u{301}.txt"

    /// Whatever the template brings in the other way of writing, the user's file stays, and so does theirs.
    @Test func aNewFileOfTheOtherFormIsAnother() async throws {
        let (composed, decomposed) = (Self.composed, Self.decomposed)
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text])
        try fixture.perform(.move("a.txt", decomposed))
        try fixture.perform(.write(decomposed, PlanCase.yours))
        try await fixture.commit()
        try fixture.write(template: ["a.txt": PlanCase.theirs, composed: "other\n"])
        #expect(try fixture.apply().conflicts.isEmpty)
        #expect(try fixture.read(decomposed) == PlanCase.both && fixture.read(composed) == "other\n")
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
        try fixture.undo()
        #expect(try fixture.read(decomposed) == PlanCase.yours && fixture.read(composed) == nil)
    }

    @Test func aFileThatTheTemplateMovesThereIsAnother() async throws {
        let (composed, decomposed) = (Self.composed, Self.decomposed)
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text, "sub/b.txt": "x\n" + PlanCase.text])
        try fixture.perform(.move("a.txt", decomposed))
        try fixture.perform(.write(decomposed, PlanCase.yours))
        try await fixture.commit()
        try fixture.write(template: ["a.txt": PlanCase.theirs, composed: "x\n" + PlanCase.theirs])
        #expect(try fixture.apply().conflicts.isEmpty)
        #expect(try fixture.read(decomposed) == PlanCase.both && fixture.read(composed) == "x\n" + PlanCase.theirs)
    }

    @Test(arguments: [("", ".txt"), ("A\u{30A}/", ".txt")])
    func twoFilesMayBeMovedToBothForms(_ folder: String, _ end: String) async throws {
        let (composed, decomposed) = (folder + "caf\u{E9}" + end, folder + "cafe\u{301}" + end)
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text, "sub/b.txt": "x\n" + PlanCase.text])
        try fixture.perform(.write(decomposed, "there\n"))
        try fixture.perform(.move("a.txt", decomposed))
        if !folder.isEmpty { try fixture.perform(.write("\u{C5}/here", "mine\n")) }
        try fixture.perform(.move("sub/b.txt", composed))
        try await fixture.commit("moved")
        try fixture.write(template: ["a.txt": PlanCase.theirs, "sub/b.txt": "x\n" + PlanCase.theirs])
        #expect(try fixture.apply().conflicts.isEmpty)
        #expect(try fixture.read(decomposed) == PlanCase.theirs && fixture.read(composed) == "x\n" + PlanCase.theirs)
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
    }

    /// The template writes the name in the other way: that is a rename.
    @Test func theTemplateMayTakeTheOtherForm() async throws {
        let (composed, decomposed) = (Self.composed, Self.decomposed)
        let fixture = try await UpdateFixture([composed: PlanCase.text])
        try fixture.perform(.write(composed, PlanCase.yours))
        try await fixture.commit()
        try fixture.write(template: [decomposed: PlanCase.theirs])
        #expect(try fixture.apply().conflicts.isEmpty)
        #expect(try fixture.read(decomposed) == PlanCase.both && fixture.read(composed) == nil)
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
        #expect(try fixture.apply().hasChanged == false)
    }

    /// A mark behind a `/` is one character with it, and no part of it to git.
    @Test(arguments: ["\u{301}b.txt", "\u{200D}b.txt", "\u{FE0F}"])
    func aNameMayBeginWithAMark(_ name: String) async throws {
        let fixture = try await UpdateFixture(["a/\(name)": PlanCase.text])
        #expect(try fixture.update().plan.isEmpty)
        try fixture.perform(.write("a/\(name)", PlanCase.yours))
        try await fixture.commit()
        try fixture.write(template: ["a/\(name)": PlanCase.theirs, "n/\(name)": "new\n"])
        #expect(try fixture.apply().conflicts.isEmpty)
        #expect(try fixture.read("a/\(name)") == PlanCase.both && fixture.read("n/\(name)") == "new\n")
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
        try fixture.perform(.move("a/\(name)", "m/\(name)"))
        try await fixture.commit()
        try fixture.write(template: ["a/\(name)": "0\n" + PlanCase.theirs, "n/\(name)": "new\n"], version: "3.0.0")
        #expect(try fixture.update().plan.lines == ["merge m/\(name)"])
    }

    /// Nothing can be said of a name that is no text: the file waits until it has another.
    @Test func aNameThatIsNoTextIsSaid() async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text, "b.txt": "1\n"])
        let odd = "\(fixture.project)/caf".utf8CString.dropLast().map { $0 } + [CChar(bitPattern: 0xE9), 0]
        #expect(rename(fixture.file("a.txt").string, odd) == 0)
        try await fixture.commit()
        try fixture.write(template: ["a.txt": PlanCase.theirs, "b.txt": "2\n"])
        let update = try fixture.update()
        #expect(update.plan.conflicts.map(\.reason) == ["its name is not UTF-8: it is updated when it has another name"])
        try update.apply()
        #expect(try fixture.read("b.txt") == "2\n" && fixture.read("a.txt") == nil)
        try await fixture.commit()
        #expect(try fixture.update().plan.conflicts.count == 1)
        #expect(rename(odd, fixture.file("named.txt").string) == 0)
        try await fixture.commit()
        #expect(try fixture.apply().conflicts.isEmpty)
        #expect(try fixture.read("named.txt") == PlanCase.theirs)
    }

    @Test func whatLeadsOutOfTheProjectIsRefused() async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n"])
        let record = try fixture.read(ScaffoldRecord.path) ?? ""
        for path in ["../b", "/b", ".git/b"] {
            let changed = record.replacing("  a.txt:\n", with: "  a.txt:\n    at: \(path)\n")
            #expect(changed != record)
            try fixture.perform(.write(ScaffoldRecord.path, changed))
            #expect(messages { _ = try fixture.update() }.first?.hasPrefix("the path `\(path)` ") == true)
        }
    }

    @Test(arguments: [ScaffoldRecord.path, KeptRenderings.path]) func noFileIsTiedToWhatIsMlkitsOwn(_ path: String) async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n"])
        let record = try fixture.read(ScaffoldRecord.path) ?? ""
        try fixture.perform(.write(ScaffoldRecord.path, record.replacing("  a.txt:\n", with: "  a.txt:\n    at: \(path)\n")))
        let failure = #expect(throws: Failure.self) { _ = try fixture.update() }
        let problem = try #require(failure?.diagnostics.first)
        #expect(problem.message == "`\(path)` is mlkit's own: no file of the template can be there")
        #expect(problem.location?.line != nil && problem.location?.file == ScaffoldRecord.path)
    }
}
