internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// What may stand in a record's list of evidence: each entry is known by the key that it begins with.
enum EvidenceSchema {
    /// One schema for each kind, by the key that tells it.
    private static let kinds: [(key: String, schema: ObjectSchema)] = [
        ("path", path), ("run", run), ("url", url), ("commit", commit),
    ]

    private static let path = ObjectSchema(
        "a piece of evidence",
        [
            FieldSchema("path", .path, "a file or folder of the project", required: true),
            FieldSchema("sha256", .pattern(RecordSchema.hash), "its hash when the item was answered", required: true),
            FieldSchema("kind", .text, "`model` for a model's file"),
            FieldSchema("stage", .pattern(stage), "the stage that makes the model"),
        ])

    private static let run = ObjectSchema(
        "the run of a stage",
        [
            FieldSchema("run", .pattern(stage), "the stage", required: true),
            FieldSchema("sha256", .pattern(RecordSchema.hash), "the hash of its outputs when the item was answered", required: true),
        ])

    private static let url = ObjectSchema(
        "an address",
        [
            FieldSchema("url", .pattern(address), "the address", required: true),
            FieldSchema("at", .pattern(RecordSchema.moment), "when it was given"),
        ])

    private static let commit = ObjectSchema(
        "a commit", [FieldSchema("commit", .pattern(id), "its full id", required: true)])

    private static let stage = TextPattern("the name of a stage") { RunLocks.isStageName($0) }
    private static let address = TextPattern("an address that begins with https:// or http://") {
        WebAddress.problem($0) == nil
    }
    private static let id = TextPattern("the 40 digits of a commit's id") {
        $0.utf8.count == 40 && $0.allSatisfy(\.isHexDigit)
    }

    /// The key that tells what an entry is; `nil` for one of an unknown kind.
    static func kind(of entry: Node) -> String? {
        kinds.first { entry[$0.key] != nil }?.key
    }

    /// What is wrong with a list of evidence. Entries of unknown kinds are passed over.
    static func check(_ list: Node, _ validator: inout SchemaValidator) {
        guard let entries = list.sequence else { return validator.check(list, .list(.anything), as: "evidence") }
        for entry in entries {
            guard entry.mapping?.isEmpty == false else {
                validator.check(entry, .object(path), as: "evidence")
                continue
            }
            guard let schema = kinds.first(where: { entry[$0.key] != nil })?.schema else { continue }
            validator.check(RecordSchema.only(schema, entry), .object(schema), as: "evidence")
        }
    }

    /// What to say of entries of unknown kinds: they are kept, and cannot be checked.
    static func warnings(_ list: Node?) -> [Diagnostic] {
        (list?.sequence ?? []).compactMap { entry in
            guard let first = entry.mapping?.first, kind(of: entry) == nil else { return nil }
            let hint = Suggestion.nearest(to: first.name, among: kinds.map(\.key)).map { "did you mean `\($0)`?" }
            return .warning(
                "this version of mlkit knows no evidence of the kind `\(first.name)`", at: first.key.location,
                notes: ["it is kept, but nobody sees when it changes"],
                hint: hint ?? "a newer version of mlkit may know it")
        }
    }
}
