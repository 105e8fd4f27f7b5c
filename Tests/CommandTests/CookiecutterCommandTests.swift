import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit new` with templates of cookiecutter, seen from outside.
@Suite struct CookiecutterCommandTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private static let science = BuiltTool.sourceRoot.pushing("Tests/Differential/templates/science").string

    private func new(_ arguments: String..., environment: [String: String] = [:]) async throws -> BuiltTool.Outcome {
        let variables = ["TMPDIR": scratch.path.string].merging(environment) { $1 }
        return try await BuiltTool.mlkit(["new"] + arguments, in: scratch.path, environment: variables)
    }

    private func entries() throws -> [String] { try LocalFileSystem().list(scratch.path) }

    /// A template with one file and one script.
    private func template(_ script: String, _ text: String) throws {
        try scratch.write(#"{"slug": "x", "use": ["no", "yes"]}"#, to: "t/cookiecutter.json")
        try scratch.write("{{ cookiecutter.use }}\n", to: "t/{{cookiecutter.slug}}/a.txt")
        try scratch.write(text, to: "t/hooks/\(script)")
    }

    @Test func aTemplateIsRenderedAndItsScriptsAreNot() async throws {
        let outcome = try await new("sea-ice", "--template", Self.science, "--defaults")
        #expect(
            outcome.error == """
                warning: 1 script of the template was not run: `hooks/post_gen_project.py`
                note: the project may lack what scripts add, and keep what they take away

                hint: read it, and make the project again with `--trust`

                """)
        #expect(outcome.output.hasPrefix("made `\(scratch.path)/sea-ice`: 13 files, commit "))
        #expect(
            outcome.output.hasSuffix(
                "\n\nnext:\n  `cd sea-ice` first\n  `mlkit init --accept spec` adds an mlkit.yaml, with which mlkit runs and checks the "
                    + "project\n"))
        #expect(try scratch.read("sea-ice/LICENSE") == "Copyright Your name (or your organization/company/team)\nMIT\n")
        #expect(
            try scratch.read("sea-ice/README.md").hasPrefix(
                "# sea-ice\n\nLicense: MIT\n\nmade with SEA-ICE, theme plain, by our name"))
        #expect(try LocalFileSystem().information(at: scratch.path.pushing("sea-ice/run.sh"))?.isExecutable == true)
        let record = try scratch.read("sea-ice/.mlkit/template.yaml")
        #expect(record.contains("  source: \(Self.science)\n") && record.contains("  module_name: sea_ice\n"))
        #expect(try entries() == ["sea-ice"])
    }

    @Test func scriptsRunWithConsentAndTheirWorkIsCommitted() async throws {
        let outcome = try await new("sea-ice", "--template", Self.science, "--defaults", "--trust")
        #expect(outcome.status == 0)
        #expect(outcome.error == "running `hooks/post_gen_project.py`\nhook done\n")
        #expect(try scratch.read("sea-ice/made-by-hook.txt") == "sea-ice\n")
        let tracked = try await BuiltTool.run("git", ["ls-files"], in: scratch.path.appending("sea-ice")).output
        #expect(tracked.contains("made-by-hook.txt\n") && !tracked.contains("LICENSE"))
        let status = try await BuiltTool.run("git", ["status", "--porcelain"], in: scratch.path.appending("sea-ice"))
        #expect(status.output == "")
        #expect(try entries() == ["sea-ice"])
    }

    @Test(arguments: ["pre_gen_project.sh", "post_gen_project.sh"])
    func aScriptThatFailsLeavesNothing(_ script: String) async throws {
        try template(script, "#!/bin/sh\necho about {{ cookiecutter.slug }}\nexit 3\n")
        let outcome = try await new("demo", "--template", "./t", "--trust")
        #expect(outcome.status == 1)
        #expect(
            outcome.error == """
                running `hooks/\(script)`
                error: the script `hooks/\(script)` of the template ended with exit status 3
                note: about demo

                hint: nothing has been made

                """)
        #expect(try entries() == ["t"])
    }

    @Test func aScriptMayChangeTheTemplateBeforeItIsRead() async throws {
        try template("pre_prompt.py", #"open("cookiecutter.json", "w").write('{"slug": "x", "use": "changed"}')"#)
        let outcome = try await new("demo", "--template", "./t", "--trust")
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(try scratch.read("demo/a.txt") == "changed\n")
        #expect(try scratch.read("t/cookiecutter.json").contains("[\"no\", \"yes\"]"))
    }

    @Test func aScriptMayChangeVariablesForWhatIsRenderedAfterIt() async throws {
        try template("pre_gen_project.py", ##"# {{ cookiecutter.update({"use": cookiecutter.use|upper}) }}"##)
        let trusted = try await new("demo", "--template", "./t", "--trust")
        #expect(trusted.status == 0, "\(trusted.error)")
        #expect(try scratch.read("demo/a.txt") == "NO\n")
        _ = try await new("plain", "--template", "./t")
        #expect(try scratch.read("plain/a.txt") == "no\n")
    }

    @Test func aTemplateMayComeFromGit() async throws {
        try template("readme", "")
        for arguments in [
            ["init", "-q"], ["add", "."], ["-c", "user.name=T", "-c", "user.email=t@e", "commit", "-qm", "x"],
        ] {
            _ = try await BuiltTool.run("git", arguments, in: scratch.path.appending("t"))
        }
        let cache = scratch.path.appending("cache").string
        let outcome = try await new(
            "demo", "--template", "file://\(scratch.path)/t", environment: ["XDG_CACHE_HOME": cache])
        #expect(outcome.status == 0, "\(outcome.error)")
        let record = try scratch.read("demo/.mlkit/template.yaml")
        #expect(record.contains("\n  name: t\n"), "\(record)")
        #expect(record.contains("\n  commit: "))
        #expect(try scratch.read("demo/a.txt") == "no\n")
    }

    @Test func aPersonIsAskedAndSeesTheScript() async throws {
        try template("post_gen_project.sh", "#!/bin/sh\necho {{ cookiecutter.use }} > made.txt\n")
        let arguments = ["new", "demo", "--template", "./t"]
        let refused = try await PseudoTerminal.mlkit(arguments + ["--defaults"], answers: ["no"], in: scratch.path)
        #expect(
            refused.output.hasPrefix(
                """

                the template wants to run `hooks/post_gen_project.sh`:
                  #!/bin/sh
                  echo no > made.txt
                \u{20}\u{20}
                run it? [no]: no
                warning: 1 script of the template was not run

                """.dropLast()))
        #expect(try LocalFileSystem().list(scratch.path.appending("demo")) == [".git", ".mlkit", "a.txt"])
        try LocalFileSystem().remove(scratch.path.appending("demo"))
        let allowed = try await PseudoTerminal.mlkit(arguments, answers: ["", "yes", "yes"], in: scratch.path)
        #expect(allowed.status == 0)
        #expect(allowed.output.contains("slug [demo]: \n  1) no\n  2) yes\nuse [no]: yes\n"))
        #expect(try scratch.read("demo/made.txt") == "yes\n")
    }

    @Test func wrongUseIsExplained() async throws {
        let layout = try await new("demo", "--template", Self.science, "--layout", "classic")
        #expect(
            layout.error == "error: `--layout` is for templates of mlkit: one of cookiecutter has folders of its own\n")
        let ours = try await new("demo", "--template", "tabular", "--from", "cookiecutter")
        #expect(ours.error.hasSuffix("is no template of cookiecutter: it has no cookiecutter.json\n"))
        #expect(try entries() == [])
    }
}
