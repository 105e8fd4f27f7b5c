public import MLKitCore
public import MLKitSpec
internal import MLKitYAML
public import SystemPackage

/// An item added to a list of the project's own: the texts of the list and of `mlkit.yaml`, read back and found right.
public struct ListAddition: Sendable {
    public let item: ChecklistItem
    /// The list, relative to the project.
    public let list: String
    public let isNewList: Bool
    public let isNewSection: Bool
    let listText: [UInt8]
    /// `nil` if `mlkit.yaml` names the list already.
    let spec: [UInt8]?

    /// Where items go if nothing else is said.
    public static let standardList = "checklists/project.yaml"

    private static let header = """
        # Items of this project's own. `mlkit check add` adds some; they may be edited by hand as well.
        checklist: 1
        title: Items of this project

        """

    /// Prepares the addition; `write` makes it.
    ///
    /// - Parameters:
    ///   - list: a file, relative to the project.
    ///   - specText: the text of `mlkit.yaml`.
    /// - Throws: `Failure` if the list cannot have the item, or is not the project's own.
    public init(
        _ draft: ItemDraft, to list: String, _ checklist: Checklist, spec: ProjectSpec, specText: [UInt8]
    ) throws {
        try Self.check(list)
        try ListPlace(project: checklist.project, files: checklist.files).check(list)
        try Self.check(draft)
        try Self.check(draft.gates, spec)
        let file = checklist.project.pushing(FilePath(list))
        isNewList = try !checklist.files.exists(file)
        let before = isNewList ? Array(Self.header.utf8) : try checklist.files.read(file)
        let id = try Self.id(draft, checklist)
        (listText, isNewSection) = try Self.adding(draft, id, checklist, to: before, list)
        let definition = try ChecklistDefinition(parsing: listText, kinds: spec.kinds, name: list, file: list)
        guard let item = definition.items.first(where: { $0.id == id }) else {
            throw Failure("`\(list)` does not have the item after the edit")
        }
        self.item = item
        self.list = list
        self.spec = try Self.naming(list, spec, specText)
    }

    /// Writes both files; if the second cannot be written, the first is as it was.
    ///
    /// - Parameter form: gives the text of a new file the line ends that git would check it out with.
    public func write(
        in project: FilePath, files: any FileSystem = LocalFileSystem(), form: ([UInt8], FilePath) throws -> [UInt8] = { text, _ in text }
    ) throws {
        let file = project.pushing(FilePath(list))
        let before = isNewList ? nil : try files.read(file)
        try files.write(isNewList ? form(listText, file) : listText, to: file)
        guard let spec else { return }
        do {
            try files.write(spec, to: project.appending(ProjectSpec.fileName))
        } catch {
            if let before { try files.write(before, to: file) } else { try files.remove(file) }
            throw error
        }
    }

    /// Whether `mlkit.yaml` is changed, to name the list.
    public var changesSpec: Bool { spec != nil }

    private static func check(_ list: String) throws {
        if let problem = ProjectPath.problem(list) { throw Failure("the list `\(list)` \(problem)") }
        guard DefinitionFinder.isPath(list), list.hasSuffix(".yaml") || list.hasSuffix(".yml") else {
            throw Failure(
                "`\(list)` is no file of the project", notes: ["the lists that come with mlkit are not changed"],
                hint: "name a file like `\(standardList)`")
        }
    }

    /// Sees to what the reader of lists would complain of at a place in a file that nobody has seen yet.
    private static func check(_ draft: ItemDraft) throws {
        let parts = [("title", draft.title), ("reason", draft.why), ("way to go about it", draft.how)]
        var problems = parts.filter(\.1.isEmpty).map { Diagnostic.error("the item needs a \($0.0)") }
        let name = draft.id.map { String($0.trimmed.split(separator: ".").last ?? "") }
        let words =
            [("section", draft.section)] + draft.tags.map { ("tag", $0) } + (name.map { [("id", $0)] } ?? [])
            + draft.options.map { ("name of an option", $0.name) }
        problems += words.filter { !DefinitionSchema.isWord($0.1) }.map { what, word in
            .error("`\(word)` cannot be the \(what)", hint: "use lower-case letters, digits and `-`")
        }
        if draft.kind == .automatic {
            problems.append(
                .error("an automatic item needs probes", hint: "write it into the list's file by hand, with `verify`"))
        }
        guard problems.isEmpty else { throw Failure(problems) }
    }

