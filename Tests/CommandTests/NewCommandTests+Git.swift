import Glibc
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Projects that are made inside a repository, and without an identity to commit as.
extension NewCommandTests {
    @Test func insideARepositoryItsAttributesHold() async throws {
        try scratch.write("template: 1\nname: two\nversion: 1.0.0\ndescription: two\n", to: "two/template.yaml")
        try scratch.write("one\n", to: "two/files/a.txt")
        try scratch.write("one\n", to: "two/files/b.bat")
        try scratch.write("mlkit: 1\nproject: {name: demo}\n", to: "two/files/mlkit.yaml")
        try scratch.write("*.bat text eol=crlf\n", to: "two/files/.gitattributes")
        _ = try await git("init", "--quiet", in: "")
        try scratch.write("*.txt working-tree-encoding=UTF-16LE\n", to: ".gitattributes")
        #expect(try await new("demo", "--template", "./two", "--defaults").status == 0)
        #expect(try LocalFileSystem().read(scratch.path.pushing("demo/a.txt")) == Array("o\0n\0e\0\n\0".utf8))
        #expect(try scratch.read("demo/b.bat") == "one\r\n")
        _ = try await git("add", "--all", in: "")
        #expect(try await git("show", ":demo/a.txt", in: "") == "one\n")
        #expect(try await git("status", "--porcelain", in: "").contains("AM") == false)
    }

