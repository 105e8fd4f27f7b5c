import Glibc
import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitScaffold

/// Updates where git is set up to do more with files than to keep them.
@Suite struct GitSettingsTests {
    private static let rot = ["filter.rot.clean": "tr a-zA-Z n-za-mN-ZA-M", "filter.rot.smudge": "tr a-zA-Z n-za-mN-ZA-M"]

    private func configure(_ fixture: UpdateFixture, _ settings: [String: String]) async throws {
        for (name, value) in settings { try await fixture.git("config", name, value) }
    }

    /// What git would stage of a file is what is staged, and what it would check out is on disk.
    private func expectAgreement(_ fixture: UpdateFixture, on path: String) async throws {
        let staged = try await fixture.git("rev-parse", ":\(path)")
        let bytes = try LocalFileSystem().read(fixture.file(path))
        try await fixture.git("add", "--renormalize", "--", path)
        #expect(try await fixture.git("rev-parse", ":\(path)") == staged)
        try LocalFileSystem().remove(fixture.file(path))
        try await fixture.git("checkout", "--", path)
        #expect(try LocalFileSystem().read(fixture.file(path)) == bytes)
        #expect(try await fixture.git("fsck", "--strict", "--no-dangling") == "")
    }

    @Test func aProgramStandsBetweenFileAndBlob() async throws {
        let fixture = try await UpdateFixture(["a.rot": PlanCase.text, ".gitattributes": "*.rot filter=rot\n"], commits: false)
        try await configure(fixture, Self.rot)
        try await fixture.commit()
        try fixture.perform(.write("a.rot", PlanCase.yours))
        try await fixture.commit()
        try fixture.write(template: ["a.rot": PlanCase.theirs, ".gitattributes": "*.rot filter=rot\n"])
        #expect(try fixture.update().plan.lines == ["merge a.rot"])
        try fixture.apply()
        #expect(try fixture.read("a.rot") == PlanCase.both)
        #expect(try await fixture.git("show", ":a.rot") != PlanCase.both)
        try await expectAgreement(fixture, on: "a.rot")
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
    }

    /// The base is kept as git stores it, and nothing else: the first commit is made anew with the user's edit in it.
    @Test func theBaseOfAFilteredFileIsKeptAsGitStoresIt() async throws {
        let rules = "*.rot filter=rot\n"
        let fixture = try await UpdateFixture(["a.rot": "old\n", ".gitattributes": rules], commits: false)
        try await configure(fixture, Self.rot)
        try await fixture.commit()
        try fixture.write(template: ["a.rot": PlanCase.text, ".gitattributes": rules])
        try fixture.apply()
        let kept = try KeptRenderings(parsing: Array((fixture.read(KeptRenderings.path) ?? "").utf8))
        let id = try ObjectID(blobOf: Array(PlanCase.text.utf8))
        let stored = try await fixture.git("show", ":a.rot")
        #expect(try kept.content(id) == nil && kept.stored(id) == Array(stored.utf8) && stored != PlanCase.text)
        try fixture.perform(.write("a.rot", PlanCase.yours))
        try await fixture.commit()
        let tree = try await fixture.git("write-tree").trimmed
        let commit = try await fixture.git("commit-tree", tree, "-m", "squashed").trimmed
        try await fixture.git("reset", "--quiet", "--soft", commit)
        try await fixture.git("reflog", "expire", "--expire=now", "--all")
        try await fixture.git("gc", "--quiet", "--prune=now")
        try fixture.write(template: ["a.rot": PlanCase.theirs, ".gitattributes": rules], version: "3.0.0")
        let update = try fixture.update()
        #expect(update.plan.lines == ["merge a.rot"] && update.plan.notes.isEmpty)
        try update.apply()
        #expect(try fixture.read("a.rot") == PlanCase.both)
        try await expectAgreement(fixture, on: "a.rot")
    }

