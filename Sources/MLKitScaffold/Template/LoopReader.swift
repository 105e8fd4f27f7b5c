internal import MLKitCore
internal import MLKitYAML

/// Reads `loops`, and finds those that a file stands in.
struct LoopReader {
    private struct Entry {
        let key: Node
        let path: [String]
        let variable: String
        /// `nil` if there is something wrong with the list, so that its variable at least is known.
        let loop: FileLoop?
        var isUsed = false
    }

    /// A loop that a file stands in.
    struct Found {
        /// Which component of the file's path the loop begins at.
        let depth: Int
        let variable: String
        let loop: FileLoop?
    }

    private var problems: [Diagnostic] = []
    private var entries: [Entry] = []

    init(_ node: Node?, _ scope: Scope) {
        for entry in node?.mapping ?? [] {
            guard let list = entry.value["each"], list.text != nil, let name = entry.value["as"], name.text != nil
            else { continue }
            if let problem = VariableName.problem(name, of: "loop's variable") { problems.append(problem) }
            // The list of an inner loop may be made from the item of an outer one.
            let outer = entries.filter { entry.name.hasPrefix($0.path.joined(separator: "/") + "/") }
            let value = value(list, outer.reduce(scope) { $0.looping($1.variable) })
            let variable = name.text ?? ""
            entries.append(
                Entry(
                    key: entry.key, path: entry.name.split(separator: "/").map(String.init), variable: variable,
                    loop: value.map { FileLoop(list: $0, variable: variable) }))
        }
    }

    private mutating func value(_ list: Node, _ scope: Scope) -> TextValue? {
        do { return try TextValue(expression: TextSource(list), isList: true, scope) } catch {
            problems += (error as? Failure)?.diagnostics ?? []
            return nil
        }
    }

    /// The loops that a file stands in, the outermost first.
    mutating func loops(along components: [String]) -> [Found] {
        components.indices.compactMap { depth in
            let path = components[...depth].joined(separator: "/")
            let isRendered = path.hasSuffix(Template.renderedSuffix) && depth == components.count - 1
            let short = isRendered ? String(path.dropLast(Template.renderedSuffix.count)) : path
            guard let index = index(of: path) ?? index(of: short) else { return nil }
            entries[index].isUsed = true
            return Found(depth: depth, variable: entries[index].variable, loop: entries[index].loop)
        }
    }

    private func index(of path: String) -> Int? {
        entries.firstIndex { $0.path.joined(separator: "/") == path }
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
