import Glibc
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit plan` and `mlkit apply`, seen from outside.
@Suite struct ApplyCommandTests {
    let project: TemplatedProject

    init() async throws { project = try await TemplatedProject() }

    private static let table = """
        update    a.txt
        rename    old.txt -> fresh.txt
        delete    gone.txt
        create    new.txt
        update    .mlkit/template.yaml  the record: small 1.0.0 -> small 2.0.0
        1 create, 1 update, 1 rename, 1 delete; 3 files stay as they are

        """

    @Test func whereNothingIsNewThereIsNothingToDo() async throws {
        for command in ["plan", "apply"] {
            let outcome = try await project.mlkit(command)
            #expect(outcome.status == 0)
            #expect(outcome.output == "nothing to do: 6 files stay as they are\n")
            #expect(outcome.error == "")
        }
        let undo = try await project.mlkit("apply", "--undo")
        #expect(undo.status == 0 && undo.output == "nothing to undo\n")
    }

    @Test func aPlanIsATableAndChangesNothing() async throws {
        try project.secondVersion()
        let outcome = try await project.mlkit("plan")
        #expect(outcome.status == 1)
        #expect(outcome.output == Self.table)
        #expect(outcome.error == "")
        #expect(try await project.git("status", "--porcelain", "--ignored").output == "")
    }

    @Test func aPlanShowsDifferences() async throws {
        try project.secondVersion()
        let outcome = try await project.mlkit("plan", "--diff")
        #expect(outcome.status == 1)
        #expect(
            outcome.output == """
                --- a/a.txt
                +++ b/a.txt
                @@ -1,4 +1,4 @@
                -one
                +ONE
                 two
                 three
                 four
                rename from old.txt
                rename to fresh.txt
                --- a/gone.txt
                +++ /dev/null
                @@ -1 +0,0 @@
                -bye
                --- /dev/null
                +++ b/new.txt
                @@ -0,0 +1 @@
                +new

                """)
    }

    @Test func aPlanIsJSONForPrograms() async throws {
        try project.secondVersion()
        let outcome = try await project.mlkit("plan", "--format", "json")
        #expect(outcome.status == 1)
        #expect(
            outcome.output == """
                {
                  "changes": [
                    {
                      "action": "update",
                      "path": "a.txt",
                      "from": null,
                      "reason": null
                    },
                    {
                      "action": "rename",
                      "path": "fresh.txt",
                      "from": "old.txt",
                      "reason": null
                    },
                    {
                      "action": "delete",
                      "path": "gone.txt",
                      "from": null,
                      "reason": null
                    },
                    {
                      "action": "create",
                      "path": "new.txt",
                      "from": null,
                      "reason": null
                    }
                  ],
                  "moves": [],
                  "record": true,
                  "kept": 3,
                  "conflicts": 0
                }

                """)
    }

    @Test func applyStagesTheResultsAndUndoTakesThemBack() async throws {
        try project.secondVersion()
        let outcome = try await project.mlkit("apply")
        #expect(outcome.status == 0)
        #expect(
            outcome.output == Self.table + """

                next:
                  `git diff --cached` shows what is staged
                  `git commit` keeps it, `mlkit apply --undo` takes it back

                """)
        #expect(outcome.error == "")
        #expect(
            try await project.git("status", "--porcelain").output == """
                M  .mlkit/renderings
                M  .mlkit/template.yaml
                M  a.txt
                R  old.txt -> fresh.txt
                D  gone.txt
                A  new.txt

                """)
        #expect(try await project.mlkit("plan").status == 0)
        let undo = try await project.mlkit("apply", "--undo")
        #expect(undo.status == 0)
        #expect(undo.output == "took back template small 2.0.0: 7 files as before\n")
        #expect(try await project.git("status", "--porcelain").output == "")
        #expect(try await project.mlkit("apply", "--undo").output == "nothing to undo\n")
    }

    @Test func whatIsInNoCommitIsNotTouched() async throws {
        try project.secondVersion()
        try project.write("mine\n", to: "a.txt")
        let outcome = try await project.mlkit("apply")
        #expect(outcome.status == 1)
        #expect(outcome.output == "")
        #expect(
            outcome.error == """
                error: `a.txt` has changes that are in no commit, and would be touched

                hint: commit first (`git add` and `git commit`), or put them aside with `git stash --include-untracked`

                """)
        #expect(try project.read("a.txt") == "mine\n")
    }

    @Test func anotherTemplateIsTakenFromNowOn() async throws {
        try project.secondVersion()
        let folder = project.scratch.path
        try LocalFileSystem().rename(folder.appending("small"), to: folder.appending("other"))
        let gone = try await project.mlkit("plan")
        #expect(gone.status == 3 && gone.error.contains("small"))
        let outcome = try await project.mlkit("apply", "-C", "demo", "--template", "./other", in: project.scratch.path)
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(
            try project.read("mlkit.yaml")
                == "mlkit: 1\nproject:\n  name: demo\n  title: A title\ntemplate:\n  source: ../other\n")
        try await project.commit()
        #expect(try await project.mlkit("plan").output == "nothing to do: 6 files stay as they are\n")
    }

    @Test func answersAreWrittenBack() async throws {
        let outcome = try await project.mlkit("apply", "--set", "title=Another")
        #expect(outcome.status == 0)
        #expect(try project.read("README.md") == "# Another\n")
        #expect(try project.read("mlkit.yaml") == "mlkit: 1\nproject:\n  name: demo\n  title: Another\n")
        let unknown = try await project.mlkit("apply", "--set", "titel=x")
        #expect(unknown.status == 1)
        #expect(unknown.error.hasPrefix("error: the template `small` asks no question `titel`\n"))
        #expect(unknown.error.contains("hint: did you mean `title`?"))
    }

    @Test func undoGoesAlone() async throws {
        let outcome = try await project.mlkit("apply", "--undo", "--set", "title=x")
        #expect(outcome.status == 64)
        #expect(outcome.error.hasPrefix("Error: --undo goes with no other option but -C and --format\n"))
    }

    /// On one line, and as git has them.
    @Test func namesWithEndsOfLinesAreQuoted() async throws {
        try await project.git("mv", "a.txt", "a\nb\u{1B}[31m.txt")
        try await project.commit()
        try project.secondVersion()
        let plan = try await project.mlkit("plan")
        #expect(plan.output.contains("update    \"a\\nb\\033[31m.txt\"    moved there by you\n"), "\(plan.output)")
        try project.write(TemplatedProject.lines + "mine\n", to: "a\nb\u{1B}[31m.txt")
        let apply = try await project.mlkit("apply")
        #expect(
            apply.error.hasPrefix("error: `a\\nb\\x1b[31m.txt` has changes that are in no commit, and would be touched\n"),
            "\(apply.error)")
    }

    /// What git itself may not read is named; it is not taken for what is not there. Needs root, to be somebody else.
    @Test(.enabled(if: geteuid() == 0), arguments: ["HEAD", "config", "objects", "refs", ""])
    func whatMayNotBeReadOfGitIsNamed(_ name: String) async throws {
        try project.secondVersion()
        let path = project.path.pushing(FilePath(".git/\(name)"))
        let script = "chown -R 65534 . && chmod 000 '\(path)' && chmod a+x .. && HOME=/nonexistent setpriv --reuid=65534 "
            + "--regid=65534 --clear-groups '\(BuiltTool.folder.appending("mlkit"))' apply"
        let outcome = try await BuiltTool.run("sh", ["-c", script], in: project.path, environment: BuiltTool.settings())
        _ = try await BuiltTool.run("chmod", ["755", path.string], in: project.path)
        #expect(outcome.status == 1)
        let shown = name.isEmpty ? project.path.appending(".git").string : path.string
        #expect(outcome.error == """
            error: cannot read `\(shown)`: permission denied

            hint: `ls -ld \(shown)` shows who may: whoever runs git here has to

            """)
    }
}
