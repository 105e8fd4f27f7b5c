internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec
internal import MLKitYAML
internal import SystemPackage

extension Checklist {
    /// Lists that were in use when answers were given, or that the project has seen, and are not named any more. One of the
    /// project's own whose items are all on others now, as after it was renamed, is only told of.
    func listsOff(
        _ history: AnswerHistory, _ folder: RecordFolder, _ reader: CommitReader, _ memory: inout AuditMemory
    ) throws -> [Audit.Finding] {
        let now = Set(definitions.map(\.name))
        let commits = history.changes.filter(\.step.isAnswer).map(\.commit)
        let key = AuditMemory.key(commits.map(\.hex) + [folder.prefix])
        let past = PastLists(folder, reader)
        let named = try memory.lists(key) ?? past.names(in: commits)
        memory.note(named, key)
        let seen = try SeenItems(project: project, files: files)
        let known = Set(reports.flatMap { [$0.item.id] + $0.item.formerIDs })
        return try seen.lists.union(named).subtracting(now).sorted().map { list in
            let items = try past.items(of: list, in: commits) ?? seen.items[list] ?? []
            guard !items.isEmpty, items.isSubset(of: known) else {
                let message = "the list `\(list)` was in use and is not named in \(ProjectSpec.fileName) any more"
                return Audit.Finding(subject: list, kind: .listOff, message: message, isObjection: true)
            }
            let message = "the list `\(list)` is not named in \(ProjectSpec.fileName) any more; its items are all on another"
            return Audit.Finding(subject: list, kind: .listOff, message: message, isObjection: false)
        }
    }
}

/// The lists that a project used in the past, by the specs of its commits.
private struct PastLists {
    private let folder: RecordFolder
    private let reader: CommitReader

    init(_ folder: RecordFolder, _ reader: CommitReader) {
        self.folder = folder
        self.reader = reader
    }

    func names(in commits: [ObjectID]) throws -> Set<String> {
        var (names, seen) = (Set<String>(), Set<ObjectID>())
        for commit in commits {
            let blob = try reader.blobID(at: folder.prefix + ProjectSpec.fileName, in: commit)
            guard let blob, seen.insert(blob).inserted else { continue }
            names.formUnion(try lists(in: commit).map(Self.name))
        }
        return names
    }

    /// The items that a list of the project's own had when it was last in use; `nil` if there was no such list.
    func items(of name: String, in commits: [ObjectID]) throws -> Set<String>? {
        for commit in commits {
            guard let path = try lists(in: commit).first(where: { DefinitionFinder.isPath($0) && Self.name($0) == name }) else { continue }
            let sections = try document(ProjectPath.normal(path), in: commit)?["sections"]?.sequence ?? []
            return Set(sections.flatMap { $0["items"]?.sequence ?? [] }.compactMap { $0["id"]?.text?.trimmed })
        }
        return nil
    }

    private func lists(in commit: ObjectID) throws -> [String] {
        try document(ProjectSpec.fileName, in: commit)?[SpecSchema.checklists]?.sequence?.compactMap(\.text) ?? []
    }

    private static func name(_ list: String) -> String {
        list.split(separator: "/").last.map { $0.prefix { $0 != "." } }.map(String.init) ?? list
    }

    /// A YAML file of the project as a commit has it; `nil` if it has none, or none that can be read.
    private func document(_ path: String, in commit: ObjectID) throws -> Node? {
        let place = folder.prefix + path
        let bytes = try reader.blob(at: place, in: commit).map { try folder.repository.filters.readable($0, at: place) }
        guard let bytes else { return nil }
        return try? YAMLDocument.parse(bytes, file: path)
    }
}
