import Glibc
import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitScaffold

/// New projects in git as people set it up.
@Suite final class NewInGitTests {
    private let fixture: TemplateFixture
    private let parent: FilePath
    /// Git's settings, which come with the environment.
    private var settings: [(name: String, value: String)] = []

    init() throws {
        fixture = try TemplateFixture(files: [
            ".gitattributes": "*.bat text eol=crlf\n*.rot filter=rot\n", ".gitignore": "/models/\n*.log\n",
            "README.md": "# Theirs\n", "LICENSE": "theirs\n", "a.bat": "1\n", "a.rot": "abc\n", "a.txt": "1\n",
        ])
        parent = fixture.scratch.path.appending("work")
        try LocalFileSystem().makeDirectory(parent)
    }

    private func create(_ name: String, git mode: NewProject.GitMode = .automatic, identity: Bool = true) throws -> NewProjectResult {
        let project = try NewProject(name, directory: parent, files: LocalFileSystem(.whole))
        return try project.create(fixture.rendering(name: project.name), git: mode, environment: environment(identity))
    }

    private func environment(_ identity: Bool = true) throws -> GitEnvironment {
        var environment = try fixture.environment(identity: identity)
        environment.variables["GIT_CONFIG_COUNT"] = "\(settings.count)"
        for (number, setting) in settings.enumerated() {
            environment.variables["GIT_CONFIG_KEY_\(number)"] = setting.name
            environment.variables["GIT_CONFIG_VALUE_\(number)"] = setting.value
        }
        return environment
    }

    @discardableResult
    private func git(_ arguments: String..., in folder: String = "demo") async throws -> String {
        let variables = try environment().variables
        let result = try await Command("git", arguments, directory: parent.appending(folder), environment: variables).run()
        #expect(result.status == 0, "\(result.errorText)")
        return result.outputText
    }

    private func read(_ path: String) throws -> String { try LocalFileSystem().readText(parent.pushing(FilePath("demo/\(path)"))) }

    @Test func aSharedRepositoryIsForTheGroup() throws {
        settings = [("core.sharedRepository", "group")]
        _ = try create("demo")
        for path in [".git", ".git/objects", ".git/refs/heads", ".git/hooks"] {
            var status = stat()
            #expect(stat(parent.pushing(FilePath("demo/\(path)")).string, &status) == 0 && status.st_mode & 0o2070 == 0o2070, "\(path)")
        }
    }

    /// A mark behind a `/` is no character of its own.
    @Test func namesMayBeginWithAMark() async throws {
        let fixture = try TemplateFixture(files: ["a/\u{301}b.txt": "1\n", "a/\u{200D}c.txt": "1\n"])
        let project = try NewProject("marks", directory: parent, files: LocalFileSystem(.whole))
        let result = try project.create(fixture.rendering(name: "marks"), git: .automatic, environment: environment())
        guard case .committed = result.git else {
            Issue.record("not committed: \(result.git)")
            return
        }
        #expect(try await git("ls-files", "-z", "a", in: "marks").split(separator: "\0").count == 2)
        #expect(try await git("status", "--porcelain", in: "marks") == "")
    }

    @Test func whatIsCommittedIsWhatGitWouldCommit() async throws {
        settings = [("filter.rot.clean", "tr a-z n-za-m"), ("filter.rot.smudge", "tr a-z n-za-m")]
        _ = try create("demo")
        #expect(try await git("show", "HEAD:a.bat") == "1\n")
        #expect(try await git("show", "HEAD:a.rot") == "nop\n")
        #expect(try read("a.bat") == "1\r\n" && read("a.rot") == "abc\n")
        #expect(try await git("status", "--porcelain") == "")
        let record = try ScaffoldRecord(parsing: Array(read(ScaffoldRecord.path).utf8))
        #expect(record.files["a.bat"]?.stored == nil)
        #expect(record.files["a.rot"]?.stored == (try ObjectID(blobOf: Array("nop\n".utf8))))
    }

    /// Of a file that a program keeps out of git, as Git LFS does or to encrypt it, nothing gets in by way of the record.
    @Test(arguments: [false, true]) func whatAProgramKeepsOutOfGitIsNotInTheRecord(inFolder: Bool) async throws {
        settings = [("filter.rot.clean", "tr a-z n-za-m"), ("filter.rot.smudge", "tr a-z n-za-m")]
        if inFolder { _ = try await Command("git", ["init", "--quiet"], directory: parent, environment: environment().variables).run() }
        _ = try create("demo")
        let kept = try KeptRenderings(parsing: Array(read(KeptRenderings.path).utf8))
        let id = try ObjectID(blobOf: Array("abc\n".utf8))
        #expect(try kept.content(id) == nil && kept.stored(id) == Array("nop\n".utf8))
        #expect(try kept.content(ObjectID(blobOf: Array("1\n".utf8))) == Array("1\n".utf8))
    }