    @Test func insideARepositoryNoOtherIsMade() async throws {
        _ = try await git("init", "--quiet", in: "")
        let outcome = try await new("inner", "--defaults")
        #expect(outcome.status == 0)
        #expect(
            outcome.output == """
                made `\(scratch.path)/inner`: 25 files, inside the repository `\(scratch.path)`
                add the project with `git add \(scratch.path)/inner`, and commit


                """ + Self.steps("`cd inner` first\n  "))
        #expect(try await git("status", "--porcelain", in: "") == "?? inner/\n")
        #expect(try !scratch.exists("inner/.git"))
    }

    @Test func withoutAnIdentityTheProjectStandsButIsNotCommitted() async throws {
        let nobody = ["GIT_AUTHOR", "GIT_COMMITTER"].flatMap { [($0 + "_NAME", ""), ($0 + "_EMAIL", "")] }
        var environment = Dictionary(uniqueKeysWithValues: nobody)
        environment["EMAIL"] = ""
        environment["HOME"] = "/nonexistent"
        environment["XDG_CONFIG_HOME"] = "/nonexistent"
        environment["GIT_CONFIG_NOSYSTEM"] = "1"
        let outcome = try await new("census", "--defaults", environment: environment)
        #expect(outcome.status == 2)
        #expect(
            outcome.error == """
                warning: git does not know who you are: `user.name` and `user.email` are not set

                hint: run `git config --global user.name "Your Name"` and `git config --global user.email \
                "you@example.com"`

                """)
        #expect(
            outcome.output == """
                made `\(scratch.path)/census`: 25 files, not committed
                then commit in `\(scratch.path)/census` with `git add --all && git commit -m "First version"`


                """ + Self.next)
        #expect(try scratch.exists("census/mlkit.yaml"))
    }

    /// The page of exit codes says what a script can ask.
    @Test func theExitCodeSaysThatThereIsNoCommit() async throws {
        let page = try LocalFileSystem().readText(BuiltTool.sourceRoot.pushing("docs/exit-codes.md"))
        let row = try #require(page.split(separator: "\n").first { $0.hasPrefix("| `new` |") })
        #expect(row.contains("2: made, but git refused its first commit"))
        try scratch.write("[user]\n\tname = Ada\n\temail = ada@example.org\n[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = false\n",
            to: "gitconfig")
        let settings = ["GIT_CONFIG_GLOBAL": scratch.path.appending("gitconfig").string]
        let unsigned = try await new("one", "--defaults", environment: settings)
        #expect(unsigned.status == 2 && unsigned.output.contains("not committed\nthen commit in "), "\(unsigned)")
        #expect(unsigned.error.hasPrefix("warning: "))
        #expect(try await new("two", "--defaults", "--no-git", environment: settings).status == 0)
    }

    @Test func aCommitOnNoBranchIsSaid() async throws {
        try scratch.write("", to: "p/README.md")
        let author = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
        for arguments in [["init", "--quiet"], ["add", "--all"], author + ["commit", "--quiet", "-m", "x"],
            ["checkout", "--quiet", "--detach"]]
        {
            try await SampleProject.expectSuccess(BuiltTool.run("git", arguments, in: scratch.path.appending("p")))
        }
        let outcome = try await BuiltTool.mlkit(["new", ".", "--defaults"], in: scratch.path.appending("p"))
        #expect(outcome.status == 0 && outcome.error.contains(" is on no branch, as git's HEAD is detached: "), "\(outcome)")
    }

    /// Git has no file of there.
    @Test(arguments: [".git", ".git/hooks"]) func nothingIsDoneInGitsOwnFolder(_ place: String) async throws {
        _ = try await git("init", "--quiet", in: "")
        let folder = scratch.path.pushing(FilePath(place))
        let refusal = { (path: FilePath) in
            "error: `\(path)` lies in `\(scratch.path)/.git`, which is git's own: no project can be there\n\n"
                + "hint: work in `\(scratch.path)`\n"
        }
        let before = try await BuiltTool.run("find", [".git"], in: scratch.path).output
        for arguments in [["init"], ["plan"], ["apply"], ["status"], ["check", "next"], ["run"]] {
            let outcome = try await BuiltTool.mlkit(arguments, in: folder)
            #expect(outcome.error == refusal(folder) && outcome.status == (arguments == ["plan"] ? 3 : 1), "\(arguments): \(outcome)")
        }
        let new = try await BuiltTool.mlkit(["new", "x", "--defaults"], in: folder)
        #expect(new.error == refusal(folder.appending("x")) && new.status == 1, "\(new)")
        #expect(try await BuiltTool.run("find", [".git"], in: scratch.path).output == before)
        // A folder that is only called so is none.
        try LocalFileSystem().makeDirectory(scratch.path.pushing("other/.git"))
        #expect(try await BuiltTool.mlkit(["new", "x", "--defaults", "--no-git"], in: scratch.path.pushing("other/.git")).status == 0)
    }

    /// What a killed command has left is known by its mark, and by that nobody holds it any more.
    @Test func whatAKilledCommandLeftIsRemovedByTheNext() async throws {
        for name in [".demo.1abc.tmp", ".other.2.tmp"] { try scratch.write("mlkit new\n", to: "\(name)/.mlkit/tmp/draft") }
        try scratch.write("mlkit new\n", to: ".demo.held.tmp/.mlkit/tmp/draft")
        let held = open(scratch.path.pushing(".demo.held.tmp/.mlkit/tmp/draft").string, O_RDONLY | O_CLOEXEC)
        defer { close(held) }
        #expect(flock(held, LOCK_EX | LOCK_NB) == 0)
        // The user's own, and those of earlier versions, have no mark.
        for name in [".demo.old.tmp", ".demo.1.tmp", ".demo.x-y.tmp"] { try scratch.write("mlkit: 1\n", to: "\(name)/mlkit.yaml") }
        try scratch.write("", to: ".demo.begun.tmp/.mlkit/tmp/draft")
        _ = try await BuiltTool.run("touch", ["-d", "2020-01-01", ".demo.1.tmp"], in: scratch.path)
        let outcome = try await new("demo", "--defaults")
        #expect(outcome.status == 0)
        #expect(
            outcome.output.contains(
                "\nremoved what an interrupted `mlkit new` had left: `\(scratch.path)/.demo.1abc.tmp` and `\(scratch.path)/.other.2.tmp`\n"
                    + "an interrupted `mlkit new` of an earlier version may have left `\(scratch.path)/.demo.1.tmp`: remove it if so\n"),
            "\(outcome.output)")
        #expect(try entries() == [".demo.1.tmp", ".demo.begun.tmp", ".demo.held.tmp", ".demo.old.tmp", ".demo.x-y.tmp", "demo"])
        #expect(try !scratch.exists("demo/.mlkit/tmp"))
    }

    @Test func killedAtAnyInstantTheNextLeavesNothingBeside() async throws {
        _ = try await newStopped(by: "KILL")
        #expect(try entries().contains { $0.hasPrefix(".demo.") })
        let next = try await new("demo", "--template", "./slow", "--defaults")
        #expect(next.status == 0 && next.output.contains("removed what an interrupted `mlkit new` had left: "), "\(next)")
        #expect(try entries() == ["begun", "demo", "gitconfig", "slow"])
    }

    /// The hint is followed, whatever the rule.
    @Test(arguments: ["*.yaml\n", ".mlkit\n", "*\n!*/\n", "/.mlkit/*\n", "mlkit.yaml\nrenderings\n"])
    func theHintForARecordThatGitIgnoresHelps(_ rules: String) async throws {
        try scratch.write(rules, to: "rules")
        try scratch.write("[core]\n\texcludesFile = \(scratch.path)/rules\n", to: "gitconfig")
        let settings = ["GIT_CONFIG_GLOBAL": scratch.path.appending("gitconfig").string]
        let made = try await new("demo", "--defaults", environment: settings)
        #expect(made.error.hasPrefix("warning: git ignores "), "\(made)")
        let lines = made.error.split(separator: "`").filter { $0.hasPrefix("!/") }
        let project = scratch.path.appending("demo")
        let own = (try? scratch.read("demo/.gitignore")) ?? ""
        try scratch.write(own + lines.map { "\($0)\n" }.joined(), to: "demo/.gitignore")
        func git(_ arguments: String...) async throws -> String {
            let author = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
            let variables = BuiltTool.settings().merging(settings) { $1 }
            return try await BuiltTool.run("git", author + arguments, in: project, environment: variables).output
        }
        _ = try await git("add", "--all")
        _ = try await git("commit", "--quiet", "--message", "as the hint has it")
        #expect(try await git("ls-files", "mlkit.yaml", ".mlkit/*s", ".mlkit/*.yaml")
            == ".mlkit/renderings\n.mlkit/template.yaml\nmlkit.yaml\n", "\(made.error)")
        _ = try await git("clone", "--quiet", ".", "../clone")
        let clone = try await BuiltTool.mlkit(["plan"], in: scratch.path.appending("clone"), environment: settings)
        #expect(clone.status != 3, "\(clone)")
    }
}
