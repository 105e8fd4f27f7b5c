/// The keys of `mlkit.yaml`.
public enum SpecSchema {
    public static let file = ObjectSchema(
        "mlkit.yaml",
        [
            FieldSchema("mlkit", .integer(1...1), "version of this format: 1", required: true),
            FieldSchema("project", .object(project), "what the project is", required: true),
            FieldSchema("template", .object(template), "what the repository was scaffolded from"),
            FieldSchema(
                "layout", .either([.choice(Layout.names), .object(layout)]),
                "how folders are arranged: a known layout, or folders of your own"),
            FieldSchema("checklists", .list(.text), "names of built-in checklists, or paths to your own"),
            FieldSchema("params", .mapping(.anything), "values that stages refer to as `${params.NAME}`"),
            FieldSchema("stages", .mapping(.variant(StageSchema.all)), "what `mlkit run` does"),
            FieldSchema("serving", .object(serving), "how `mlkit serve` answers"),
        ])

    static let project = ObjectSchema(
        "`project`",
        [
            FieldSchema("name", .pattern(.projectName), "short name of the project", required: true),
            FieldSchema("title", .text, "one line for people"),
            FieldSchema("description", .text, "what it is about"),
            FieldSchema("owner", .text, "who answers for it"),
            FieldSchema("license", .text, "SPDX identifier of its licence"),
            FieldSchema(
                "maturity", .choice(Maturity.allCases.map(\.rawValue)), "which checklist items are required"),
            FieldSchema(
                "approach", .choice(["data-driven", "data-centric", "model-centric"]), "what is improved first"),
            FieldSchema("inference", .choice(["online", "batch"]), "how predictions are asked for"),
            FieldSchema("tags", .list(.text), "select checklist items, such as `personal-data`"),
        ])

    static let layout = ObjectSchema(
        "`layout`",
        [FieldSchema("base", .choice(Layout.names), "the layout that has all other folders; classic if left out")]
            + Layout.Role.allCases.map { FieldSchema($0.rawValue, .path, $0.summary) })

    static let template = ObjectSchema(
        "`template`",
        [
            FieldSchema("source", .text, "name, folder or URL of the template", required: true),
            FieldSchema("answers", .mapping(.anything), "answers to the template's questions"),
        ])

    static let serving = ObjectSchema(
        "`serving`", [FieldSchema("port", .integer(0...65535), "TCP port on this machine; 0 takes a free one")])
}

extension TextPattern {
    /// The name of a project: `[a-z0-9][a-z0-9-]*`.
    public static let projectName = TextPattern("lower-case letters, digits and `-`") { text in
        guard let first = text.utf8.first, first != UInt8(ascii: "-") else { return false }
        return text.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
        }
    }

    /// The name of a stage, model or parameter: what can stand in `${…}`.
    static let identifier = TextPattern("letters, digits, `_` and `-`") { text in
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }
    }
}
