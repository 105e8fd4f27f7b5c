import MLKitTestSupport
import SystemPackage

/// A project in a git repository whose checklist has every kind of item, with needs, follow-ups and a gated stage.
struct GuidedProject {
    let sandbox: GitSandbox
    var path: FilePath { sandbox.path }

    static let list = """
        checklist: 1
        title: A list
        sections:
          - id: scoping
            title: Scoping
            items:
              - {id: scoping.goal, title: State the goal, why: Or nobody knows., how: Ask., maturity: poc, tags: [planning]}
              - id: scoping.inference
                title: Online or batch?
                why: It decides the architecture.
                how: Ask who waits.
                kind: choice
                options: {online: {when: Somebody waits.}, batch: {when: Nobody does., title: at night}}
                writes: project.inference
                maturity: poc
                tags: [planning, serving]
                needs: [scoping.goal]
              - id: scoping.model
                title: Is there a model to start from?
                why: It saves months.
                how: Look.
                kind: question
                answers: {yes: Measure it., no: Make one.}
                follow_ups: {yes: [scoping.measure]}
                maturity: poc
                references: [{title: A book, url: "https://example.org/book"}]
              - {id: scoping.measure, title: Measure it, why: It is the baseline., how: Run it., maturity: poc}
          - id: service
            title: Service
            items:
              - {id: service.owner, title: Who is called at night?, why: w, how: h, kind: question, maturity: mvp}
              - {id: service.canary, title: Let a few try first, why: w, how: h, maturity: mvp, gates: [ship]}

        """

    /// With comments, spacing and quotes that have to stay.
    static let spec = """
        # Ours.
        mlkit: 1
        project:   # who we are
          name: 'p'
          inference: "online"  # for now
        checklists: [list.yaml]
        stages:
          ship: {run: cp in.txt out.txt, inputs: [in.txt], outputs: [out.txt],  gate: mvp}

        """

    init(spec: String = GuidedProject.spec) async throws {
        sandbox = try await GitSandbox()
        try await sandbox.commit([
            ".gitignore": "/.mlkit/cache/\n", "mlkit.yaml": spec, "list.yaml": Self.list, "in.txt": "x\n",
        ])
    }

    func mlkit(_ arguments: String..., in folder: FilePath? = nil) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: folder ?? path, environment: sandbox.variables)
    }

    func check(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(["check"] + arguments, in: path, environment: sandbox.variables)
    }

    /// A person at a terminal, whose editor writes a fixed note.
    func onTerminal(_ arguments: [String], _ answers: [String], columns: Int = 0) async throws -> BuiltTool.Outcome {
        let editor = try sandbox.scratch.write("printf 'A note.\\n\\nIts end.\\n' > \"$1\"\n", to: "editor.sh")
        return try await PseudoTerminal.mlkit(
            arguments, answers: answers, in: path,
            environment: ["EDITOR": "sh \(editor)", "TMPDIR": sandbox.scratch.path.string],
            columns: columns)
    }

    /// Subjects of the commits since the first, the newest first.
    func commits() async throws -> [String] {
        try await sandbox.git("log", "--format=%s").split(separator: "\n").dropLast().map(String.init)
    }
}
