internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// Reads the definitions of a project and sees that they go together.
struct DefinitionLoader {
    let project: FilePath
    let kinds: StageKinds
    let files: any FileSystem
    let seal: CacheSeal?

    /// - Throws: `Failure` with everything that is wrong with any of them.
    func load(_ paths: [FilePath]) throws -> [ChecklistDefinition] {
        var problems = [Diagnostic]()
        var lists = [ChecklistDefinition]()
        var known = KnownLists(project: project, files: files, seal: seal)
        defer { known.save() }
        for path in paths {
            do { lists.append(try load(path, &known)) } catch let failure as Failure { problems += failure.diagnostics }
        }
        problems += Self.sharedItems(lists)
        guard problems.isEmpty else { throw Failure(problems) }
        return lists
    }

    private func load(_ path: FilePath, _ known: inout KnownLists) throws -> ChecklistDefinition {
        var inside = path.lexicallyNormalized()
        let file = inside.removePrefix(project.lexicallyNormalized()) ? inside.string : path.string
        let bytes = try files.read(path)
        let name = path.stem ?? path.string
        let key = KnownLists.key(bytes, name: name, file: file)
        if let list = known.list(key) { return list }
        let list = try ChecklistDefinition(parsing: bytes, kinds: kinds, name: name, file: file)
        known.note(list, key)
        return list
    }

    /// Records go by the item's id alone, so two lists cannot share one.
    private static func sharedItems(_ lists: [ChecklistDefinition]) -> [Diagnostic] {
        var first: [String: ChecklistDefinition] = [:]
        return lists.flatMap { list in
            list.items.compactMap { item in
                guard let earlier = first.updateValue(list, forKey: item.id) else { return nil }
                return Diagnostic.error(
                    "the item `\(item.id)` is in the checklist `\(earlier.name)` too", at: item.location)
            }
        }
    }
}
