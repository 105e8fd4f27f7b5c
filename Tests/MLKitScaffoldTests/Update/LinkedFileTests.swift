import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitScaffold

/// Symbolic links in the places of files, wherever they lead.
@Suite struct LinkedFileTests {
    private static let spec = UpdateFixture.spec

    private func linkedSpec() async throws -> UpdateFixture {
        let fixture = try await UpdateFixture(["a.txt": "1\n"])
        try fixture.perform(.write("cfg/mlkit.yaml", fixture.read("mlkit.yaml") ?? ""))
        try fixture.perform(.link("mlkit.yaml", to: "cfg/mlkit.yaml"))
        try await fixture.commit()
        return fixture
    }

    @Test func theSpecStaysALink() async throws {
        let fixture = try await linkedSpec()
        try fixture.write(template: ["a.txt": "2\n"])
        try fixture.apply()
        #expect(try await fixture.status() == ["M  a.txt"])
        #expect(try await fixture.git("ls-files", "--stage", "mlkit.yaml").hasPrefix("120000 "))
    }

    @Test func aNewSpecInALinksPlaceIsDecidedByTheUser() async throws {
        let fixture = try await linkedSpec()
        let spec = Self.spec + "description: more\n"
        try fixture.write(template: ["a.txt": "2\n", "mlkit.yaml.stencil": spec.replacing("layout:", with: "# new\nlayout:")
            .replacing("description: more\n", with: "")])
        #expect(try fixture.update().plan.lines == ["update a.txt", "conflict mlkit.yaml"])
        #expect(try fixture.apply().conflicts.map(\.path) == ["mlkit.yaml"])
        #expect(try fixture.read("a.txt") == "2\n")
        #expect(try LocalFileSystem().linkTarget(fixture.file("mlkit.yaml")) == "cfg/mlkit.yaml")
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
    }

    @Test func whatCannotBeWrittenThroughALinkIsSaid() async throws {
        let fixture = try await linkedSpec()
        #expect(try fixture.update(["title=Mine"]).plan.notes.map(\.message)
            .contains("`mlkit.yaml` is a symbolic link, which is not written through"))
    }

    @Test func aRecordThatIsALinkIsRefused() async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n"])
        try fixture.perform(.move(ScaffoldRecord.path, "record.yaml"))
        try fixture.perform(.link(ScaffoldRecord.path, to: "../record.yaml"))
        try await fixture.commit()
        try fixture.write(template: ["a.txt": "2\n"])
        #expect(messages { try fixture.apply() } == ["`.mlkit/template.yaml` is a symbolic link, which is not written through"])
        #expect(try fixture.read("a.txt") == "1\n")
    }

    /// In circles, or to a name that no disk has.
    @Test(arguments: ["a.txt", "nowhere", String(repeating: "x", count: 300), "."])
    func aLinkHoldsUpNothingElse(_ target: String) async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n", "sub/b.txt": "1\n"])
        try fixture.perform(.link("a.txt", to: target))
        try fixture.perform(.link("new.txt", to: target == "a.txt" ? "new.txt" : target))
        try await fixture.commit()
        try fixture.write(template: ["a.txt": "2\n", "sub/b.txt": "2\n", "new.txt": "new\n"])
        #expect(try fixture.update().plan.lines == ["conflict a.txt", "conflict new.txt", "update sub/b.txt"])
        #expect(try fixture.apply().conflicts.map(\.path) == ["a.txt", "new.txt"])
        #expect(try fixture.read("sub/b.txt") == "2\n")
        #expect(try LocalFileSystem().linkTarget(fixture.file("a.txt")) == target)
        try fixture.undo()
        #expect(try fixture.read("sub/b.txt") == "1\n")
    }

    @Test(arguments: ["sub", String(repeating: "x", count: 300)])
    func aLinkInAFoldersPlaceHoldsUpNothingElse(_ target: String) async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n", "sub/b.txt": "1\n"])
        try fixture.perform(.link("sub", to: target))
        try await fixture.commit()
        try fixture.write(template: ["a.txt": "2\n", "sub/b.txt": "2\n", "sub/new.txt": "new\n"])
        #expect(try fixture.apply().conflicts.map(\.path) == ["sub/b.txt", "sub/new.txt"])
        #expect(try fixture.read("a.txt") == "2\n")
    }

    @Test func nothingIsStashedBeforeTheFirstCommit() async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n"], commits: false)
        try fixture.write(template: ["a.txt": "2\n"])
        do {
            try fixture.apply()
            Issue.record("nothing was refused")
        } catch let failure as Failure {
            #expect(failure.diagnostics.compactMap(\.hint)
                == ["commit first (`git add` and `git commit`), or move them out of the project"])
        }
    }

    @Test func aRepositoryThatIsGoneIsNamed() async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n"])
        try LocalFileSystem().remove(fixture.file(".git"))
        try fixture.perform(.write(".git", "gitdir: /nowhere/at/all\n"))
        try fixture.write(template: ["a.txt": "2\n"])
        #expect(messages { try fixture.apply() }
            == ["`\(fixture.file(".git"))` names the repository `/nowhere/at/all`, which is not there"])
    }
}
