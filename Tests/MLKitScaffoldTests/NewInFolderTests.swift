import Glibc
import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitScaffold

/// New projects in a folder that is there: what of the user's stays, what is refused, and what a killed command leaves.
@Suite final class NewInFolderTests {
    private let fixture: TemplateFixture
    private let folder: FilePath

    init() async throws {
        fixture = try TemplateFixture(files: [
            ".gitattributes": "*.bat text eol=crlf\n", ".gitignore": "/models/\n", "README.md": "# Theirs\n", "src/a.txt": "1\n",
            "mlkit.yaml": "mlkit: 1\nproject: {name: demo}\n",
        ])
        folder = fixture.scratch.path.pushing("work/demo")
        try LocalFileSystem().makeDirectory(folder)
        try await git("init", "--quiet", "--initial-branch=main")
    }

    @discardableResult
    private func create(files: any FileSystem = LocalFileSystem(.whole), git mode: NewProject.GitMode = .automatic) throws
        -> NewProjectResult
    {
        try NewProject(".", directory: folder, files: files)
            .create(fixture.rendering(), git: mode, environment: fixture.environment())
    }

    @discardableResult
    private func git(_ arguments: String...) async throws -> String {
        let result = try await Command("git", arguments, directory: folder, environment: fixture.environment().variables).run()
        if result.status != 0 { throw Failure("git \(arguments): \(result.errorText)") }
        return result.outputText
    }

    private func write(_ text: String, to name: String) throws { try fixture.scratch.write(text, to: "work/demo/\(name)") }

    private func read(_ name: String) throws -> String { try LocalFileSystem().readText(folder.appending(name)) }

    private func commit() async throws {
        try await git("add", "--all")
        try await git("commit", "--quiet", "--message", "first")
    }

    private func problems(_ body: () throws -> Void) -> String {
        MLKitScaffoldTests.problems(without: fixture.scratch.path.string + "/", body)
    }

    @Test(arguments: [".gitignore", ".gitattributes"]) func aLinkOfTheUsersStays(_ name: String) async throws {
        try fixture.scratch.write("secret-customer/\n", to: "private")
        symlink(fixture.scratch.path.appending("private").string, folder.appending(name).string)
        try await commit()
        let result = try create()
        #expect(result.kept == [name] && !result.addsIgnoreRules)
        #expect(try LocalFileSystem().isLink(folder.appending(name)))
        #expect(try fixture.scratch.read("private") == "secret-customer/\n")
        #expect(try await git("show", "HEAD:\(name)") == fixture.scratch.path.appending("private").string)
        #expect(try await git("status", "--porcelain") == "")
        let record = try ScaffoldRecord(parsing: LocalFileSystem().read(folder.pushing(FilePath(ScaffoldRecord.path))))
        #expect(record.files[name]?.state == .deleted)
    }

    @Test(arguments: [false, true]) func whatIsInNoCommitIsNotCommitted(isStaged: Bool) async throws {
        try write("*.pyc\n", to: ".gitignore")
        chmod(folder.appending(".gitignore").string, 0o600)
        try await commit()
        try LocalFileSystem().replace(
            folder.appending(".gitignore"), with: Array("*.pyc\nunfinished\n".utf8), executable: false, isPersonal: true)
        if isStaged { try await git("add", ".gitignore") }
        let result = try create()
        #expect(result.unsaved == [".gitignore"])
        #expect(try read(".gitignore") == "*.pyc\nunfinished\n/models/\n")
        #expect(try await git("show", "HEAD:.gitignore") == "*.pyc\n")
        #expect(try await git("status", "--porcelain") == (isStaged ? "MM .gitignore\n" : " M .gitignore\n"))
        #expect(try LocalFileSystem().information(at: folder.appending(".gitignore"))?.isPersonal == true)
    }

    @Test func aFileThatLinesAreAddedToKeepsItsRights() async throws {
        try write("*.pyc\n", to: ".gitignore")
        chmod(folder.appending(".gitignore").string, 0o600)
        try await commit()
        #expect(try create().unsaved == [])
        #expect(try LocalFileSystem().information(at: folder.appending(".gitignore"))?.isPersonal == true)
        #expect(try await git("show", "HEAD:.gitignore") == "*.pyc\n/models/\n")
        #expect(try await git("status", "--porcelain") == "")
    }

