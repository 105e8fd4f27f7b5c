internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// What mlkit expects in a record's front matter. Other keys are the user's.
enum RecordSchema {
    static let frontMatter = ObjectSchema(
        "a record",
        [
            FieldSchema("item", .text, "the id of the item it answers", required: true),
            FieldSchema(
                "status", .choice(RecordStatus.allCases.map(\.rawValue)), "what it says of the item", required: true),
            FieldSchema("version", .integer(1 ... .max), "the version of the item that was answered"),
            FieldSchema("by", .text, "who answered"),
            FieldSchema("at", .pattern(moment), "when"),
            FieldSchema("answer", .text, "the answer, or the option that was chosen"),
            FieldSchema("reason", .text, "why it was skipped, waived or reopened"),
            FieldSchema("until", .pattern(moment), "the last day of a waiver, or when it has to be looked at again"),
            FieldSchema("evidence", .list(.object(evidence)), "the files that the answer rests on"),
            FieldSchema("assignee", .text, "who is to do it"),
            FieldSchema("reviewer", .text, "who looked at the answer and agreed"),
            FieldSchema("reviewed", .pattern(moment), "when"),
            FieldSchema("message", .text, "a remark in a line"),
        ])

    private static let evidence = ObjectSchema(
        "a piece of evidence",
        [
            FieldSchema("path", .path, "a file or folder of the project", required: true),
            FieldSchema("sha256", .pattern(hash), "its hash when the item was answered", required: true),
        ])

    private static let moment = TextPattern("a time like 2026-01-31T12:00:00Z") { Timestamp(iso8601: $0) != nil }
    private static let hash = TextPattern("the 64 digits that sha256sum prints") { ContentHash($0) != nil }

    /// The node without the keys that mlkit does not know, and without those that say nothing.
    static func known(_ node: Node) -> Node {
        let evidence = node["evidence"].flatMap(\.sequence)
        let entries = only(frontMatter, node).map { entry in
            guard entry.name == "evidence", let evidence else { return entry }
            let items = evidence.map { item in
                item.mapping == nil ? item : item.replacingContent(.mapping(only(Self.evidence, item)))
            }
            return Node.Entry(key: entry.key, value: entry.value.replacingContent(.sequence(items)))
        }
        return node.mapping == nil ? node : node.replacingContent(.mapping(entries))
    }

    private static func only(_ schema: ObjectSchema, _ node: Node) -> [Node.Entry] {
        (node.mapping ?? []).filter { schema[$0.name] != nil && !$0.value.isNull }
    }
}
