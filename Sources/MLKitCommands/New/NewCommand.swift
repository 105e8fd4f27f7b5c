internal import ArgumentParser
internal import MLKitCore
internal import MLKitGit
internal import MLKitScaffold
internal import MLKitSpec
internal import MLKitStages
internal import SystemPackage

/// `mlkit new NAME`: a project's repository from a template.
struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", _superCommandName: RootCommand.name,
        abstract: "Make a new project from a template.",
        discussion: """
            With --data the project is made for a table of yours: it is copied, looked at, and what was found decides \
            how it is read, what models are not given, and how it is split; mlkit.yaml says why.

            On a terminal the template's questions are asked; otherwise, and with --defaults, their defaults are \
            taken. The project becomes a git repository with one commit. If anything fails, nothing is left behind.

            A template may want to run commands in the project that is made. They are run only if you allow it: \
            each when you are asked on a terminal, or all with --trust.
            """)

    @Argument(
        help: "Name of the project, or a path that ends in it; `.` for the current folder, empty or a fresh clone.")
    var name: String

    @OptionGroup var table: TableOption

    @Option(
        name: [.short, .long],
        help: "A built-in template's name, a template's folder, or a git URL with @tag, @branch or @commit, #folder.",
        completion: .names(.templates))
    var template = Self.standardTemplate

    static let standardTemplate = "tabular"

    @Option(help: "What the template was made for, if not mlkit: cookiecutter. Seen from its files if left out.")
    var from: TemplateKind?

    @Flag(help: "Look again for newer commits of a template that was fetched before.")
    var refresh = false

    @Option(help: ArgumentHelp("How folders are arranged: \(Layout.names.joined(separator: ", ")).", valueName: "layout"),
        completion: .list(Layout.names))
    var layout: String?

    @Option(name: .long, help: ArgumentHelp("Answer a question; may be given again.", valueName: "question=answer"))
    var set: [String] = []

    @Flag(help: "Ask nothing; take the default of every question that --set does not answer.")
    var defaults = false

    @Flag(inversion: .prefixedNo, help: "Make a git repository with a first commit.")
    var git = true

    @Flag(help: "Run the template's commands and scripts without asking.")
    var trust = false

    func validate() throws { try table.checkNamed() }

    func run() throws {
        let surroundings = try Surroundings()
        StageKinds.builtIn.prepareSchema(surroundings)
        let project = try NewProject(name, directory: surroundings.directory, adoptedBy: adoption)
        let source = try surroundings.templates().resolve(self.template, refresh: refresh)
        warn(of: source.warnings)
        if try isCookiecutter(source) {
            return try Waiting.run { try await make(project, fromCookiecutter: source, surroundings) }
        }
        let template = try Template(at: source.folder, kinds: .builtIn)
        let assigned = try AssignedAnswers(parsing: set)
        warn(of: assigned.outdated(for: template))
        let found = try foundTable(template, assigned, surroundings)
        let layout = try layout(project.name, template)
        let table = try newTable(found, template, layout, assigned)
        let answers = try Interview(template, projectName: project.name, layout: layout, title: project.title).answers(
            assigned: assigned, known: [table?.answers.known].compactMap(\.self), prompter: prompter)
        var rendering = try Rendering(of: template, projectName: project.name, layout: layout, answers: answers)
        rendering.provenance = TemplateProvenance(
            source, named: self.template, directory: surroundings.directory, project: project.folder)
        let result = try create(project, rendering, table, surroundings)
        if !rendering.postCommands.isEmpty {
            let steps = PostSteps(
                commands: rendering.postCommands, folder: result.folder, isTrusted: trust,
                temporary: FilePath(surroundings.environment["TMPDIR"] ?? "/tmp"))
            try Waiting.run { try await steps.run() }
        }
        try Self.tellCommit(result)
    }

    /// What a script asks is also whether there is a first commit.
    static func tellCommit(_ result: NewProjectResult) throws {
        if result.lacksCommit { throw ExitCode(2) }
    }

    /// Makes the project and says so, also if the command ends by a signal that came meanwhile: then it is there all the same.
    @discardableResult
    func create(
        _ project: NewProject, _ rendering: Rendering, _ table: NewTable?, _ surroundings: Surroundings
    ) throws -> NewProjectResult {
        try Uninterrupted.run {
            let result = try project.create(
                rendering, bringing: table?.brought ?? [], git: git ? .automatic : .never, environment: surroundings.git())
            Console.standard.say(text(result, table))
            return result
        }
    }

    private func layout(_ project: String, _ template: Template) throws -> Layout {
        let asked = try layout == nil && template.usesLayout ? prompter.map { try OwnQuestion.layout.ask($0) } : nil
        guard let name = layout ?? asked else { return .standard(project: project) }
        if let layout = Layout(named: name, project: project) {
            guard !Self.pythonKeywords.contains(project) || layout[.utils] != project else {
                throw Failure(
                    "`\(project)` is a word of Python's own, so that no package can be called so",
                    hint: "take another name, or another layout than `\(name)`, which names a package after the project")
            }
            return layout
        }
        throw Failure("no layout is called `\(name)`", hint: Suggestion.hint(for: name, among: Layout.names))
    }

    /// Those that could name a project.
    private static let pythonKeywords: Set = [
        "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for",
        "from",
        "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ]

    var prompter: (any Prompter)? { LinePrompter.forTerminal(unless: defaults) }

    /// Shows what is wrong with a project that stands all the same, as warnings.
    func warn(of problems: [Diagnostic]) {
        let renderer = DiagnosticRenderer(colour: Console.standard.errorIsColoured)
        for var problem in problems {
            problem.severity = .warning
            Console.standard.error(renderer.render(problem))
        }
    }

    /// What is not as one might think.
    private func remarks(_ result: NewProjectResult) -> String {
        var lines = [String]()
        if result.hasTakenBack { lines.append("took back first what an interrupted `mlkit new` had begun here") }
        if !result.cleared.isEmpty {
            lines.append("removed what an interrupted `mlkit new` had left: \(Suggestion.list(result.cleared.map(\.string)))")
        }
        if !result.unclear.isEmpty {
            lines.append(
                "an interrupted `mlkit new` of an earlier version may have left \(Suggestion.list(result.unclear.map(\.string))): "
                    + "remove it if so")
        }
        if let folder = result.folder.lastComponent?.string, folder != result.name {
            lines.append("called `\(result.name)` in mlkit.yaml, where names are made of small letters, digits, `-` and `_`")
        }
        if !result.ignored.isEmpty { lines.append("git ignores, so not committed: \(Suggestion.list(result.ignored))") }
        if !result.kept.isEmpty {
            lines.append("yours, so left as they are, as with `mlkit init`: \(Suggestion.list(result.kept))")
        }
        if result.addsIgnoreRules { lines.append("the template's rules are added to your `.gitignore`") }
        if !result.unsaved.isEmpty {
            let files = Suggestion.list(result.unsaved)
            lines.append("not committed, as it has changes of yours that are in no commit: \(files)")
        }
        if !result.secret.isEmpty {
            lines.append("not committed, as a secret answer is in it: \(Suggestion.list(result.secret)); let `.gitignore` name it")
        }
        lines += NewTable.remarks(result)
        if !result.hooks.isEmpty {
            lines.append("did not run for the commit: \(Suggestion.list(result.hooks)), hooks of git")
        }
        return lines.map { "\($0)\n" }.joined()
    }

    private func text(_ result: NewProjectResult, _ table: NewTable?) -> String {
        var text = "made `\(result.folder)`: \(plural(result.files.count, "file"))"
        switch result.git {
        case .committed(let id):
            text += ", commit \(id.short)\n"
            if result.isDetached { warn(of: [.onNoBranch(id)]) }
        case .notCommitted(let problems):
            text += ", not committed\n"
            warn(of: problems)
        case .insideRepository(let root, _): text += ", inside the repository `\(root)`\n"
        case .notWanted: text += "\n"
        }
        if let hint = result.gitHint { text += "\(hint)\n" }
        text += remarks(result)
        if let table { text += "\n" + table.answers.text(width: Console.standard.outputWidth) }
        warn(of: [Diagnostic.hiddenRecord(result.ignored)].compactMap(\.self))
        guard !result.nextSteps.isEmpty else { return text }
        let steps = (name == "." ? [] : ["`cd \(ShellText.shown(name))` first"]) + result.nextSteps
        return text + "\nnext:\n" + steps.map { "  \($0)\n" }.joined()
    }
}