    private static func check(_ gates: [String], _ spec: ProjectSpec) throws {
        let known = spec.kinds.names + spec.stages.flatMap { [$0.group, $0.name] }
        let problems = gates.filter { !known.contains($0) }.map { gate in
            Diagnostic.error(
                "`\(gate)` is neither a stage nor a kind of stages", hint: Suggestion.hint(for: gate, among: known))
        }
        guard problems.isEmpty else { throw Failure(problems) }
    }

    private static func id(_ draft: ItemDraft, _ checklist: Checklist) throws -> String {
        let known = Set(checklist.reports.map(\.item.id))
        guard let wanted = draft.id?.trimmed else {
            let name = draft.nameFromTitle
            guard !name.isEmpty else {
                throw Failure("cannot make an id from `\(draft.title)`", hint: "give one: `--id NAME`")
            }
            if let same = checklist.reports.first(where: {
                $0.item.section == draft.section && $0.item.title == draft.title
            }) {
                throw Failure(
                    "`\(same.item.id)` has that title already",
                    hint: "if another one is meant, give it an id: `--id NAME`")
            }
            let names = [name] + (2...).prefix(known.count + 1).map { "\(name)-\($0)" }
            return names.map { "\(draft.section).\($0)" }.first { !known.contains($0) } ?? "\(draft.section).\(name)"
        }
        let id = wanted.contains(".") ? wanted : "\(draft.section).\(wanted)"
        guard !known.contains(id) else {
            throw Failure(
                "there is an item `\(id)` already", hint: "give another id, or look at `mlkit check show \(id)`")
        }
        return id
    }

    private static func adding(
        _ draft: ItemDraft, _ id: String, _ checklist: Checklist, to before: [UInt8], _ list: String
    ) throws -> ([UInt8], isNewSection: Bool) {
        let sections = try YAMLDocument.parse(before, file: list)["sections"]?.sequence ?? []
        let known = checklist.definitions.flatMap(\.sections).first { $0.id == draft.section }
        var edit = YAMLEdit(before, file: list)
        if let index = sections.firstIndex(where: { $0["id"]?.text?.trimmed == draft.section }) {
            edit.append(draft.definition(id: id), to: ["sections", "\(index)", "items"])
        } else {
            let title = known?.title ?? draft.section.replacing("-", with: " ").capitalizedFirst
            edit.append(
                [
                    "id": .string(draft.section), "title": .string(title),
                    "items": .array([draft.definition(id: id)]),
                ], to: ["sections"])
        }
        return (try edit.result(), known == nil)
    }

    private static func naming(_ list: String, _ spec: ProjectSpec, _ text: [UInt8]) throws -> [UInt8]? {
        let named = spec.checklists.contains {
            FilePath($0).lexicallyNormalized() == FilePath(list).lexicallyNormalized()
        }
        guard !named else { return nil }
        var edit = YAMLEdit(text, file: ProjectSpec.fileName)
        if try YAMLDocument.parse(text, file: ProjectSpec.fileName)[SpecSchema.checklists]?.sequence == nil {
            edit.set([SpecSchema.checklists], to: .array((spec.checklists + [list]).map { .string($0) }))
        } else {
            edit.append(.string(list), to: [SpecSchema.checklists])
        }
        let result = try edit.result()
        _ = try ProjectSpec(parsing: result, kinds: spec.kinds)
        return result
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