    @Test(arguments: ["README.md", ".gitignore"]) func nothingIsCommittedInTheMiddleOfAMerge(_ name: String) async throws {
        try write("a\n", to: name)
        try await commit()
        try await git("checkout", "--quiet", "-b", "other")
        try write("theirs\n", to: name)
        try await commit()
        try await git("checkout", "--quiet", "main")
        try write("mine\n", to: name)
        try await commit()
        await #expect(throws: Failure.self) { try await git("merge", "--quiet", "other") }
        let before = try read(name)
        let text = problems { try create() }
        #expect(text.contains("error: git is in the middle of a merge\n\nhint: finish it or give it up first\n"))
        #expect(text.contains("error: 1 file is unmerged\nnote: `\(name)`\n"))
        #expect(try read(name) == before && LocalFileSystem().list(folder) == [".git", name])
    }

    @Test func aWorkingTreeThatIsElsewhereIsRefused() async throws {
        let tree = fixture.scratch.path.appending("tree")
        try LocalFileSystem().makeDirectory(tree)
        try await git("config", "core.worktree", tree.string)
        let text = problems { try create() }
        #expect(text.contains("has its working tree in `tree` (`core.worktree`), not in `work/demo`"))
        #expect(text.contains("hint: `git config --unset core.worktree` has it beside `.git`"))
        #expect(try LocalFileSystem().list(folder) == [".git"])
        try await git("config", "--unset", "core.worktree")
        try create()
        #expect(try await git("status", "--porcelain") == "")
    }

    @Test func aSettingThatGitDoesNotTakeIsRefused() async throws {
        try await git("config", "core.symlinks", "maybe")
        #expect(problems { try create() }.hasPrefix("error: git does not take `maybe` for its setting `core.symlinks`\n"))
        #expect(try LocalFileSystem().list(folder) == [".git"])
    }

    @Test func aLinkThatLeadsNowhereIsNamed() throws {
        let link = fixture.scratch.path.pushing("work/nowhere")
        symlink("missing", link.string)
        for name in ["nowhere", "nowhere/inner"] {
            let text = problems { _ = try NewProject(name, directory: link.removingLastComponent()) }
            #expect(text == "error: `work/nowhere` is a symbolic link that leads nowhere\n\nhint: remove it, or choose another name\n")
        }
    }

    /// How the folder is before.
    enum Start: CaseIterable { case clone, empty, withoutGit }

    /// Wherever the command dies, the next one makes the project, and nothing else is left.
    @Test(arguments: Start.allCases) func killedAtAnyInstantTheNextOneMakesIt(_ start: Start) async throws {
        let mode: NewProject.GitMode = start == .withoutGit ? .never : .automatic
        for count in 0..<100 {
            try LocalFileSystem().remove(folder)
            try LocalFileSystem().makeDirectory(folder)
            if start == .clone {
                try await git("init", "--quiet", "--initial-branch=main")
                try write("# Mine\n", to: "README.md")
                try write("*.pyc\n", to: ".gitignore")
                try await commit()
            }
            let died = !problems { try create(files: CrashingFileSystem(after: count), git: mode) }.isEmpty
            // Killed before its journal is put away, the project is made.
            let isMade = (try? await git("cat-file", "-e", "HEAD:mlkit.yaml")) != nil
            let text = problems { try create(git: mode) }
            if isMade {
                #expect(text.contains("is not empty\n\nhint: it is an mlkit project already"), "after \(count)")
            } else {
                #expect(text == "", "after \(count)")
            }
            #expect(try read("README.md") == (start == .clone ? "# Mine\n" : "# Theirs\n"))
            #expect(try read("mlkit.yaml").hasPrefix("mlkit: 1\n") && read(".gitignore").hasSuffix("/models/\n"))
            #expect(try !LocalFileSystem().exists(folder.pushing(FilePath(FolderFilling.place))), "after \(count)")
            if start != .withoutGit {
                #expect(try await git("status", "--porcelain") == "", "after \(count)")
                #expect(try await git("rev-list", "--count", "HEAD") == (start == .clone ? "2\n" : "1\n"))
            }
            guard !died else { continue }
            #expect(count > 8)
            return
        }
        Issue.record("it never came to its end")
    }

    @Test func whatWasChangedSinceIsNotTakenBack() async throws {
        var count = 5
        while try !LocalFileSystem().exists(folder.appending("README.md")) {
            _ = problems { try create(files: CrashingFileSystem(after: count)) }
            count += 1
            try #require(count < 30)
        }
        try write("# Mine now\n", to: "README.md")
        let text = problems { try create() }
        let message = "error: `mlkit new` was interrupted in `work/demo`, and these files have changed since\nnote: `README.md`\n"
        #expect(text.hasPrefix(message))
        #expect(try read("README.md") == "# Mine now\n")
    }
}