    @Test func aConflictHoldsWhatGitStores() async throws {
        let fixture = try await UpdateFixture(["a.rot": PlanCase.text, ".gitattributes": "*.rot filter=rot\n"], commits: false)
        try await configure(fixture, Self.rot)
        try await fixture.commit()
        try fixture.perform(.write("a.rot", PlanCase.clash))
        try await fixture.commit()
        try fixture.write(template: ["a.rot": PlanCase.theirs, ".gitattributes": "*.rot filter=rot\n"])
        #expect(try fixture.apply().conflicts.map(\.path) == ["a.rot"])
        try await fixture.git("checkout", "--ours", "a.rot")
        #expect(try fixture.read("a.rot") == PlanCase.clash)
        try await fixture.git("checkout", "--theirs", "a.rot")
        #expect(try fixture.read("a.rot") == PlanCase.theirs)
    }

    /// Also one that is not required, which git passes over: what it keeps secret would be staged in the clear.
    @Test(arguments: ["true", "false"]) func aProgramThatIsMissingStopsAll(isRequired: String) async throws {
        let fixture = try await UpdateFixture(["a.bin": "1\n", "b.txt": "1\n"], attributes: "*.bin filter=lfs\n")
        try await configure(fixture, ["filter.lfs.clean": "no-such-program", "filter.lfs.required": isRequired])
        try fixture.write(template: ["a.bin": "2\n", "b.txt": "2\n"])
        let tree = try fixture.tree()
        #expect(problems { try fixture.apply() }.contains("`a.bin` cannot go through the filter `lfs`"))
        #expect(try fixture.tree() == tree)
    }

    @Test func whatTheUpdateChangesOfAttributesCounts() async throws {
        let fixture = try await UpdateFixture(["a.bat": PlanCase.text])
        try fixture.perform(.write("a.bat", PlanCase.yours))
        try await fixture.commit()
        let rules = "*.bat text eol=crlf\n"
        try fixture.write(template: ["a.bat": PlanCase.theirs, ".gitattributes": rules])
        try fixture.apply()
        #expect(try fixture.read("a.bat") == PlanCase.both.replacing("\n", with: "\r\n"))
        #expect(try await fixture.git("show", ":a.bat") == PlanCase.both)
        try await expectAgreement(fixture, on: "a.bat")
        try await fixture.commit()
        try fixture.write(template: ["a.bat": "first\n" + PlanCase.theirs], version: "3.0.0")
        #expect(try fixture.update().plan.lines == ["delete .gitattributes", "merge a.bat"])
        try fixture.apply()
        #expect(try fixture.read("a.bat")?.contains("\r") == false)
        try await expectAgreement(fixture, on: "a.bat")
    }

    /// What git has with CRLF, it stores with LF from then on, and checks out so.
    @Test func aNewAttributeAsksForLF() async throws {
        let returns = { (text: String) in text.replacing("\n", with: "\r\n") }
        let fixture = try await UpdateFixture(["a.sh": returns(PlanCase.text), "b.sh": returns("1\n")])
        try fixture.perform(.write("a.sh", returns(PlanCase.yours)))
        try await fixture.commit()
        try fixture.write(template: [
            "a.sh": returns(PlanCase.theirs), "b.sh": returns("2\n"), ".gitattributes": "*.sh text eol=lf\n",
        ])
        try fixture.apply()
        #expect(try fixture.read("a.sh") == PlanCase.both && fixture.read("b.sh") == "2\n")
        for path in ["a.sh", "b.sh"] { try await expectAgreement(fixture, on: path) }
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
    }

