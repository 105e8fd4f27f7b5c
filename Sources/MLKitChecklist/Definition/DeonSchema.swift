internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// What deon reads of a checklist; it passes over other keys.
enum DeonSchema {
    static let file = ObjectSchema(
        "a checklist of deon",
        [
            FieldSchema("title", .text, "what the list is called"),
            FieldSchema("sections", .list(.object(section)), "the sections, in order", required: true),
        ])

    static let section = ObjectSchema(
        "a section",
        [
            FieldSchema("section_id", .text, "the first part of its lines' ids"),
            FieldSchema("title", .text, "what the section is called"),
            FieldSchema("lines", .list(.object(line)), "the lines, in order", required: true),
        ])

    static let line = ObjectSchema(
        "a line",
        [
            FieldSchema("line_id", .text, "the line's own id"),
            FieldSchema("line_summary", .text, "the line in a few words"),
            FieldSchema("line", .text, "the question that is to be asked"),
        ])

    /// The document without the keys that deon does not know, but for those that look like a mistyped one.
    static func known(_ root: Node) -> Node {
        list("sections", of: only(file, root)) { list("lines", of: only(section, $0)) { only(line, $0) } }
    }

    private static func only(_ schema: ObjectSchema, _ node: Node) -> Node {
        guard let entries = node.mapping else { return node }
        let missing = schema.fields.map(\.name).filter { node[$0] == nil }
        return node.replacingContent(
            .mapping(
                entries.filter { schema[$0.name] != nil || Suggestion.nearest(to: $0.name, among: missing) != nil }))
    }

    private static func list(_ key: String, of node: Node, _ change: (Node) -> Node) -> Node {
        guard let entries = node.mapping else { return node }
        return node.replacingContent(
            .mapping(
                entries.map { entry in
                    guard entry.name == key, let items = entry.value.sequence else { return entry }
                    return Node.Entry(key: entry.key, value: entry.value.replacingContent(.sequence(items.map(change))))
                }))
    }
}
