import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Completion in shells: what the scripts ask `mlkit` for, and the script for bash in a real bash.
@Suite struct CompletionTests {
    /// What a script asks for the last of the words.
    private func candidates(_ project: GuidedProject, _ argument: String, _ words: String...) async throws -> [String] {
        let commands = words.dropFirst().prefix {
            !$0.hasPrefix("-")
                && ["check", "show", "choose", "gate", "run", "list", "why", "metrics", "graph", "plots", "new", "init", "assign",
                    "template", "apply", "log"]
                    .contains($0)
        }
        let outcome = try await BuiltTool.mlkit(
            ["---completion"] + commands + ["--", argument, "\(words.count - 1)", "\(words.last?.count ?? 0)"] + words,
            in: project.path, environment: ["SAP_SHELL": "bash", "SAP_SHELL_VERSION": "5.2"])
        #expect(outcome.error == "")
        return outcome.output.split(separator: "\n").map(String.init)
    }

    @Test func namesComeFromTheProject() async throws {
        let project = try await GuidedProject()
        #expect(
            try await candidates(project, "positional@0", "mlkit", "check", "show", "scoping.m")
                == ["scoping.model", "scoping.measure"])
        #expect(try await candidates(project, "positional@0", "mlkit", "check", "show", "own") == ["owner"])
        #expect(
            try await candidates(project, "positional@1", "mlkit", "check", "choose", "s.inf", "") == [
                "online", "batch",
            ])
        #expect(
            try await candidates(project, "--section", "mlkit", "check", "list", "--section", "") == [
                "scoping", "service",
            ])
        #expect(
            try await candidates(project, "--tag", "mlkit", "check", "list", "--tag", "") == ["planning", "serving"])
        #expect(try await candidates(project, "--stage", "mlkit", "check", "gate", "--stage", "") == ["ship"])
        for command in ["run", "why", "metrics", "graph", "plots"] {
            #expect(try await candidates(project, "positional@0", "mlkit", command, "") == ["ship"], "\(command)")
        }
        #expect(try await candidates(project, "positional@0", "mlkit", "check", "log", "own") == ["owner"])
    }

    /// Whoever is named in the project, and `me`.
    @Test func peopleComeFromTheProject() async throws {
        let project = try await GuidedProject()
        #expect(try await project.check("assign", "service.owner", "Bob").status == 0)
        let people = try await candidates(project, "positional@1", "mlkit", "check", "assign", "own", "")
        #expect(people.starts(with: ["me", "Bob"]) && people.contains("Test <test@example.org>"), "\(people)")
    }

    @Test func templatesAreThoseThatCome() async throws {
        let project = try await GuidedProject()
        let all = ["minimal", "python", "pytorch", "tabular"]
        #expect(try await candidates(project, "--template", "mlkit", "new", "--template", "") == all)
        #expect(try await candidates(project, "--template", "mlkit", "init", "--template", "t") == all)
        #expect(try await candidates(project, "positional@0", "mlkit", "template", "show", "") == all)
        try project.sandbox.write("", to: "mine/template.yaml")
        #expect(try await candidates(project, "--template", "mlkit", "new", "--template", "./") == ["./mine/"])
    }

    /// The columns of the table that was named before, however it is written.
    @Test func targetsAreColumns() async throws {
        let project = try await GuidedProject()
        let rows = (0..<40).map { "\($0);\"\($0 % 3) x\";\($0 * 7),5\n" }.joined()
        try project.sandbox.write("id;the \"\"kind;price\n\(rows)".replacing("the \"\"kind", with: "\"the kind\""), to: "a b.csv")
        #expect(try await candidates(project, "--target", "mlkit", "new", "x", "--data", "a b.csv", "--target", "")
            == ["id", "the kind", "price"])
        // The only one there.
        #expect(try await candidates(project, "--target", "mlkit", "init", "--target", "p") == ["id", "the kind", "price"])
        #expect(try await candidates(project, "--target", "mlkit", "new", "x", "--data", "gone.csv", "--target", "") == [])
        #expect(try await candidates(project, "--target", "mlkit", "new", "x", "--target", "") == [])
        // Of a long file the beginning is read.
        let many = (0..<40_000).map { "\($0),\($0 % 3)\n" }.joined()
        try project.sandbox.write("a,b\n\(many)", to: "long.csv")
        #expect(try await candidates(project, "--target", "mlkit", "new", "x", "--data", "long.csv", "--target", "") == ["a", "b"])
    }

    @Test func aProjectThatCannotBeReadCompletesNothingAndSaysNothing() async throws {
        let project = try await GuidedProject()
        try project.sandbox.write("mlkit: 1\nproject: [\n", to: "mlkit.yaml")
        #expect(try await candidates(project, "positional@0", "mlkit", "check", "show", "") == [])
        // One that is wrong elsewhere still has its items.
        try project.sandbox.write(
            "mlkit: 1\nproject: {nmae: p}\nchecklists: [list.yaml, gone.yaml]\n", to: "mlkit.yaml")
        #expect(try await candidates(project, "positional@0", "mlkit", "check", "show", "").count == 6)
        #expect(try await candidates(project, "positional@0", "mlkit", "run", "") == [])
        #expect(try await candidates(project, "positional@0", "mlkit", "check", "show", "-C", "/nonexistent", "") == [])
    }

    private static let harness = """
        source ./script
        complete_words() {
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMPREPLY=()
            "$(complete -p mlkit | sed 's/.* -F \\([^ ]*\\) .*/\\1/')" mlkit "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            echo "${COMPREPLY[*]}"
        }
        complete_words mlkit check show scoping.m
        complete_words mlkit check choose scoping.inference o
        complete_words mlkit check list --tag s
        complete_words mlkit run ""
        complete_words mlkit check add s
        complete_words mlkit why ""
        complete_words mlkit new --template t
        complete_words mlkit new --layout p
        complete_words mlkit schema --report tr
        complete_words mlkit help ch
        complete_words mlkit help check a
        complete_words mlkit help check add ""
        complete_words mlkit check assign service.owner m

        """

    @Test func bashCompletesItemsOptionsTagsStagesAndSections() async throws {
        let project = try await GuidedProject()
        let script = try await project.mlkit("completions", "bash")
        #expect(script.output.hasPrefix((try await project.mlkit("--generate-completion-script", "bash")).output))
        try project.sandbox.write(script.output, to: "script")
        try project.sandbox.write(Self.harness, to: "harness")
        let path = "\(BuiltTool.folder):\(EnvironmentVariables.current["PATH"] ?? "")"
        let outcome = try await BuiltTool.run(
            "bash", ["--norc", "harness"], in: project.path, environment: ["PATH": path])
        #expect(outcome.error == "")
        #expect(
            outcome.output == """
                scoping.model scoping.measure
                online
                serving
                ship
                scoping service
                ship
                tabular
                packages
                training trials
                check
                answer assign audit add

                me

                """)
    }

    private static func hasShell(_ name: String) -> Bool {
        ["/usr/bin", "/bin", "/usr/local/bin"].contains { (try? LocalFileSystem().exists(FilePath("\($0)/\(name)"))) == true }
    }

    /// In shells on a terminal of their own, at the press of the tabulator.
    @Test(arguments: [
        ("zsh", ["-i"]), ("fish", ["-i", "--no-config", "-C", "source script.fish; function fish_prompt; echo 'ready> '; end"]),
    ])
    func otherShellsCompleteToo(shell: String, arguments: [String]) async throws {
        guard Self.hasShell(shell) else { return }
        let project = try await GuidedProject()
        try project.sandbox.write(try await project.mlkit("completions", "fish").output, to: "script.fish")
        try project.sandbox.write(try await project.mlkit("completions", "zsh").output, to: "functions/_mlkit")
        try project.sandbox.write("fpath=($PWD/functions $fpath)\nautoload -Uz compinit\ncompinit -D -u\nPS1='ready> '\n", to: ".zshrc")
        let path = "\(BuiltTool.folder):\(EnvironmentVariables.current["PATH"] ?? "")"
        for (line, whole) in [
            ("check show scoping.mo", "check show scoping.model"), ("why ", "why ship"), ("new --template t", "--template tabular"),
            ("help ch", "help check"), ("help check ass", "help check assign"), ("schema --report trai", "--report training"),
        ] {
            let outcome = try await BuiltTool.run(
                "python3", ["-c", Self.typing, "mlkit \(line)\t", whole, shell] + arguments, in: project.path,
                environment: ["PATH": path, "HOME": project.path.string, "ZDOTDIR": project.path.string, "TERM": "dumb"])
            #expect(outcome.status == 0, "\(shell), \(line): \(outcome.output)\(outcome.error)")
        }
    }

    /// Starts a shell on a terminal, types at its prompt, and waits until what is expected is shown, half a minute at most.
    private static let typing = """
        import fcntl, os, pty, select, struct, sys, termios, time
        line, expected, command = sys.argv[1], sys.argv[2], sys.argv[3:]
        process, terminal = pty.fork()
        if process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 200, 0, 0))
            os.execvp(command[0], command)
        shown, typed, end = "", False, time.monotonic() + 30
        while expected not in shown and time.monotonic() < end:
            if select.select([terminal], [], [], 0.5)[0]:
                shown += os.read(terminal, 4096).decode(errors="replace")
            elif not typed and "ready> " in shown:
                os.write(terminal, line.encode())
                typed, shown = True, ""
        os.close(terminal)
        print(shown)
        sys.exit(expected not in shown)
        """
}