    @Test func theBaseIsFoundByWhatGitStores() async throws {
        let text = PlanCase.text.replacing("\n", with: "\r\n")
        let fixture = try await UpdateFixture(["a.txt": "1\r\n"], attributes: "* text=auto\n", keeps: false)
        try fixture.write(template: ["a.txt": text])
        try fixture.apply()
        try await fixture.commit()
        let record = try ScaffoldRecord(parsing: Array((fixture.read(ScaffoldRecord.path) ?? "").utf8))
        #expect(record.files["a.txt"]?.blob == (try ObjectID(blobOf: Array(text.utf8))))
        #expect(record.files["a.txt"]?.stored == (try ObjectID(blobOf: Array(PlanCase.text.utf8))))
        try fixture.perform(.write("a.txt", PlanCase.yours))
        try await fixture.commit()
        try fixture.write(template: ["a.txt": PlanCase.theirs.replacing("\n", with: "\r\n")])
        #expect(try fixture.update().plan.lines == ["merge a.txt"])
    }

    @Test func mergeDriversAreThoseOfGit() async throws {
        let rules = "u.txt merge=union\nd.txt merge=both\nb.txt -merge\n"
        let names = ["u.txt", "d.txt", "b.txt"]
        let fixture = try await UpdateFixture(Dictionary(names.map { ($0, PlanCase.text) }) { $1 }, attributes: rules)
        try await configure(fixture, ["merge.both.driver": "cat %B >> %A"])
        for name in names { try fixture.perform(.write(name, PlanCase.clash)) }
        try await fixture.commit()
        try fixture.write(template: Dictionary(names.map { ($0, PlanCase.theirs) }) { $1 })
        let plan = try fixture.update().plan
        #expect(plan.lines == ["conflict b.txt", "merge d.txt", "merge u.txt"])
        #expect(plan.conflicts.map(\.reason) == ["both changed it, and git is told not to merge it line by line"])
        try fixture.apply()
        #expect(try fixture.read("b.txt") == PlanCase.clash)
        #expect(try fixture.read("d.txt") == PlanCase.clash + PlanCase.theirs)
        #expect(try fixture.read("u.txt")?.contains("<<<<") == false)
    }

