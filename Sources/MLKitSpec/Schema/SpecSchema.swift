internal import MLKitCore

/// The keys of `mlkit.yaml`.
public enum SpecSchema {
    public static let file = ObjectSchema(
        "mlkit.yaml",
        [
            FieldSchema("mlkit", .integer(1...ProjectSpec.format), "version of this format: 1", required: true),
            FieldSchema("project", .object(project), "what the project is", required: true),
            FieldSchema(
                "template", .object(template), "the template that the repository is made from, and its answers"),
            FieldSchema(
                "layout", .either([.choice(Layout.names), .object(layout)]),
                "how folders are arranged: a known layout, or folders of your own", default: standardLayout),
            FieldSchema(
                "checklists", .list(.text), "names of built-in checklists, or paths to your own",
                default: ["end-to-end"]),
            FieldSchema(
                "params", .mapping(.anything), "values that stages refer to as `${params.NAME}`", default: .object([])),
            FieldSchema(
                "stages", .mapping(.variant(StageSchema.all)),
                "what `mlkit run` does: stages by name, in any order", default: .object([])),
            FieldSchema("serving", .object(serving), "how `mlkit serve` answers"),
            FieldSchema(
                "resources", .mapping(.integer(1 ... .max)),
                "how many there are of what stages take by name, as `gpu: 1`", default: .object([])),
            FieldSchema("cache", .object(cache), "where stages' outputs are kept to be restored"),
            FieldSchema(
                "sweeps", .mapping(.object(SweepSchema.sweep)), "searches for the best values of parameters, by name",
                default: .object([])),
        ])

    static let project = ObjectSchema(
        "`project`",
        [
            FieldSchema("name", .pattern(.projectName), "short name of the project", required: true),
            FieldSchema("title", .text, "one line for people; on the model card"),
            FieldSchema("description", .text, "what it is about; on the model card"),
            FieldSchema("owner", .text, "who answers for it; on the model card"),
            FieldSchema("license", .text, "SPDX identifier of its licence; on the model card"),
            FieldSchema(
                "maturity", .choice(Maturity.allCases.map(\.rawValue)),
                "how far it has come: which checklist items it must have", default: .string(Maturity.poc.rawValue)),
            FieldSchema(
                "approach", .choice(["data-driven", "data-centric", "model-centric"]),
                "what is improved first; selects checklist items"),
            FieldSchema(
                "inference", .choice(["online", "batch"]), "how predictions are asked for; selects checklist items"),
            FieldSchema("tags", .list(.text), "select checklist items, such as `personal-data`", default: []),
        ])

    static let layout = ObjectSchema(
        "`layout`",
        [
            FieldSchema(
                "base", .choice(Layout.names), "the layout that has all other folders", default: standardLayout)
        ] + Layout.Role.allCases.map { FieldSchema($0.rawValue, .path, $0.summary) })

    static let template = ObjectSchema(
        "`template`",
        [
            FieldSchema(
                "source", .text, "name of a built-in template, a folder, or a git URL with `@` and a version",
                required: true),
            FieldSchema("answers", .mapping(.anything), "answers to the template's questions, by name"),
        ])

    static let serving = ObjectSchema(
        "`serving`",
        [
            FieldSchema(
                "port", .integer(0...65535), "TCP port on this machine; 0 takes a free one",
                default: .int(ProjectSpec.Serving().port))
        ])

    static let cache = ObjectSchema(
        "`cache`",
        [
            FieldSchema(
                "remote", .pattern(.cacheRemote),
                "what `mlkit cache push` and `pull` exchange with: a folder, or `REMOTE:PATH` of rclone"),
            FieldSchema(
                "link", .either([.choice(linkNames), .list(.choice(linkNames))]),
                "how restored files share the disk with the cache, the first that works; hard links are read-only, and "
                    + "are made for built-in stages only",
                default: .array(CacheSettings().links.map { .string($0.rawValue) })),
        ])

    private static let linkNames = CacheLink.allCases.map(\.rawValue)

    private static let standardLayout = JSON.string(Layout.standardName)
}
