internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// What a schema cannot say about a definition. Each rule takes the document and returns what breaks it.
enum DefinitionRules {
    static var all: [(Node) -> [Diagnostic]] {
        [uniqueSections, uniqueItems, itemsBelongToTheirSection, keysFitTheKind, choicesHaveOptions]
    }

    private static func uniqueSections(_ root: Node) -> [Diagnostic] {
        duplicates(sections(root).compactMap { $0["id"] }, "section")
    }

    private static func uniqueItems(_ root: Node) -> [Diagnostic] {
        duplicates(sections(root).flatMap(items).compactMap { $0["id"] }, "item")
    }

    private static func duplicates(_ ids: [Node], _ what: String) -> [Diagnostic] {
        var first: [String: Node] = [:]
        return ids.compactMap { id in
            guard let text = id.text else { return nil }
            guard let earlier = first[text] else {
                first[text] = id
                return nil
            }
            return .error(
                "the \(what) `\(text)` is declared twice", at: id.location,
                notes: ["it is first declared on line \(earlier.location.line)"])
        }
    }

    private static func itemsBelongToTheirSection(_ root: Node) -> [Diagnostic] {
        sections(root).flatMap { section in
            guard let prefix = section["id"]?.text else { return [Diagnostic]() }
            return items(section).compactMap { item in
                guard let id = item["id"], let text = id.text, text.contains("."), !text.hasPrefix(prefix + ".") else {
                    return nil
                }
                return .error(
                    "the item `\(text)` stands in the section `\(prefix)`", at: id.location,
                    hint: "begin its id with `\(prefix).`, or move it to its section")
            }
        }
    }

    private static func keysFitTheKind(_ root: Node) -> [Diagnostic] {
        let owners: [String: ItemKind] = ["options": .choice, "yes": .question, "no": .question]
        return sections(root).flatMap(items).flatMap { item in
            let kind = item["kind"]?.text ?? ItemKind.task.rawValue
            return (item.mapping ?? []).compactMap { entry -> Diagnostic? in
                guard let owner = owners[entry.name]?.rawValue, owner != kind else { return nil }
                return .error(
                    "`\(entry.name)` is for an item of kind `\(owner)`; this one is a \(kind)",
                    at: entry.key.location)
            }
        }
    }

    private static func choicesHaveOptions(_ root: Node) -> [Diagnostic] {
        sections(root).flatMap(items).compactMap { item in
            guard item["kind"]?.text == ItemKind.choice.rawValue, item["options"]?.sequence?.count ?? 0 < 2 else {
                return nil
            }
            return .error(
                "a choice needs at least two `options`", at: (item["options"] ?? item).location,
                hint: "list each with a `name` and `when` it is the right one")
        }
    }

    private static func sections(_ root: Node) -> [Node] { root["sections"]?.sequence ?? [] }
    private static func items(_ section: Node) -> [Node] { section["items"]?.sequence ?? [] }
}
