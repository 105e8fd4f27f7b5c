import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitScaffold

/// Where projects lie, and what git does to their files.
@Suite struct SurroundingsTests {
    private let first = ["a.txt": PlanCase.text, "old/b.txt": "b\n\(PlanCase.text)", "c.txt": "c\n"]
    private let second = ["a.txt": PlanCase.theirs, "new/b.txt": "b\n\(PlanCase.text)"]

    @Test func aProjectInAFolderOfARepository() async throws {
        let fixture = try await UpdateFixture(first, folder: "deep/demo")
        try LocalFileSystem().write("outer\n", to: fixture.repository.appending("c.txt"))
        try fixture.perform(.write("a.txt", PlanCase.clash))
        try fixture.perform(.move("old/b.txt", "mine/b.txt"))
        try await fixture.commit()
        let (tree, index) = (try fixture.tree(), try fixture.index())
        try fixture.write(template: ["a.txt": PlanCase.theirs, "old/b.txt": "B\n\(PlanCase.text)"])
        #expect(try fixture.update().plan.lines == ["conflict a.txt", "delete c.txt", "update mine/b.txt"])
        try fixture.apply()
        #expect(
            try await fixture.status() == ["UU deep/demo/a.txt", "D  deep/demo/c.txt", "M  deep/demo/mine/b.txt"])
        #expect(try LocalFileSystem().readText(fixture.repository.appending("c.txt")) == "outer\n")
        try fixture.undo()
        #expect(try fixture.tree() == tree)
        #expect(try fixture.index() == index)
    }

    @Test func aLinkedWorktree() async throws {
        let fixture = try await UpdateFixture(first)
        let other = fixture.scratch.path.appending("linked")
        try await fixture.git("worktree", "add", "--quiet", other.string, "-b", "linked")
        try fixture.write(template: second)
        var request = fixture.request()
        request.project = other
        try ProjectUpdate(request).apply()
        #expect(try LocalFileSystem().readText(other.appending("a.txt")) == PlanCase.theirs)
        let status = try await Command(
            "git", ["status", "--porcelain"], directory: other, environment: fixture.variables
        ).run().outputText
        #expect(status.contains("M  a.txt\n") && status.contains("R  old/b.txt -> new/b.txt\n"))
        #expect(try await fixture.status() == [])
        _ = try UpdateUndo(project: other, git: fixture.environment).run()
        #expect(try LocalFileSystem().readText(other.appending("a.txt")) == PlanCase.text)
    }

    /// Git then has a file in a link's stead, of where it leads: its lines are no text to merge.
    @Test func aLinkWhereGitMakesNone() async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n"])
        try fixture.perform(.link("a.txt", to: "mlkit.yaml"))
        try await fixture.commit()
        try await fixture.git("config", "core.symlinks", "false")
        try fixture.perform(.delete("a.txt"))
        try await fixture.git("checkout", "--", "a.txt")
        try fixture.write(template: ["a.txt": "2\n"])
        #expect(try fixture.apply().conflicts.map(\.path) == ["a.txt"])
        #expect(try fixture.read("a.txt") == "mlkit.yaml")
        let modes = try await fixture.git("ls-files", "--unmerged").split(separator: "\n").map { $0.prefix(6) }
        #expect(modes == ["100644", "120000", "100644"])
    }

    /// The journal of the update names the index of the project that the copy was made from.
    @Test func aCopyTakesBackItsOwnUpdate() async throws {
        let fixture = try await UpdateFixture(first)
        try fixture.write(template: second)
        try fixture.apply()
        let copy = fixture.scratch.path.appending("copy")
        _ = try await Command("cp", ["-r", fixture.project.string, copy.string]).run()
        let index = try fixture.index()
        _ = try UpdateUndo(project: copy, git: fixture.environment).run()
        let status = try await Command(
            "git", ["status", "--porcelain"], directory: copy, environment: fixture.variables
        ).run().outputText
        #expect(status == "")
        #expect(try LocalFileSystem().readText(copy.appending("a.txt")) == PlanCase.text)
        #expect(try fixture.index() == index)
        #expect(try fixture.read("a.txt") == PlanCase.theirs)
    }

    @Test func filesThatAreCheckedOutWithReturns() async throws {
        let fixture = try await UpdateFixture(
            ["a.txt": PlanCase.text, "b.txt": PlanCase.text], attributes: "*.txt text eol=crlf\n")
        func returned(_ text: String) -> String { text.replacing("\n", with: "\r\n") }
        try fixture.perform(.write("a.txt", returned(PlanCase.yours)))
        try fixture.perform(.write("b.txt", returned(PlanCase.text)))
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
        try fixture.write(template: ["a.txt": PlanCase.theirs, "b.txt": PlanCase.theirs])
        #expect(try fixture.update().plan.lines == ["merge a.txt", "update b.txt"])
        try fixture.apply()
        #expect(try fixture.read("a.txt") == returned(PlanCase.both))
        #expect(try fixture.read("b.txt") == returned(PlanCase.theirs))
        #expect(try await fixture.git("show", ":a.txt") == PlanCase.both)
    }

    @Test func recordsOfTwoBranchesMerge() async throws {
        let fixture = try await UpdateFixture(["a.txt": "a\n", "m.txt": "m\n", "z.txt": "z\n"])
        try await fixture.git("checkout", "--quiet", "-b", "other")
        try fixture.write(template: ["a.txt": "A\n", "m.txt": "m\n", "z.txt": "z\n"], version: "1.0.0")
        try fixture.apply()
        try await fixture.commit()
        try await fixture.git("checkout", "--quiet", "main")
        try fixture.write(template: ["a.txt": "a\n", "m.txt": "m\n", "z.txt": "Z\n", "n.txt": "n\n"], version: "1.0.0")
        try fixture.apply()
        try await fixture.commit()
        try await fixture.git("merge", "--quiet", "other")
        try fixture.write(template: ["a.txt": "A\n", "m.txt": "m\n", "z.txt": "Z\n", "n.txt": "n\n"], version: "1.0.0")
        #expect(try fixture.update().plan.isEmpty)
    }

    /// Two branches of a project whose renderings were not kept: git cannot merge what both keep from then on, and what it
    /// leaves can be read as it is.
    @Test func renderingsOfTwoFirstUpdatesAreRead() async throws {
        let lines = (1...9).map { "\($0)" }
        func text(_ changes: [Int: String]) -> String {
            lines.enumerated().map { (changes[$0.offset] ?? $0.element) + "\n" }.joined()
        }
        let fixture = try await UpdateFixture(["a.txt": text([:]), "z.txt": text([:])], keeps: false)
        try await fixture.git("checkout", "--quiet", "-b", "other")
        try fixture.write(template: ["a.txt": text([0: "A"]), "z.txt": text([:])], version: "1.0.0")
        try fixture.apply()
        try await fixture.commit()
        try await fixture.git("checkout", "--quiet", "main")
        try fixture.write(template: ["a.txt": text([:]), "z.txt": text([0: "Z"])], version: "1.0.0")
        try fixture.apply()
        try await fixture.commit()
        _ = try? await fixture.git("merge", "--quiet", "other")
        #expect(try await fixture.git("diff", "--name-only", "--diff-filter=U") == ".mlkit/renderings\n")
        #expect(try fixture.update().unmerged?.hint == "run `git add .mlkit/renderings`, and commit: it is read with what both sides have")
        try await fixture.git("add", ".mlkit/renderings")
        try await fixture.git("commit", "--quiet", "--message", "merged")
        // The user's change and the template's are merged from a base that only the renderings have.
        try await fixture.git("gc", "--quiet", "--prune=now")
        for path in ["a.txt", "z.txt"] {
            try fixture.perform(.write(path, (fixture.read(path) ?? "").replacing("5\n", with: "mine\n")))
        }
        try await fixture.commit()
        try fixture.write(template: ["a.txt": text([0: "A", 8: "B"]), "z.txt": text([0: "Z", 8: "B"])], version: "3.0.0")
        #expect(try fixture.update().plan.lines == ["merge a.txt", "merge z.txt"])
        try fixture.apply()
        #expect(try fixture.read(".mlkit/renderings")?.contains("<<<<") == false)
    }

    @Test func aRecordWithMarkersIsExplained() async throws {
        let fixture = try await UpdateFixture(["a.txt": "a\n"])
        let record = try fixture.read(ScaffoldRecord.path) ?? ""
        try fixture.perform(.write(ScaffoldRecord.path, record.replacing("project: demo", with: "<<<<<<< HEAD\nproject: demo")))
        let text = problems { _ = try fixture.update() }
        #expect(text.hasPrefix("error: this record has an unresolved merge conflict\n  --> .mlkit/template.yaml:"))
        #expect(text.contains("\n| <<<<<<< HEAD\n") || text.contains(" | <<<<<<< HEAD\n"))
        #expect(text.contains("\nhint: where both sides changed one value"))
    }

    @Test func aBrokenRecordIsExplained() async throws {
        let fixture = try await UpdateFixture(["a.txt": "a\n"])
        let record = try fixture.read(ScaffoldRecord.path) ?? ""
        let broken = record.replacing("  a.txt:", with: "  ../a.txt:").replacing("ownership: merged", with: "ownership: min")
        try fixture.perform(.write(ScaffoldRecord.path, broken))
        let text = problems { _ = try fixture.update() }
        #expect(text.contains("error: the path `../a.txt` leads out of the project\n"))
        #expect(text.contains("error: unknown value `min` for `ownership`\n"))
        try fixture.perform(.delete(ScaffoldRecord.path))
        #expect(messages { _ = try fixture.update() } == ["this project was not made from a template: it has no .mlkit/template.yaml"])
    }

    @Test func anOlderRecordIsRead() async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text, "b.txt": "b\n\(PlanCase.text)"])
        let record = try fixture.read(ScaffoldRecord.path) ?? ""
        let lines = record.split(separator: "\n", omittingEmptySubsequences: false)
        let layout = lines.firstIndex(of: "layout:") ?? 0
        let project = lines.firstIndex(of: "project: demo") ?? 0
        let older = lines[..<layout] + lines[project...].filter { !$0.contains("    origin: ") }
        let source = fixture.template.string
        try fixture.perform(.write(ScaffoldRecord.path, older.filter { !$0.hasPrefix("  source: ") }.joined(separator: "\n")))
        try fixture.perform(.write("mlkit.yaml", (fixture.read("mlkit.yaml") ?? "") + "template: {source: \(source)}\n"))
        try fixture.perform(.write("b.txt", "b\n\(PlanCase.yours)"))
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
        try fixture.write(template: ["a.txt": PlanCase.theirs, "sub/b.txt": "b\n\(PlanCase.text)"])
        #expect(try fixture.update().plan.lines == ["update a.txt", "rename b.txt -> sub/b.txt"])
    }
}
