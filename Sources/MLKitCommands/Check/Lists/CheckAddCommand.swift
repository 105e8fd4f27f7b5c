internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore
internal import MLKitRunning
internal import MLKitSpec
internal import SystemPackage

/// `mlkit check add SECTION TITLE`: an item of the project's own.
struct CheckAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add an item to a list of the project's own.",
        discussion: """
            The list is checklists/project.yaml, which is made if it is not there, and named in `checklists` of \
            mlkit.yaml. The lists that come with mlkit are never changed. On a terminal, what is missing is asked for.
            """)

    @Argument(help: "The section, new or of any list: the first part of the item's id.", completion: .names(.sections))
    var section: String?

    @Argument(help: "What is to be done, asked or decided.")
    var title: String?

    @Option(help: "Why it matters, in a sentence or two.")
    var why: String?

    @Option(help: "How to go about it.")
    var how: String?

    @Option(help: "task, question or choice.", completion: .list(Self.kinds))
    var kind: String?

    @Option(
        help: ArgumentHelp("From when on it is required; the project's own level if left out.", valueName: "level"),
        completion: .list(Maturity.allCases.map(\.rawValue)))
    var maturity: String?

    @Option(help: "A word to select it by; may be given again.", completion: .names(.tags))
    var tag: [String] = []

    @Option(help: "A kind or name of stages that wait for it; may be given again.", completion: .names(.stages))
    var gate: [String] = []

    @Option(
        help: ArgumentHelp("An answer that a question takes, and what follows from it.", valueName: "name=text"))
    var answer: [NamedText] = []

    @Option(help: ArgumentHelp("What a choice is among, and when it is right.", valueName: "name=text"))
    var option: [NamedText] = []

    @Option(help: "The item's id, or its part after the dot; made of the title if left out.")
    var id: String?

    @Option(help: "The list's file, relative to the project.", completion: .file(extensions: ["yaml", "yml"]))
    var list = ListAddition.standardList

    @Flag(help: "Make the section even if its name is nearly that of another.")
    var newSection = false

    @OptionGroup var project: ProjectOption

    static let kinds = ["task", "question", "choice"]

    func validate() throws {
        if let kind, !Self.kinds.contains(kind) {
            throw ValidationError("an item cannot be of kind `\(kind)`: kinds are \(Suggestion.list(Self.kinds))")
        }
        guard section == nil || title == nil else { return }
        let console = Console.standard
        guard console.inputIsTerminal, console.outputIsTerminal else {
            throw ValidationError("SECTION and TITLE are needed; on a terminal they are asked for")
        }
    }

    func run() throws {
        let loaded = try LoadedChecklist(project)
        let draft: ItemDraft
        do { draft = try ItemInterview(command: self, loaded: loaded).draft() } catch is Dialog.Ended {
            throw Failure("the input ended: nothing was added")
        }
        if !newSection { try refuseTypo(draft.section, loaded.checklist) }
        let bytes = try LocalFileSystem().read(
            loaded.root.appending(ProjectSpec.fileName), limit: ProjectSpec.sizeLimit)
        try OwnFolders.check(writing: loaded.root.pushing(FilePath(list)), in: loaded.root, git: loaded.surroundings.git)
        let addition = try ListAddition(draft, to: list, loaded.checklist, spec: loaded.spec, specText: bytes)
        try addition.write(in: loaded.root, files: loaded.files, form: loaded.checkedOut)
        report(addition)
    }

    private func refuseTypo(_ section: String, _ checklist: Checklist) throws {
        let known = checklist.definitions.flatMap(\.sections).map(\.id)
        guard !known.contains(section), let near = Suggestion.nearest(to: section, among: known) else { return }
        throw Failure(
            "there is no section `\(section)` in the checklist",
            hint: "did you mean `\(near)`? If not, `--new-section` makes a new one")
    }

    private func report(_ addition: ListAddition) {
        let place =
            "in \(addition.isNewSection ? "the new section " : "")`\(addition.item.section)` of \(addition.list)"
        var text = "added: \(addition.item.id), \(place)\(addition.isNewList ? " (a new file)" : "")\n"
        if addition.changesSpec { text += "  mlkit.yaml names the list under `checklists` now\n" }
        let unsaid = [why == nil ? "why it matters" : nil, how == nil ? "how to go about it" : nil].compactMap { $0 }
        if !unsaid.isEmpty, !Console.standard.inputIsTerminal {
            text += "  it does not say yet \(unsaid.joined(separator: ", nor ")): write that into \(addition.list)\n"
        }
        Console.standard.say(text + "  nothing is committed\n")
    }
}

/// `NAME=TEXT` on the command line: an option of a choice, or an answer to a question.
struct NamedText: ExpressibleByArgument {
    var name: String
    var text: String

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        (name, text) = (parts[0], parts[1])
    }
}
