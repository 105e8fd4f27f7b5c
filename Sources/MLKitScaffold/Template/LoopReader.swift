internal import MLKitCore
internal import MLKitYAML

/// Reads `loops`, and finds those that a file stands in.
struct LoopReader {
    private struct Entry {
        let key: Node
        let path: [String]
        let loop: FileLoop
        var isUsed = false
    }

    private var problems: [Diagnostic] = []
    private var entries: [Entry] = []

    init(_ node: Node?, _ scope: Scope) {
        for entry in node?.mapping ?? [] {
            guard let list = entry.value["each"], list.text != nil, let name = entry.value["as"], name.text != nil
            else { continue }
            if let problem = VariableName.problem(name, of: "loop's variable") { problems.append(problem) }
            do {
                // The list of an inner loop may be made from the item of an outer one.
                let outer = entries.filter { entry.name.hasPrefix($0.path.joined(separator: "/") + "/") }
                let inner = outer.reduce(scope) { $0.looping($1.loop.variable) }
                let value = try TextValue(expression: TextSource(list), isList: true, inner)
                entries.append(
                    Entry(
                        key: entry.key, path: entry.name.split(separator: "/").map(String.init),
                        loop: FileLoop(list: value, variable: name.text ?? "")))
            } catch {
                problems += (error as? Failure)?.diagnostics ?? []
            }
        }
    }

    /// The loops that a file stands in, the outermost first, and which component of its path each begins at.
    mutating func loops(along components: [String]) -> [(depth: Int, loop: FileLoop)] {
        var found = [(depth: Int, loop: FileLoop)]()
        for depth in components.indices {
            guard let index = entries.firstIndex(where: { $0.path == Array(components[...depth]) }) else { continue }
            entries[index].isUsed = true
            found.append((depth, entries[index].loop))
        }
        return found
    }

    /// What is wrong with the loops, once all files have been asked for.
    ///
    /// - Parameter files: the components of every file's path.
    func finish(_ files: [[String]]) -> [Diagnostic] {
        problems
            + entries.filter { !$0.isUsed }.map { entry in
                let paths = files.flatMap { file in file.indices.map { file[...$0].joined(separator: "/") } }
                return .error(
                    "`\(entry.path.joined(separator: "/"))` is no file or folder in `\(Template.filesFolder)`",
                    at: entry.key.location,
                    hint: Suggestion.nearest(to: entry.path.joined(separator: "/"), among: paths).map {
                        "did you mean `\($0)`?"
                    })
            }
    }
}