    @Test func namesByAnotherHashAreRefused() throws {
        var environment = try environment()
        environment.variables["GIT_DEFAULT_HASH"] = "sha256"
        let project = try NewProject("demo", directory: parent, files: LocalFileSystem(.whole))
        #expect(problems { _ = try project.create(fixture.rendering(name: "demo"), git: .automatic, environment: environment) }
            .contains("the variable GIT_DEFAULT_HASH asks for names by SHA256"))
        #expect(try LocalFileSystem().list(parent) == [])
    }

    @Test(arguments: ["true", "false"]) func aProgramThatIsMissingLeavesNothing(isRequired: String) async throws {
        settings = [("filter.rot.clean", "no-such-program"), ("filter.rot.required", isRequired)]
        #expect(problems { _ = try create("demo") }.contains("cannot go through the filter `rot`"))
        #expect(try LocalFileSystem().list(parent) == [])
    }

    @Test(arguments: [NewProject.GitMode.never, .automatic])
    func whatNobodyCommittedIsKeptAsRendered(_ mode: NewProject.GitMode) throws {
        _ = try create("demo", git: mode, identity: false)
        let id = try ObjectID(blobOf: Array("1\n".utf8))
        #expect(try KeptRenderings(parsing: Array(read(KeptRenderings.path).utf8)).content(id) == Array("1\n".utf8))
    }

    /// What git ignores stays out of its first commit, whatever rules would take it back.
    @Test func nothingOfAnIgnoredFolderIsCommitted() async throws {
        let fixture = try TemplateFixture(files: [
            ".gitignore": "/secrets/\n!*.txt\n", "secrets/key.txt": "pw\n", "a.txt": "1\n",
        ])
        let project = try NewProject("demo", directory: parent, files: LocalFileSystem(.whole))
        let result = try project.create(fixture.rendering(name: "demo"), git: .automatic, environment: environment())
        #expect(result.ignored == ["secrets/key.txt"])
        #expect(try await git("ls-files", "secrets") == "")
        #expect(try await git("status", "--porcelain") == "")
        #expect(try read(KeptRenderings.path).contains("secrets/key.txt") == false)
    }

    @Test func whatWasRenderedIsCommittedWithIt() async throws {
        _ = try create("demo")
        let text = try await git("show", "HEAD:\(KeptRenderings.path)")
        #expect(text == (try read(KeptRenderings.path)))
        let id = try ObjectID(blobOf: Array("1\n".utf8))
        #expect(try KeptRenderings(parsing: Array(text.utf8)).content(id) == Array("1\n".utf8))
    }

    @Test func aRepositoryThatCannotBeReadIsLeftAlone() async throws {
        try LocalFileSystem().makeDirectory(parent.appending("demo"))
        try await git("init", "--quiet")
        try fixture.scratch.write("no such thing\n", to: "work/demo/.git/HEAD")
        #expect(problems { _ = try create("demo") }.contains("cannot read the reference `HEAD`"))
        #expect(try LocalFileSystem().list(parent.appending("demo")) == [".git"])
    }

    @Test func aFreshCloneIsFilled() async throws {
        try LocalFileSystem().makeDirectory(parent.appending("demo"))
        try await git("init", "--quiet")
        try await git("remote", "add", "origin", "https://example.org/demo.git")
        let result = try create("demo")
        guard case .committed = result.git else { Issue.record("\(result.git)"); return }
        #expect(result.kept == [] && !result.addsIgnoreRules)
        #expect(try await git("remote") == "origin\n")
        #expect(try await git("status", "--porcelain") == "")
        #expect(try read("a.bat") == "1\r\n")
    }

    @Test func whatAHostPutsThereStays() async throws {
        for (path, text) in [("README.md", "# Mine\n"), ("LICENSE", "mine\n"), (".gitignore", "*.log\nmine/")] {
            try fixture.scratch.write(text, to: "work/demo/\(path)")
        }
        try await git("init", "--quiet")
        try await git("add", "--all")
        try await git("commit", "--quiet", "--message", "Initial commit")
        let result = try create("demo")
        #expect(result.kept == ["LICENSE", "README.md"] && result.addsIgnoreRules)
        #expect(try read("README.md") == "# Mine\n" && read("LICENSE") == "mine\n")
        #expect(try read(".gitignore") == "*.log\nmine/\n/models/\n")
        #expect(try await git("status", "--porcelain") == "")
        #expect(try await git("rev-list", "--count", "HEAD") == "2\n")
    }

    @Test func otherFilesAreForInit() async throws {
        try fixture.scratch.write("x\n", to: "work/demo/train.py")
        try await git("init", "--quiet")
        let text = problems { _ = try create("demo") }
        #expect(text.contains("is not empty\n") && text.contains("hint: `mlkit init` makes a project of what is there"))
    }

    private func upstream(_ files: [String: String]) async throws -> FilePath {
        for (path, text) in files { try fixture.scratch.write(text, to: "work/up/\(path)") }
        try await git("init", "--quiet", in: "up")
        try await git("add", "--all", in: "up")
        try await git("commit", "--quiet", "--message", "first", in: "up")
        return parent.appending("up")
    }

    @Test(arguments: ["--sparse", "--no-checkout"])
    func whatIsNotCheckedOutIsNotWrittenOver(_ option: String) async throws {
        let up = try await upstream([".github/workflows/ci.yml": "mine\n", "src/f": "1\n"])
        try await git("clone", "--quiet", option, up.string, "demo", in: ".")
        let text = problems { _ = try create("demo") }
        #expect(text.contains("not in the working tree") && text.contains("hint: `git "))
        #expect(try LocalFileSystem().list(parent.appending("demo")) == [".git"])
        #expect(try await git("rev-list", "--count", "HEAD") == "1\n")
        try await git(option == "--sparse" ? "sparse-checkout" : "checkout", option == "--sparse" ? "disable" : "HEAD")
        #expect(try read(".github/workflows/ci.yml") == "mine\n")
    }

    @Test func aFolderOutsideASparseCheckoutIsNotWrittenOver() async throws {
        let up = try await upstream(["demo/a.txt": "mine\n", "in/f": "1\n"])
        try await git("sparse-checkout", "set", "in", in: "up")
        let project = try NewProject("demo", directory: up, files: LocalFileSystem(.whole))
        let text = problems { _ = try project.create(fixture.rendering(), git: .automatic, environment: environment()) }
        #expect(text.contains("such as `demo/a.txt`"))
        let other = try NewProject("other", directory: up, files: LocalFileSystem(.whole))
        let result = try other.create(fixture.rendering(name: "other"), git: .automatic, environment: environment())
        let hint = try #require(result.gitHint)
        #expect(hint.contains("`git add --sparse "))
        try await git("add", "--sparse", "other", in: "up")
    }

    @Test(arguments: ["build/\n", "*\n"])
    func aFolderThatGitIgnoresGetsARepositoryOfItsOwn(_ rules: String) async throws {
        let up = try await upstream(["f": "1\n"])
        try fixture.scratch.write(rules, to: "work/up/.gitignore")
        let project = try NewProject("build/demo", directory: up, files: LocalFileSystem(.whole))
        let result = try project.create(fixture.rendering(), git: .automatic, environment: environment())
        guard case .committed = result.git else { Issue.record("\(result.git)"); return }
        #expect(try await git("status", "--porcelain", in: "up/build/demo") == "")
    }

    @Test func theIndexOfAnotherRepositoryIsLeftAlone() async throws {
        let up = try await upstream(["f": "1\n"])
        var environment = try environment()
        environment.variables["GIT_INDEX_FILE"] = up.pushing(".git/index").string
        let project = try NewProject("demo", directory: parent, files: LocalFileSystem(.whole))
        _ = try project.create(fixture.rendering(), git: .automatic, environment: environment)
        #expect(try await git("status", "--porcelain", in: "up") == "")
        #expect(try await git("status", "--porcelain") == "")
        try LocalFileSystem().makeDirectory(parent.appending("fresh"))
        try await git("init", "--quiet", in: "fresh")
        let fresh = try NewProject("fresh", directory: parent, files: LocalFileSystem(.whole))
        let text = problems { _ = try fresh.create(fixture.rendering(name: "fresh"), git: .automatic, environment: environment) }
        #expect(text.contains("GIT_INDEX_FILE"))
        #expect(try LocalFileSystem().list(parent.appending("fresh")) == [".git"])
    }

    @Test func hooksThatDoNotRunAreNamedAndTemplatesOfRepositoriesTaken() async throws {
        let hook = try fixture.scratch.write("#!/bin/sh\nexit 1\n", to: "template-dir/hooks/pre-commit")
        _ = try await Command("chmod", ["+x", hook.string], directory: parent).run()
        settings = [("init.templateDir", fixture.scratch.path.appending("template-dir").string)]
        #expect(try create("demo").hooks == ["pre-commit"])
        #expect(try LocalFileSystem().exists(parent.pushing("demo/.git/hooks/pre-commit")))
    }
}
