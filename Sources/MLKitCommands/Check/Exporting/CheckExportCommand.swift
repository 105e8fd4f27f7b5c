internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore
internal import MLKitGit
internal import MLKitRunning
internal import MLKitSpec
internal import MLKitStages
internal import SystemPackage

/// `mlkit check export FORMAT`: the checklist for other tools, and documents that are filled from it.
struct CheckExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the checklist, a badge, a model card or a data sheet.",
        discussion: """
            The same state gives the same bytes, and a file that would not change is not touched. A Markdown list can be \
            edited and read back with `mlkit check sync`. In a model card or data sheet mlkit writes the blocks between \
            its marks; all else in the file is yours and stays, and so does a block that you edited.
            """)

    @Argument(
        help: ArgumentHelp(
            "What to write: \(ExportTarget.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "format"),
        completion: .list(ExportTarget.allCases.map(\.rawValue)))
    var target: ExportTarget

    @Option(
        name: [.short, .long], help: ArgumentHelp("The file to write; standard output if left out.", valueName: "file"),
        completion: .file())
    var output: String?

    @Option(help: ArgumentHelp("Only the items of this section.", valueName: "id"), completion: .names(.sections))
    var section: String?

    @Option(help: "Only the items with this tag.", completion: .names(.tags))
    var tag: String?

    @Option(help: ArgumentHelp("Only what a level requires: poc, mvp or production.", valueName: "level"),
        completion: .list(Maturity.allCases.map(\.rawValue)))
    var maturity: String?

    @Flag(help: "Also items that are not for this project, or not asked yet.")
    var all = false

    @Flag(help: "Replace a file that mlkit did not write, or that has edits which were not synced.")
    var force = false

    @OptionGroup var project: ProjectOption

    func validate() throws {
        if target.format == nil, section != nil || tag != nil || maturity != nil || all {
            throw ValidationError(
                "a \(target.rawValue) is made of the whole checklist: leave out --section, --tag, --maturity and --all")
        }
    }

    func run() throws {
        let loaded = try LoadedChecklist(project)
        let checklist = try loaded.glanced()
        if let format = target.format {
            let content = checklist.exported(loaded.spec.project, try selection(checklist))
            try write(format.text(of: content, prefix: prefix(loaded)), as: format, checklist, loaded)
        } else {
            try remarkOnStages(loaded)
            try write(try document(checklist, loaded), loaded)
        }
        loaded.conclude()
    }

    private func selection(_ checklist: Checklist) throws -> ExportSelection {
        try ExportSelection(
            section: section.map { try known($0, checklist.definitions.flatMap(\.sections).map(\.id), "section") },
            tag: tag.map { try known($0, Set(checklist.reports.flatMap(\.item.tags)).sorted(), "tag") },
            maturity: maturity.map { Maturity(rawValue: try known($0, Maturity.allCases.map(\.rawValue), "level")) }
                ?? nil,
            includesAll: all)
    }

    private func known(_ name: String, _ names: [String], _ what: String) throws -> String {
        guard names.contains(name) else {
            throw Failure(
                what == "level" ? "unknown level `\(name)`" : "there is no \(what) `\(name)` in the checklist",
                hint: Suggestion.hint(for: name, among: names))
        }
        return name
    }

    /// The project's folder in its repository, which code hosts name files by.
    private func prefix(_ loaded: LoadedChecklist) throws -> String {
        guard target == .sarif || target == .junit,
            let repository = try Repository.discover(from: loaded.root, environment: loaded.surroundings.git()),
            let path = repository.path(of: loaded.root.appending(ProjectSpec.fileName))
        else { return "" }
        return String(path.dropLast(ProjectSpec.fileName.count))
    }

    private func document(_ checklist: Checklist, _ loaded: LoadedChecklist) throws -> any ExportDocument {
        guard target == .modelCard else { return DataSheetDocument(checklist, spec: loaded.spec) }
        let name = "model-card"
        if let card = checklist.definitions.first(where: { $0.name == name }) {
            return ModelCardDocument(checklist, card: card, spec: loaded.spec)
        }
        let file = try loaded.surroundings.installation().checklists.appending("\(name).yaml")
        let card = try ChecklistDefinition(parsing: LocalFileSystem().read(file), kinds: .builtIn, name: name, file: file.string)
        Console.standard.error(
            "note: to answer the fields of the card, add `\(name)` to `checklists` in \(ProjectSpec.fileName)\n")
        return ModelCardDocument(checklist, card: card, spec: loaded.spec)
    }

    /// Says which reports are not what their stages would write now: the document tells what they last did.
    private func remarkOnStages(_ loaded: LoadedChecklist) throws {
        let altered = Set(loaded.checklist.alteredReports(loaded.spec))
        if !altered.isEmpty {
            let rest = altered.count > 1 ? ("are not what their stages made", "them") : ("is not what its stage made", "it")
            let names = Suggestion.list(altered.sorted())
            Console.standard.error("note: \(names) \(rest.0), by the locks in .mlkit/lock: nothing is told of \(rest.1)\n")
        }
        let stale = try loaded.staleStages()
        let outdated = loaded.spec.stages.filter { $0.settings.makes.contains(.report) && stale.contains($0.name) }
        let names = outdated.filter { altered.isDisjoint(with: $0.outputs.map(\.path)) }.map(\.name)
        guard !names.isEmpty else { return }
        let (what, verb) = (names.count > 1 ? "the stages" : "the stage", names.count > 1 ? "are" : "is")
        let told = names.count > 1 ? "them" : "it"
        Console.standard.error(
            "note: \(what) \(Suggestion.list(names)) \(verb) not up to date: what is told of \(told) is of the last run\n")
    }

    private func write(
        _ text: String, as format: ExportFormat, _ checklist: Checklist, _ loaded: LoadedChecklist
    ) throws {
        guard let output else { return Console.standard.output(text) }
        let file = try file(output, loaded)
        say(force ? try file.write(text) : try file.write(text, as: format, of: checklist), output)
    }

    private func write(_ document: any ExportDocument, _ loaded: LoadedChecklist) throws {
        guard let output else {
            return Console.standard.output(try document.text(over: nil, file: "").text)
        }
        let file = try file(output, loaded)
        let (text, warnings) = try document.text(over: force ? nil : file.current(), file: output)
        let renderer = DiagnosticRenderer(colour: Console.standard.errorIsColoured)
        for warning in warnings { Console.standard.error(renderer.render(warning)) }
        say(try file.write(text), output)
    }

    private func file(_ output: String, _ loaded: LoadedChecklist) throws -> ExportFile {
        let path = loaded.surroundings.directory.pushing(FilePath(output)).lexicallyNormalized()
        try OwnFolders.check(writing: path, in: loaded.root, git: loaded.surroundings.git)
        return ExportFile(path, name: output, files: loaded.files) { try loaded.checkedOut($0, at: path) }
    }

    private func say(_ outcome: ExportFile.Outcome, _ name: String) {
        switch outcome {
        case .written: Console.standard.say("wrote \(name)\n")
        case .unchanged: Console.standard.say("\(name) is up to date\n")
        }
    }
}

/// What `mlkit check export` makes.
enum ExportTarget: String, CaseIterable, ExpressibleByArgument {
    case markdown, html, json, csv, junit, sarif, badge
    case modelCard = "model-card"
    case datasheet

    /// `nil` for a document that people go on writing.
    var format: ExportFormat? { ExportFormat(rawValue: rawValue) }
}
