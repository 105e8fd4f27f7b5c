import Glibc
import MLKitCore
import MLKitGit
import MLKitScaffold
import MLKitTestSupport
import SystemPackage
import Testing

@Suite struct NewProjectTests {
    private let fixture: TemplateFixture
    private let parent: FilePath

    init() throws {
        fixture = try TemplateFixture(
            "next: [\"look at {{ name }}\"]\n",
            files: [".gitignore": "*.log\n", "README.md.stencil": "# {{ name }}\n", "src/run.sh": "#!/bin/sh\n", "a.log": "x"])
        try LocalFileSystem().write(
            Array("#!/bin/sh\n".utf8), to: fixture.folder.pushing("files/src/run.sh"), executable: true)
        parent = fixture.scratch.path.appending("work")
        try LocalFileSystem().makeDirectory(parent)
    }

    @discardableResult
    private func create(
        _ argument: String = "demo", in directory: FilePath? = nil, git mode: NewProject.GitMode = .automatic,
        identity: Bool = true, files: any FileSystem = LocalFileSystem(.whole)
    ) throws -> NewProjectResult {
        let project = try NewProject(argument, directory: directory ?? parent, files: files)
        let rendering = try fixture.rendering(name: project.name)
        return try project.create(rendering, git: mode, environment: fixture.environment(identity: identity))
    }

    private func git(_ arguments: String..., in folder: FilePath) async throws -> String {
        let variables = try fixture.environment().variables
        let result = try await Command("git", arguments, directory: folder, environment: variables).run()
        #expect(result.status == 0, "\(result.errorText)")
        return result.outputText
    }

