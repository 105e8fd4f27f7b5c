internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// Writes what was found in a project as its `mlkit.yaml`.
struct SpecWriter {
    let survey: RepositorySurvey
    private(set) var recognised: RecognisedStages
    let templateSource: String
    private let templateStages: TemplateStages?
    private(set) var text = SpecText()

    init(
        survey: RepositorySurvey, recognised: RecognisedStages, templateSource: String,
        templateStages: TemplateStages? = nil
    ) {
        self.templateStages = recognised.stages.isEmpty ? templateStages : nil
        self.survey = survey
        self.recognised = recognised
        self.templateSource = templateSource
        if templateStages != nil, !recognised.stages.isEmpty {
            self.recognised.leftOut.append(LeftOut(what: "the stages of the template", why: "the project has stages of its own"))
        }
        writeProject()
        writeTemplate()
        writeLayout()
        writeParameters()
        writeStages()
        for line in self.templateStages?.lines ?? [] { text.add(line) }
        writeSuggestions()
        writeLeftOut()
    }

    private mutating func writeProject() {
        text.comment("What this project is, and what `mlkit run` does.")
        text.comment("")
        text.comment(
            "Proposed by `mlkit init` from what stands in the folder: look through it, and change what does not fit. "
                + "What needs a decision is marked `review`.")
        text.add("mlkit: 1")
        text.add()
        text.add("project:")
        text.fact("name", survey.facts.name)
        text.fact("title", survey.facts.title)
        text.fact("description", survey.facts.summary)
        text.fact("owner", survey.facts.owner)
        text.fact("license", survey.facts.license)
        for item in survey.facts.aside {
            text.comment(
                "\(item.key): \(item.fact.value), says \(item.fact.source); the template takes \(item.expectation).",
                indent: 2)
        }
        let maturity = survey.facts.maturity?.value ?? "poc"
        text.add("  maturity: \(maturity)  # poc, mvp or production: which checklist items are required")
        text.add()
    }

    private mutating func writeTemplate() {
        text.comment(
            "What the files that mlkit added come from. `mlkit apply` brings them into line with newer templates.")
        text.add("template:")
        text.add("  source: \(YAMLText.scalar(templateSource))")
        text.add()
    }

    private mutating func writeLayout() {
        let guess = survey.layout
        text.comment(
            guess.own.isEmpty
                ? "How folders are arranged."
                : "How folders are arranged: as the layout `\(guess.base)` has it, but for these.")
        if guess.own.isEmpty {
            text.add("layout: \(guess.base)")
        } else {
            text.add("layout:")
            text.add("  base: \(guess.base)")
            for (role, folder) in guess.own { text.add("  \(role.rawValue): \(YAMLText.flow(.string(folder)))") }
        }
        text.add("checklists: [end-to-end]")
    }

    private mutating func writeParameters() {
        guard !recognised.parameters.isEmpty else { return }
        text.add()
        text.comment("Values that the commands below take as ${params.NAME}, from params.yaml and `vars` of dvc.yaml.")
        text.add("params:")
        text.mapping(recognised.parameterMapping, indent: 2)
    }

    private mutating func writeStages() {
        guard !recognised.stages.isEmpty else { return }
        text.add()
        text.comment(
            "What `mlkit run` does. A stage runs after those that make its inputs, and only if something it uses "
                + "changed.")
        if recognised.stages.flatMap(\.inputs).contains(where: { FileName.last($0) == DVCValues.parameterFile }) {
            text.comment("")
            text.comment(
                "Scripts that read params.yaml have it as an input, so any change in it runs them again. A value that "
                    + "is moved to `params:` here, and handed over as ${params.NAME} in `run`, is followed by itself.")
        }
        text.add("stages:")
        for stage in recognised.stages { write(stage) }
    }

    private mutating func write(_ stage: ProposedStage) {
        if text.lines.last != "stages:" { text.add() }
        text.beginStage(stage.name)
        text.comment("From \(stage.origin)" + (stage.summary.map { ": \($0)" } ?? "."), indent: 2)
        for review in stage.reviews { text.comment("review: \(review).", indent: 2) }
        text.add("  \(stage.name):")
        text.command(stage.run)
        if !stage.inputs.isEmpty { text.list("inputs", stage.inputs) }
        text.list("outputs", stage.outputs.map { stage.kept.contains($0) ? Self.kept($0) : .string($0) })
        if !stage.metrics.isEmpty { text.list("metrics", stage.metrics) }
        if !stage.plots.isEmpty { text.list("plots", stage.plots.map(\.json)) }
        if stage.isFrozen { text.add("    frozen: true") }
        if stage.runsAlways { text.add("    always: true") }
    }

    private static func kept(_ path: String) -> JSON { ["path": .string(path), "keep": .bool(true)] }

    /// Stages that a person completes: as comments, to be taken in by removing `# `.
    private mutating func writeSuggestions() {
        guard templateStages == nil else { return }
        let table = recognised.stages.isEmpty ? survey.sourceTable : nil
        guard !recognised.suggestions.isEmpty || table != nil else { return }
        text.add()
        let what =
            switch recognised.suggestions.count {
            case 0: "This table may be a stage."
            case 1: "This script may be a stage."
            default: "These scripts may be stages."
            }
        text.comment(
            "\(what) Say what each reads and writes, and take the `# ` away"
                + (recognised.stages.isEmpty ? " (also before `stages:`)." : ", below `stages:`."))
        if recognised.stages.isEmpty { text.add("# stages:") }
        for stage in recognised.suggestions {
            text.add("#   \(stage.name):")
            text.add("#     run: \(YAMLText.scalar(stage.run))")
            text.add("#     inputs: \(YAMLText.flow(.array(stage.inputs.map { .string($0) })))")
            text.add("#     outputs: []")
        }
        guard let table else { return }
        text.add("#   ingest:  # mlkit's own: cleans, describes and splits a table")
        text.add("#     kind: data")
        text.add("#     source: \(YAMLText.flow(.string(table)))")
        text.add("#     target: COLUMN  # the one to predict")
    }

    private mutating func writeLeftOut() {
        guard !recognised.leftOut.isEmpty else { return }
        text.add()
        text.comment("Found, and not taken over:")
        for item in recognised.leftOut { text.comment("- \(item.what): \(item.why)") }
    }
}

extension ProposedPlot {
    /// As `mlkit.yaml` has it: the path alone where nothing is said of it.
    fileprivate var json: JSON {
        guard self != ProposedPlot(path: path) else { return .string(path) }
        let columns: JSON? = y.isEmpty ? nil : .array(y.map { .string($0) })
        let said = [("title", title.map { .string($0) }), ("x", x.map { .string($0) }), ("y", columns)]
        return .object([JSON.Member("path", .string(path))] + said.compactMap { name, value in value.map { JSON.Member(name, $0) } })
    }
}

extension RepositorySurvey {
    /// The one table that the project seems to start from, small formats of mlkit's own data stage.
    public var sourceTable: String? { tables.count == 1 ? tables[0] : nil }
}
