internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// What mlkit expects in a record's front matter. Other keys are the user's.
enum RecordSchema {
    static let frontMatter = ObjectSchema(
        "a record",
        [
            FieldSchema(formatName, .integer(1...format), "version of this format; 1 if left out"),
            FieldSchema("item", .text, "the id of the item it answers", required: true),
            FieldSchema(
                "status", .choice(RecordStatus.allCases.map(\.rawValue)), "what it says of the item", required: true),
            FieldSchema("version", .integer(1 ... .max), "the version of the item that was answered"),
            FieldSchema("text", .pattern(hash), "the hash of the item's text that was answered"),
            FieldSchema("by", .text, "who answered"),
            FieldSchema("at", .pattern(moment), "when"),
            FieldSchema("answer", .text, "the answer, or the option that was chosen"),
            FieldSchema("reason", .text, "why it was skipped, waived or reopened"),
            FieldSchema("until", .pattern(moment), "the last day of a waiver, or when it has to be looked at again"),
            FieldSchema("evidence", .anything, "what the answer rests on; see `EvidenceSchema`"),
            FieldSchema("assignee", .text, "who is to do it"),
            FieldSchema("reviewer", .text, "who looked at the answer and agreed"),
            FieldSchema("reviewed", .pattern(moment), "when"),
            FieldSchema("message", .text, "a remark in a line"),
        ])

    /// The key with the version of the format, and the latest. It is written once there is a second.
    static let formatName = "record"
    static let format = 1

    static let moment = TextPattern("a time like 2026-01-31T12:00:00Z") { Timestamp(iso8601: $0) != nil }

    static let hash = TextPattern("the 64 digits that sha256sum prints") { ContentHash($0) != nil }

    /// Everything that is wrong with the keys that mlkit knows.
    static func problems(_ known: Node) -> [Diagnostic] {
        var validator = SchemaValidator()
        validator.check(known, .object(frontMatter), as: "front matter")
        if let evidence = known["evidence"] { EvidenceSchema.check(evidence, &validator) }
        return validator.problems
    }

    /// The node without the keys that mlkit does not know, and without those that say nothing.
    static func known(_ node: Node) -> Node { only(frontMatter, node) }

    /// The same of a mapping that another schema is for.
    static func only(_ schema: ObjectSchema, _ node: Node) -> Node {
        guard let entries = node.mapping else { return node }
        return node.replacingContent(.mapping(entries.filter { schema[$0.name] != nil && !$0.value.isNull }))
    }
}