    @Test(arguments: [
        ("exit 1", "leaves it to you"), ("no-such-program %A", "cannot be run"), ("exit 128", "leaves it to you"),
        ("rm %A", "left no result"), ("exit 129", "ended with exit status 129"), ("kill -9 $$", "ended with exit status 137"),
    ])
    func aMergeDriverThatFailsIsNamed(_ command: String, _ words: String) async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text, "b.txt": "1\n"], attributes: "a.txt merge=own\n")
        try await configure(fixture, ["merge.own.driver": command])
        try fixture.perform(.write("a.txt", PlanCase.yours))
        try await fixture.commit()
        try fixture.write(template: ["a.txt": PlanCase.theirs, "b.txt": "2\n"])
        #expect(try fixture.update().plan.conflicts.map(\.reason) == ["the merge driver `own` \(words)"])
        // A conflict of that file alone.
        try fixture.apply()
        #expect(try fixture.read("b.txt") == "2\n" && fixture.read("a.txt")?.contains("\n") == true)
        #expect(try await fixture.git("ls-files", "--unmerged").contains("\ta.txt\n"))
    }

    @Test func gitMayBeToldNotToBelieveTheDiskAboutPrograms() async throws {
        let fixture = try await UpdateFixture(["run.sh+x": PlanCase.text])
        try await configure(fixture, ["core.fileMode": "false"])
        try fixture.perform(.program("run.sh", false))
        try fixture.write(template: ["run.sh+x": PlanCase.theirs])
        try fixture.apply()
        #expect(try await fixture.git("ls-files", "--stage", "run.sh").hasPrefix("100755"))
    }

    @Test func aPrivateFileStaysOne() async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n", "gone.txt": "1\n"])
        for path in ["a.txt", "gone.txt"] { chmod(fixture.file(path).string, 0o600) }
        try fixture.write(template: ["a.txt": "2\n"])
        try fixture.apply()
        #expect(try LocalFileSystem().information(at: fixture.file("a.txt"))?.isPersonal == true)
        #expect(try LocalFileSystem().information(at: fixture.file(".mlkit/undo/contents"))?.isPersonal == true)
        try fixture.undo()
        for path in ["a.txt", "gone.txt"] {
            #expect(try LocalFileSystem().information(at: fixture.file(path))?.isPersonal == true, "\(path)")
        }
    }

    @Test func whateverStandsInAFilesPlaceHoldsUpNothingElse() async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n", "b.txt": "1\n", "c.txt": "1\n", "d.txt": "1\n"])
        try fixture.perform(.link("a.txt", to: "d.txt"))
        try fixture.perform(.delete("b.txt"))
        try fixture.perform(.write("b.txt/inner", "mine\n"))
        try await fixture.commit()
        try fixture.perform(.delete("c.txt"))
        #expect(mkfifo(fixture.file("c.txt").string, 0o666) == 0)
        try fixture.write(template: ["a.txt": "2\n", "b.txt": "2\n", "c.txt": "2\n", "d.txt": "2\n"])
        #expect(try fixture.apply().conflicts.map(\.path) == ["a.txt", "b.txt", "c.txt"])
        #expect(try fixture.read("d.txt") == "2\n")
        #expect(
            try await fixture.git("ls-files", "--unmerged").split(separator: "\n").map { $0.prefix(6) } == ["100644", "120000", "100644"])
        try LocalFileSystem().remove(fixture.file("c.txt"))
        try fixture.perform(.delete("b.txt"))
        try await fixture.git("add", "--all")
        try await fixture.git("commit", "--quiet", "--message", "decided")
        // What waited for room comes when there is some; the link was decided about.
        #expect(try fixture.update().plan.lines.filter { !$0.hasPrefix("keep") } == [])
    }

    @Test func anEncodedFileIsUpdated() async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text, "b.txt": PlanCase.text])
        try fixture.perform(.write(".gitattributes", "*.txt working-tree-encoding=UTF-16LE\n"))
        func encoded(_ text: String) -> [UInt8] { text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }
        try fixture.perform(.bytes("a.txt", encoded(PlanCase.text)))
        try fixture.perform(.bytes("b.txt", encoded(PlanCase.yours)))
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
        try fixture.write(template: ["a.txt": PlanCase.theirs, "b.txt": PlanCase.theirs, "c.txt": "new\n"])
        #expect(try fixture.update().plan.lines == ["update a.txt", "merge b.txt", "create c.txt"])
        try fixture.apply()
        #expect(try LocalFileSystem().read(fixture.file("a.txt")) == encoded(PlanCase.theirs))
        #expect(try LocalFileSystem().read(fixture.file("b.txt")) == encoded(PlanCase.both))
        #expect(try LocalFileSystem().read(fixture.file("c.txt")) == encoded("new\n"))
        for path in ["a.txt", "b.txt", "c.txt"] { try await expectAgreement(fixture, on: path) }
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
    }

    /// Where a new attribute asks for an encoding, what git has of a file stays.
    @Test func aNewAttributeAsksForAnEncoding() async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text])
        try fixture.perform(.write("a.txt", PlanCase.yours))
        try await fixture.commit()
        try fixture.write(template: ["a.txt": PlanCase.theirs, ".gitattributes": "*.txt working-tree-encoding=UTF-16\n"])
        try fixture.apply()
        #expect(try await fixture.git("show", ":a.txt") == PlanCase.both)
        try await expectAgreement(fixture, on: "a.txt")
    }

    @Test func whatMlkitReadsStaysReadable() async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n"])
        try fixture.perform(.write(".gitattributes", ".mlkit/template.yaml working-tree-encoding=UTF-16\n"))
        try await fixture.git("add", ".gitattributes")
        try await fixture.git("commit", "--quiet", "--message", "attributes")
        try fixture.write(template: ["a.txt": "2\n"])
        let tree = try fixture.tree()
        #expect(problems { try fixture.apply() }
            .hasPrefix("error: git's attributes ask for `.mlkit/template.yaml` in a form that mlkit cannot read"))
        #expect(try fixture.tree() == tree)
    }
}
