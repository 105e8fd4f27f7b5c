internal import ArgumentParser
internal import MLKitCore
internal import MLKitGit
internal import MLKitScaffold
internal import MLKitSpec
internal import MLKitStages
internal import SystemPackage

/// `mlkit init`: makes an existing project one of mlkit's.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", _superCommandName: RootCommand.name,
        abstract: "Adopt an existing project: propose its mlkit.yaml, and add what is missing.",
        discussion: """
            Looks through the folder and shows what it found: languages, layout, data, and stages of DVC, Make or \
            Snakemake, as a proposed mlkit.yaml; and the template's files beside those that are there. On a terminal \
            it then asks the template's questions, shows what your answers change, and asks what to write; otherwise it \
            writes nothing unless --accept says so. New files are added, all or none; no file that is there is ever \
            changed, and nothing is committed.
            """)

    @OptionGroup var table: TableOption

    @Option(
        name: [.short, .long],
        help: "Name of a built-in template, a template's folder, or a git URL with @ref; \(AdoptionPlan.standardTemplate) if left out.",
        completion: .names(.templates))
    var template: String?

    @Option(
        help: ArgumentHelp(
            "How folders are arranged: \(Layout.names.joined(separator: ", ")); found out if left out.",
            valueName: "layout"), completion: .list(Layout.names))
    var layout: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Answer a question of the template; may be given again.", valueName: "question=answer"))
    var set: [String] = []

    @Option(
        help: """
            What to write without asking: all; spec (mlkit.yaml, and what belongs to it in .mlkit); missing (the template's files, for a \
            project that has a mlkit.yaml, also one that did without them); or none.
            """)
    var accept: InitAcceptance?

    @Flag(help: "Ask nothing; take the default of every question that neither --set nor the project answers.")
    var defaults = false

    @OptionGroup var format: FormatOption

    @Option(
        name: [.customShort("C"), .long],
        help: ArgumentHelp("The project's folder; this one if left out.", valueName: "folder"), completion: .directory)
    var project: String?

    func run() throws {
        let surroundings = try Surroundings()
        let folder = surroundings.directory.pushing(FilePath(project ?? ".")).lexicallyNormalized()
        try checkFolder(folder)
        if try LocalFileSystem().exists(folder.appending(ProjectSpec.fileName)) { try ProjectOption.recover(folder, surroundings.git()) }
        let followed = try AdoptionPlan.source(of: folder, environment: surroundings.git())
        let takesMore = (accept == .missing || accept == .all) && (template == nil || template == followed)
        guard followed == nil || takesMore else { return sayAdopted(folder) }
        guard followed == nil || !table.isSaid else {
            throw Failure(
                "the project has a template already: `--data`, `--target` and `--read` are for one that is adopted",
                hint: "\(ProjectSpec.fileName) says which table its stages read")
        }
        let lost = try template == nil ? AdoptionPlan.lostSource(of: folder, environment: surroundings.git()) : nil
        let name = followed ?? template ?? lost ?? (table.isSaid ? NewCommand.standardTemplate : AdoptionPlan.standardTemplate)
        let directory = followed ?? lost == nil ? surroundings.directory : folder
        let source = try surroundings.templates(in: directory).resolve(name)
        warn(of: source.warnings)
        let provenance = TemplateProvenance(source, named: name, directory: directory, project: folder)
        let chosen = try Template(at: source.folder, kinds: .builtIn)
        let found = try followed == nil ? foundTable(chosen, in: folder, surroundings) : nil
        func report(_ found: FoundTable.Answers?, _ prompter: (any Prompter)?) throws -> InitReport {
            let plan = try AdoptionPlan(
                for: folder, template: chosen, provenance: provenance, layout: layout, settings: set,
                found: [found?.known].compactMap(\.self), isForTable: found != nil && namesTable(), prompter: prompter,
                environment: surroundings.git())
            return InitReport(plan: plan, folder: folder, table: found?.table, width: Console.standard.outputWidth)
        }
        guard let report = try shown(found, followed, report) else { return sayAdopted(folder) }
        let plan = report.plan
        let choice = try choice(plan)
        // What was written is said also if the command ends by a signal that came meanwhile.
        try Uninterrupted.run {
            let written = try choice.map { try Adoption(plan).write($0) }
            switch format.format {
            case .json: Console.standard.output(report.json(written: written).pretty)
            case .text: Console.standard.say(try outcome(written, report, surroundings))
            }
        }
    }

    /// Shows what was found and what would be written, and asks what there is to ask only then: one knows what it is about.
    ///
    /// - Returns: the report after the answers; `nil` where a project that follows a template lacks nothing.
    private func shown(
        _ found: FoundTable?, _ followed: String?, _ report: (FoundTable.Answers?, (any Prompter)?) throws -> InitReport
    ) throws -> InitReport? {
        let showsSpec = accept == nil || accept == .nothing
        func show(_ report: InitReport) {
            if format.format == .text { Console.standard.output(report.text(showsSpec: showsSpec)) }
        }
        // A question without a default has to be answered before anything can be proposed.
        let draft = prompter == nil ? try report(found?.shown, nil) : try? report(found?.shown, nil)
        if let draft {
            guard followed == nil || !draft.plan.missing.isEmpty else { return nil }
            show(draft)
        }
        guard let prompter else { return draft }
        let heading = Heading("\nquestions; Enter takes what stands in brackets\n")
        let asked = try report(found?.asked(heading), HeadedPrompter(heading: heading, base: prompter))
        if let draft { Console.standard.output(try asked.changes(since: draft)) } else { show(asked) }
        return asked
    }

    private func checkFolder(_ folder: FilePath) throws {
        guard try LocalFileSystem().information(at: folder)?.kind == .directory else {
            throw Failure("there is no folder `\(folder)`")
        }
        try RepositoryAccess.refuseGitFolder(folder)
        guard try LocalFileSystem().list(folder).isEmpty else { return }
        throw Failure("the folder `\(folder)` is empty", hint: "make a new project in it with `mlkit new .`")
    }

    private func sayAdopted(_ folder: FilePath) {
        switch format.format {
        case .json:
            let json: JSON = ["folder": .string(folder.string), "adopted": true]
            Console.standard.output(json.pretty)
        case .text:
            Console.standard.say(
                """
                `\(folder)` is an mlkit project already: there is nothing to adopt
                `mlkit plan` shows what its template would change, `mlkit status` which stages would run

                """)
        }
    }

    func warn(of problems: [Diagnostic]) {
        let renderer = DiagnosticRenderer(colour: Console.standard.errorIsColoured)
        for problem in problems { Console.standard.error(renderer.render(problem)) }
    }

    private var isInteractive: Bool {
        accept == nil && format.format == .text && Console.standard.inputIsTerminal && Console.standard.errorIsTerminal
    }

    var prompter: (any Prompter)? { LinePrompter.forTerminal(unless: defaults || !isInteractive) }

    /// What is to be written; `nil` for nothing.
    private func choice(_ plan: AdoptionPlan) throws -> AdoptionChoice? {
        switch accept {
        case .all: return .all(of: plan)
        case .spec: return .spec(of: plan)
        case .missing:
            guard plan.proposal == nil else {
                throw Failure(
                    "there is no \(ProjectSpec.fileName) yet, and `--accept missing` writes none",
                    hint: "write both with `--accept all`")
            }
            return .all(of: plan)
        case .nothing: return nil
        case nil: return isInteractive ? try InitInterview().choice(plan) : nil
        }
    }

    private func outcome(_ written: [String]?, _ report: InitReport, _ surroundings: Surroundings) throws -> String {
        guard let written else { return isInteractive ? "nothing is written\n" : report.offer }
        let advice = try InitAdvice(report.plan, written, environment: surroundings.git())
        warn(of: [advice.problem].compactMap(\.self))
        return report.result(written, advice: advice)
    }
}

/// What of a plan is written without being asked about.
enum InitAcceptance: String, CaseIterable, ExpressibleByArgument {
    case all
    case missing
    case spec
    case nothing = "none"
}
