internal import MLKitSpec

/// What may stand in `verify`.
enum ProbeSchema {
    /// A mapping with one of these keys; `DefinitionRules` sees that it is one.
    static let probe = ObjectSchema("a probe", own + fixed)

    private static let own = [
        FieldSchema("file", .text, "a pattern that a file matches which is not empty"),
        FieldSchema("any_file", .list(.text), "patterns, one of which a file matches that is not empty"),
        FieldSchema("spec", .either([.object(spec), .text]), "a field of mlkit.yaml that is set, or has a value"),
        FieldSchema("stage", .object(stage), "a kind of stage that is declared and has run"),
        FieldSchema("metric", .object(metric), "a bound on a metric of the selected model"),
        FieldSchema("fairness", .object(fairness), "a bound on the gap between groups"),
        FieldSchema("readme", .list(.text), "words of headings that README.md has, with text below them"),
        FieldSchema("command", .text, "a shell command that exits with 0; run with consent only"),
    ]

    private static let fixed = FixedProbe.topics.map { topic, words in
        let choice = ValueSchema.choice(words)
        return topic == "git"
            ? FieldSchema(topic, .either([.object(git), choice]), "what is asked of the repository")
            : FieldSchema(topic, choice, "see the documentation of probes")
    }

    private static let git = ObjectSchema(
        "`git`", [FieldSchema("no-large-files", .pattern(size), "the largest size of a tracked file", required: true)])

    private static let spec = ObjectSchema(
        "`spec`",
        [
            FieldSchema(stageName, .text, "in every stage of this kind"),
            FieldSchema("field", .text, "the field's path", required: true),
            FieldSchema("equals", .anything, "the value it has"),
            FieldSchema("in", .list(.anything), "the values of which it has one"),
        ])

    private static let stage = ObjectSchema(
        "`stage`",
        [
            FieldSchema(kindName, .text, "the kind of stage", required: true),
            FieldSchema("up_to_date", .boolean, "whether nothing may have changed since it ran"),
        ])

    private static let metric = ObjectSchema(
        "`metric`",
        [
            FieldSchema(
                "name", .text, "the metric; `selection` for the one that models are selected by", required: true),
            FieldSchema("above", .number(-.infinity ... .infinity), "it is larger than this"),
            FieldSchema("below", .number(-.infinity ... .infinity), "it is smaller than this"),
            FieldSchema("max", .number(-.infinity ... .infinity), "it is this at most"),
        ])

    private static let fairness = ObjectSchema(
        "`fairness`", [FieldSchema("max_gap", .number(0 ... .infinity), "the largest gap between groups")])

    /// The keys that name a kind of stage.
    static let kindName = "kind"
    static let stageName = "stage"

    private static let size = TextPattern("a size like `5MiB`") { bytes($0) != nil }

    /// Bytes of a size with a unit: B, KiB, MiB or GiB.
    static func bytes(_ text: String) -> Int? {
        let units = ["GiB": 1 << 30, "MiB": 1 << 20, "KiB": 1 << 10, "B": 1]
        guard let unit = units.keys.sorted(by: { $0.count > $1.count }).first(where: text.hasSuffix),
            let number = Int(text.dropLast(unit.count)), number > 0, let factor = units[unit]
        else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: factor)
        return overflow ? nil : bytes
    }
}