    /// What has no mark may be the user's: it is only named, if it is old and called as what a killed command leaves.
    @Test func oldDraftsWithoutAMarkAreNamed() throws {
        let disk = LocalFileSystem()
        let drafts = [".demo.1x2y.tmp/mlkit.yaml", ".demo.mine.tmp/notes", ".demo.a-b.tmp/mlkit.yaml", ".other.1x.tmp/mlkit.yaml",
            ".demo.2z.tmp/mlkit.yaml"]
        for path in drafts { try disk.write("x\n", to: parent.pushing(FilePath(path))) }
        let old = timespec(tv_sec: 1_767_225_600 - 3601, tv_nsec: 0)
        let young = timespec(tv_sec: 1_767_225_600 - 3599, tv_nsec: 0)
        for path in drafts {
            let time = path.hasPrefix(".demo.2z") ? young : old
            utimensat(AT_FDCWD, parent.pushing(FilePath(path)).removingLastComponent().string, [time, time], 0)
        }
        let result = try create()
        #expect(result.unclear == [parent.appending(".demo.1x2y.tmp")] && result.cleared == [])
        #expect(
            try disk.list(parent) == [".demo.1x2y.tmp", ".demo.2z.tmp", ".demo.a-b.tmp", ".demo.mine.tmp", ".other.1x.tmp", "demo"])
    }

    @Test func makesACleanRepositoryWithOneCommit() async throws {
        let result = try create()
        let folder = parent.appending("demo")
        let files = [".gitignore", ".mlkit/renderings", ".mlkit/template.yaml", "README.md", "a.log", "src/run.sh"]
        #expect(result.folder == folder && result.files == files && result.gitHint == nil)
        #expect(result.nextSteps == ["look at demo"])
        guard case .committed(let commit) = result.git else {
            Issue.record("not committed: \(result.git)")
            return
        }
        #expect(try await git("rev-parse", "HEAD", in: folder) == commit.hex + "\n")
        #expect(try await git("status", "--porcelain", in: folder) == "")
        // What is ignored is written, and not committed.
        #expect(result.ignored == ["a.log"])
        #expect(try await git("ls-files", in: folder).split(separator: "\n").map(String.init) == files.filter { $0 != "a.log" })
        #expect(try await git("log", "--format=%an %s", in: folder) == "Ada Example Create demo from the template small\n")
        #expect(try await git("ls-files", "--stage", "src/run.sh", in: folder).hasPrefix("100755"))
        #expect(try LocalFileSystem().list(parent) == ["demo"])
    }

    @Test func recordedBlobsAreThoseOfGit() async throws {
        try create()
        let folder = parent.appending("demo")
        let record = try LocalFileSystem().readText(folder.pushing(".mlkit/template.yaml"))
        for name in [".gitignore", "README.md", "src/run.sh"] {
            let id = try await git("hash-object", name, in: folder)
            #expect(record.contains("  \(name):\n    blob: \(id)"), "\(name)")
            #expect(try await git("rev-parse", "HEAD:\(name)", in: folder) == id)
        }
    }

    @Test(arguments: [false, true])
    func nothingIsLeftWhicheverChangeFails(intoEmptyFolder: Bool) throws {
        if intoEmptyFolder { try LocalFileSystem().makeDirectory(parent.appending("demo")) }
        var failures = 0
        while failures < 100 {
            let files = FailingFileSystem(failingAfter: failures)
            guard let problem = messages({ try create(files: files) }).first else { break }
            #expect(problem.hasSuffix("no space left on device"))
            #expect(try LocalFileSystem().list(parent) == (intoEmptyFolder ? ["demo"] : []), "after \(failures)")
            if intoEmptyFolder { #expect(try LocalFileSystem().list(parent.appending("demo")) == []) }
            failures += 1
        }
        // The draft, its mark, six files, and the move into place; or two folders, the repository made aside and moved, the journal with
        // what it needs, and six files.
        #expect(failures == (intoEmptyFolder ? 2 + 2 + 2 + 6 : 9))
    }

    @Test func nothingIsLeftWhenGitFails() throws {
        let project = try NewProject("demo", directory: parent)
        var environment = try fixture.environment()
        environment.variables["GIT_CONFIG_GLOBAL"] = try fixture.scratch.write("[broken", to: "broken").string
        #expect(throws: Failure.self) {
            _ = try project.create(fixture.rendering(), git: .always, environment: environment)
        }
        #expect(try LocalFileSystem().list(parent) == [])
    }

    @Test func aFolderThatIsNotEmptyIsRefused() throws {
        try fixture.scratch.write("x", to: "work/demo/.hidden")
        #expect(messages { try create() } == ["the folder `\(parent)/demo` is not empty"])
        try fixture.scratch.write("x", to: "work/file")
        #expect(messages { try create("file") } == ["`\(parent)/file` exists and is not a folder"])
        #expect(try LocalFileSystem().list(parent.appending("demo")) == [".hidden"])
    }

    @Test func anEmptyFolderKeepsItsIdentity() async throws {
        let folder = parent.appending("here")
        try LocalFileSystem().makeDirectory(folder)
        let before = try LocalFileSystem().information(at: folder)?.inode
        #expect(try create(".", in: folder).folder == folder)
        #expect(try LocalFileSystem().information(at: folder)?.inode == before)
        #expect(try LocalFileSystem().list(folder) == [".git", ".gitignore", ".mlkit", "README.md", "a.log", "src"])
        #expect(try await git("status", "--porcelain", in: folder) == "")
        #expect(try LocalFileSystem().readText(folder.appending("README.md")) == "# here\n")
    }

    @Test func aPathMakesTheFoldersOnTheWay() throws {
        #expect(try create("deep/er/demo").folder == parent.pushing("deep/er/demo"))
    }

    @Test func insideARepositoryThereAreJustFiles() async throws {
        _ = try await git("init", "--quiet", in: parent)
        let result = try create("deep/demo")
        guard case .insideRepository(let root, _) = result.git else {
            Issue.record("\(result.git)")
            return
        }
        #expect(root.lexicallyNormalized().string == parent.string)
        #expect(result.gitHint == "add the project with `git add \(parent)/deep/demo`, and commit")
        #expect(try LocalFileSystem().exists(parent.pushing("deep/demo/.git")) == false)
        #expect(try create("own", git: .always).gitHint == nil)
        #expect(try LocalFileSystem().exists(parent.pushing("own/.git")))
    }

    @Test func withoutGitThereIsNoRepository() throws {
        let result = try create(git: .never)
        guard case .notWanted = result.git else {
            Issue.record("\(result.git)")
            return
        }
        #expect(try LocalFileSystem().exists(parent.pushing("demo/.git")) == false)
        #expect(try LocalFileSystem().exists(parent.pushing("demo/.mlkit/template.yaml")))
    }

    @Test func withoutAnIdentityTheProjectIsThereButNotCommitted() async throws {
        let result = try create(identity: false)
        guard case .notCommitted(let reasons) = result.git else {
            Issue.record("\(result.git)")
            return
        }
        #expect(reasons.map(\.message) == ["git does not know who you are: `user.name` and `user.email` are not set"])
        #expect(reasons.first?.hint?.contains("git config --global user.name") == true)
        #expect(result.gitHint?.contains("git add --all && git commit") == true)
        let folder = parent.appending("demo")
        #expect(try await git("status", "--porcelain", in: folder).split(separator: "\n").count == 4)
        #expect(try LocalFileSystem().list(parent) == ["demo"])
    }

    @Test(arguments: [
        ("My & Project", "my-project", "My & Project"), ("-x-", "x", nil), ("café", "cafe", "café"),
        ("Ångström_2", "angstrom_2", "Ångström_2"),
        ("ÆØ ß", "aeo-ss", "ÆØ ß"), ("tế 日本 x", "te-x", "tế 日本 x"), ("__a", "a", nil), ("a.b", "a-b", nil), ("a_b-", "a_b-", nil),
        (String(repeating: "a", count: 70), String(repeating: "a", count: 63), nil),
        (String(repeating: "a", count: 62) + " b", String(repeating: "a", count: 62), nil),
    ])
    func aNameIsMadeOfTheFolders(folder: String, name: String, title: String?) throws {
        let project = try NewProject(folder, directory: parent)
        #expect(project.name == name && project.title == title)
        #expect(project.folder == parent.appending(folder))
    }

    @Test(arguments: ["???", ""])
    func namesWithNothingToKeepGetNone(name: String) throws {
        let directory = name.isEmpty ? FilePath("/") : parent
        #expect(!problems { _ = try NewProject(name, directory: directory) }.contains("hint"))
    }
}
