internal import MLKitCore
internal import MLKitYAML

/// What a `mlkit.yaml` says besides its stages, layout and sweeps, which are read one by one.
struct SpecHead: Sendable {
    var format = 1
    var project = ProjectSpec.Project()
    var checklists = ["end-to-end"]
    var policies: [AnswerPolicy] = []
    var parameters: JSON = .object([])
    var serving = ProjectSpec.Serving()
    var resources: [String: Int] = [:]
    var cache = CacheSettings()

    static let formatName = "mlkit"

    /// What outputs of stages show of the file besides the stage.
    var shown: JSON { .object([JSON.Member(SpecSchema.projectName, project.shown)] + serving.shown) }

    /// The keys of the whole file.
    ///
    /// - Parameter stages: what a stage may look like: a mapping for each kind.
    static func keys(stages: [ObjectSchema]) -> KeySet<SpecHead> {
        KeySet(
            "mlkit.yaml", blank: SpecHead(),
            [
                Key(
                    formatName, \.format, .integer(1...ProjectSpec.format), "version of this format: 1", required: true),
                Key(SpecSchema.projectName, \.project, .object(ProjectSpec.Project.keys), "what the project is", required: true),
                Key(
                    described: FieldSchema(
                        SpecSchema.template, .object(SpecSchema.templateKeys),
                        "the template that the repository is made from, and its answers")),
                Key(
                    described: FieldSchema(
                        SpecSchema.layout, .either([.choice(Layout.names), .object(Layout.schema)]),
                        "how folders are arranged: a known layout, or folders of your own",
                        default: .string(Layout.standardName))),
                Key(
                    SpecSchema.checklists, \.checklists, .list(.text),
                    "names of built-in checklists, or paths to your own"),
                Key(
                    SpecSchema.policies, \.policies, .list(.object(AnswerPolicy.keys)),
                    "what answers to items have to be like, beside what the checklists themselves demand"),
                Key(
                    SpecSchema.parameters, \.parameters, .mapping,
                    "values that stages refer to as `${params.NAME}`"),
                Key(
                    described: FieldSchema(
                        SpecSchema.stages, .mapping(.variant(stages)),
                        "what `mlkit run` does: stages by name, in any order", default: .object([]))),
                Key(SpecSchema.servingName, \.serving, .object(ProjectSpec.Serving.keys), "how `mlkit serve` answers"),
                Key(
                    SpecSchema.resources, \.resources, .mapping(.integer(1...)),
                    "how many there are of what stages take by name, as `gpu: 1`"),
                Key(SpecSchema.cache, \.cache, .object(CacheSettings.keys), "where stages' outputs are kept to be restored"),
                Key(
                    described: FieldSchema(
                        SpecSchema.sweeps, .mapping(.object(SweepSpec.schema)),
                        "searches for the best values of parameters, by name", default: .object([]))),
            ])
    }
}
