import MLKitCore
import MLKitScaffold
import MLKitTestSupport
import SystemPackage
import Testing

private let longName = String(repeating: "x", count: 256)

@Suite struct RenderingTests {
    @Test func filesAreRenderedOrCopiedByteForByte() throws {
        let fixture = try TemplateFixture(files: ["a.txt.stencil": "{{ name }}\r\n", "b.txt": "{{ name }}\r\n"])
        let binary: [UInt8] = Array(0...255) + [0x7B, 0x7B, 0x20, 0xFF]
        try LocalFileSystem().write(binary, to: fixture.folder.appending("files").appending("c.bin"), executable: true)
        let files = try fixture.rendering().files
        #expect(files.map(\.path) == ["a.txt", "b.txt", "c.bin"])
        #expect(files.map(\.content) == [Array("demo\r\n".utf8), Array("{{ name }}\r\n".utf8), binary])
        #expect(files.map(\.isExecutable) == [false, false, true])
    }

    @Test func namesAreRenderedAndEmptyOnesLeaveOut() throws {
        let fixture = try TemplateFixture(
            "questions: {tests: {type: boolean, default: false}}\n",
            files: [
                "{{ name|snake }}/__init__.py": "", "{% if tests %}tests{% endif %}/a.py": "",
                "{{ \"x.txt\" if tests }}.stencil": "x",
            ])
        #expect(try fixture.rendering(name: "my-demo").files.map(\.path) == ["my_demo/__init__.py"])
        #expect(
            try fixture.rendering(["tests=true"]).files.map(\.path) == ["demo/__init__.py", "tests/a.py", "x.txt"])
    }

    @Test func anUnknownVariableInANameHasAPlace() throws {
        let fixture = try TemplateFixture(files: ["a {{ nmae }}.txt": ""])
        #expect(
            fixture.problems() == """
                error: unknown variable `nmae`
                 --> template/files/a {{ nmae }}.txt:1:6
                  |
                1 | a {{ nmae }}.txt
                  |      ^^^^

                hint: did you mean `name`?

                """)
    }

    @Test(arguments: [
        ("..", "`..` leads elsewhere"), (".", "`.` leads elsewhere"), (".GIT", "`.GIT` belongs to git"),
        ("GIT~1", "`GIT~1` belongs to git"), (".Mlkit ", "`.Mlkit ` belongs to mlkit"), (".git. .", "`.git. .` belongs to git"),
        (".git::$DATA", "`.git::$DATA` belongs to git"), (".g\u{200C}it", "`.g\u{200C}it` belongs to git"),
        ("..\\x", "`..\\x` has a backslash in it, which parts folders on Windows"),
        ("a/../../b", "`..` leads elsewhere"), ("/etc", "`` is empty"), ("a//b", "`` is empty"),
        (longName, "`\(longName)` is longer than 255 bytes"),
    ])
    func namesThatReachElsewhereAreRefused(answer: String, reason: String) throws {
        let fixture = try TemplateFixture("questions: {folder: {type: text}}\n", files: ["{{ folder }}/a.txt": ""])
        #expect(
            messages { _ = try fixture.rendering(["folder=\(answer)"]) } == [
                "`files/{{ folder }}/a.txt` becomes `\(answer)/a.txt`, where \(reason)"
            ])
    }

    @Test func gitsFolderIsRefusedAnywhere() throws {
        let fixture = try TemplateFixture(files: ["sub/.git/config": "[core]"])
        #expect(
            messages { _ = try fixture.rendering() } == [
                "`files/sub/.git/config` becomes `sub/.git/config`, where `.git` belongs to git"
            ])
    }

    /// What is in it is carried out, run again or believed.
    @Test(arguments: [
        ".mlkit/tmp/apply/journal", ".mlkit/undo/journal", ".mlkit/lock/run.json", ".mlkit/template.yaml", "sub/.MLKIT/x",
    ])
    func mlkitsFolderIsRefusedAnywhere(_ path: String) throws {
        let fixture = try TemplateFixture(files: [path: "x"])
        let found = messages { _ = try fixture.rendering() }
        #expect(found.count == 1 && found.first?.hasSuffix("belongs to mlkit") == true, "\(found)")
    }

    @Test func collisionsAreRefused() throws {
        let fixture = try TemplateFixture(
            "questions: {other: {type: text, default: a}}\n",
            files: [
                "a.txt": "", "A.txt": "", "same/x": "", "{{ \"same\" }}/x": "", "{{ other }}": "", "a/b": "",
                "Folder/one": "", "folder/two": "",
            ])
        let found = messages { _ = try fixture.rendering() }
        #expect(
            found == [
                "`files/a.txt` and `files/A.txt` collide", "`files/a/b` and `files/{{ other }}` collide",
                "`files/folder/two` and `files/Folder/one` collide",
                "`files/{{ \"same\" }}/x` and `files/same/x` collide",
            ])
    }

    /// One on the disks of macOS, which write accents in one way.
    @Test func waysToWriteAnAccentCollide() throws {
        let fixture = try TemplateFixture(files: ["\u{E9}.txt": "", "\u{E9}/a": ""])
        for name in ["e\u{301}.txt", "e\u{301}/b"] { try fixture.scratch.write("", to: "template/files/\(name)") }
        #expect(
            fixture.problems { _ = try $0.rendering() } == """
                error: `files/\u{E9}.txt` and `files/e\u{301}.txt` collide
                note: `\u{E9}.txt` is written with different characters in each, but is one on many disks

                error: `files/\u{E9}/a` and `files/e\u{301}/b` collide
                note: `\u{E9}` is written with different characters in each, but is one on many disks

                """)
    }

    @Test func controlCharactersAreRefused() throws {
        let fixture = try TemplateFixture(files: ["a\u{7}b": "", "c\u{85}d": ""])
        #expect(
            messages { _ = try fixture.rendering() } == [
                "`files/a\u{7}b` becomes `a\u{7}b`, where `a\u{7}b` has a control character in it",
                "`files/c\u{85}d` becomes `c\u{85}d`, where `c\u{85}d` has a control character in it",
            ])
    }

    @Test func linksOnTheWayAreFound() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write("", to: "project/own/a")
        for (target, link) in [("/etc", "project/out"), ("own", "project/inner")] {
            _ = try await BuiltTool.run("ln", ["-s", target, link], in: scratch.path)
        }
        let problems = try PathRules.problems(
            ofWriting: ["own/b", "out/passwd", "out/x/y", "inner/c", "new/d"], into: scratch.path.appending("project"),
            files: LocalFileSystem())
        #expect(
            problems.map(\.message) == [
                "`out` is a symbolic link, and `out/passwd` would be written through it",
                "`inner` is a symbolic link, and `inner/c` would be written through it",
            ])
    }

    @Test func aTemplateHasNoLinks() async throws {
        let fixture = try TemplateFixture()
        _ = try await BuiltTool.run("ln", ["-s", "/etc/passwd", "files/secret"], in: fixture.folder)
        #expect(
            fixture.problems() == """
                error: `template/files/secret` is a symbolic link, which a template cannot have

                hint: put the file or folder itself there

                """)
    }

    @Test func ownershipIsThatOfTheLastRule() throws {
        let fixture = try TemplateFixture(
            "ownership: {\"docs/**\": seed, docs/a.md: managed}\n",
            files: ["docs/a.md": "", "docs/b/c.md": "", "x.md": ""])
        #expect(
            try fixture.rendering().files.map { "\($0.path) \($0.ownership)" } == [
                "docs/a.md managed", "docs/b/c.md seed", "x.md merged",
            ])
    }

    @Test func theRecordIsSortedAndQuotesWhatYAMLWouldMisread() throws {
        let fixture = try TemplateFixture(
            """
            questions:
              zeta: {type: text, default: "yes: no"}
              alpha: {type: multi-choice, choices: [u, v], default: [v, u]}
            ownership: {README.md: seed}

            """, files: ["README.md": "hello\n", "1.0": "", "a: b": "x"])
        let record = try fixture.rendering().record
        #expect(
            record == """
                # Written by mlkit: what this project was made from. Later updates are merged by it; leave it as it is.
                record: 1
                template:
                  name: small
                  version: 1.0.0
                layout:
                  name: classic
                  folders:
                    configs: configs
                    data: data
                    dataloader: src
                    deploy: deploy
                    docs: docs
                    evaluation: src
                    executor: src
                    external: data/external
                    figures: reports/figures
                    interim: data/interim
                    logs: logs
                    model: src
                    models: models
                    notebooks: notebooks
                    ops: src
                    original: data/original
                    references: docs/references
                    reports: reports
                    test: data/test
                    tests: src/tests
                    train: data/train
                    utils: src
                    valid: data/valid
                project: demo
                answers:
                  alpha: [v, u]
                  zeta: "yes: no"
                files:
                  "1.0":
                    blob: e69de29bb2d1d6434b8b29ae775ad8c2e48c5391
                    ownership: merged
                    origin: files/1.0
                  README.md:
                    blob: ce013625030ba8dba906f756967f9e9ca394464a
                    ownership: seed
                    origin: files/README.md
                  "a: b":
                    blob: c1b0730e0133447badcfd47fd144e254807b06e1
                    ownership: merged
                    origin: "files/a: b"

                """)
    }
}
