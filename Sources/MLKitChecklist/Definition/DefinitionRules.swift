internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// What a schema cannot say about a definition. Each rule takes the document and returns what breaks it.
enum DefinitionRules {
    static var all: [(Node) -> [Diagnostic]] {
        [uniqueSections, uniqueItems, formerIDsAreFree, itemsBelongToTheirSection, referencesExist]
    }

    private static func uniqueSections(_ root: Node) -> [Diagnostic] {
        duplicates(sections(root).compactMap { $0["id"] }, "section")
    }

    private static func uniqueItems(_ root: Node) -> [Diagnostic] {
        duplicates(sections(root).flatMap(items).compactMap { $0["id"] }, "item")
    }

    /// An id under `was` is that of no item now, and of one item before.
    private static func formerIDsAreFree(_ root: Node) -> [Diagnostic] {
        let ids = Set(sections(root).flatMap(items).compactMap { $0["id"]?.text })
        let former = sections(root).flatMap(items).flatMap { $0["was"]?.sequence ?? [] }
        let taken = former.filter { $0.text.map(ids.contains) ?? false }.map { node in
            Diagnostic.error(
                "`\(node.text ?? "")` is still an item of this list", at: node.location,
                hint: "`was` is for ids that are no longer in use")
        }
        return taken + duplicates(former, "former id")
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

    /// Items that `needs` and `follow_ups` name are in the list.
    private static func referencesExist(_ root: Node) -> [Diagnostic] {
        let known = sections(root).flatMap(items).compactMap { $0["id"]?.text }
        let ids = Set(known)
        return sections(root).flatMap(items).flatMap { item in
            let opened = (item["follow_ups"]?.mapping ?? []).flatMap { $0.value.sequence ?? [] }
            let named = (item["needs"]?.sequence ?? []) + opened
            return named.compactMap { node -> Diagnostic? in
                guard let id = node.text, !ids.contains(id) else { return nil }
                return .error(
                    "there is no item `\(id)` in this list", at: node.location,
                    hint: Suggestion.hint(for: id, among: known))
            }
        }
    }

    /// What is wrong with single items.
    static func items(of root: Node, _ kinds: StageKinds) -> [Diagnostic] {
        let rules = ItemRules.all(kinds)
        return sections(root).flatMap(items).flatMap { item in rules.flatMap { $0(item) } }
    }

    private static func sections(_ root: Node) -> [Node] { root["sections"]?.sequence ?? [] }
    private static func items(_ section: Node) -> [Node] { section["items"]?.sequence ?? [] }
}
