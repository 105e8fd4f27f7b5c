import MLKitCore
import MLKitTestSupport
import Testing

/// Completion in shells: what the scripts ask `mlkit` for, and the script for bash in a real bash.
@Suite struct CompletionTests {
    /// What a script asks for the last of the words.
    private func candidates(_ project: GuidedProject, _ argument: String, _ words: String...) async throws -> [String] {
        let commands = words.dropFirst().prefix {
            !$0.hasPrefix("-") && ["check", "show", "choose", "gate", "run", "list"].contains($0)
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
        #expect(try await candidates(project, "positional@0", "mlkit", "run", "") == ["ship"])
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

        """

    @Test func bashCompletesItemsOptionsTagsStagesAndSections() async throws {
        let project = try await GuidedProject()
        let script = try await project.mlkit("completions", "bash")
        #expect(script.output == (try await project.mlkit("--generate-completion-script", "bash")).output)
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

                """)
    }

    @Test func eachShellHasAScript() async throws {
        let project = try await GuidedProject()
        #expect(try await project.mlkit("completions", "zsh").output.hasPrefix("#compdef mlkit\n"))
        #expect(try await project.mlkit("completions", "fish").output.contains("complete -c 'mlkit'"))
        let other = try await project.mlkit("completions", "tcsh")
        #expect(other.status == 64)
        #expect(other.error.contains("there is no script for `tcsh`: shells are bash, zsh and fish"))
    }
}
