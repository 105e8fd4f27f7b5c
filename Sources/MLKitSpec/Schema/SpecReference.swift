internal import MLKitCore

/// The reference page of `mlkit.yaml` in Markdown, made from the schema that reads the file.
public struct SpecReference {
    private let kinds: StageKinds

    public init(_ kinds: StageKinds) { self.kinds = kinds }

    /// The whole page.
    public var page: String {
        var page = ReferencePage()
        page.add(
            """
            # mlkit.yaml

            <!-- Made by `mlkit schema --reference`; change the schema, not this page. -->

            Every key of `mlkit.yaml`. Unknown keys are errors. Paths are relative to the folder of the file, and stay
            inside it. The same as JSON Schema, for editors: `mlkit schema`, or `.mlkit/schema.json` in a project.


            """)
        page.table(kinds.file)
        page.section(SpecSchema.projectName, SpecSchema.project)
        page.section(SpecSchema.template, SpecSchema.templateKeys)
        page.section(
            SpecSchema.layout, Layout.schema,
            "One of \(Suggestion.list(Layout.names)), or a mapping: a known layout with some folders of your own. Roles that "
                + "lie inside a folder that is moved go with it.")
        page.add(Self.layouts())
        page.section(
            SpecSchema.policies, AnswerPolicy.keys.schema,
            "Each entry holds answers to the checklist to more than that they are given: see checklist.md.")
        page.section("\(SpecSchema.policies): for", AnswerPolicy.Selector.keys.schema)
        page.section(SpecSchema.servingName, ProjectSpec.Serving.keys.schema, "Flags of `mlkit serve` go before these keys.")
        page.section("\(SpecSchema.servingName).\(ProjectSpec.Serving.limitsName)", ServerLimits.keys.schema)
        page.section("\(SpecSchema.servingName).\(ProjectSpec.Serving.driftName)", DriftRule.keys.schema)
        page.section(SpecSchema.cache, CacheSettings.keys.schema)
        page.section(SpecSchema.sweeps, SweepSpec.schema, "Each entry is a search that `mlkit sweep NAME` makes: see sweeps.md.")
        page.section("\(SpecSchema.sweeps): a range", SweepParameter.rangeSchema)
        page.section("\(SpecSchema.sweeps): budget", SweepBudget.keys.schema)
        page.add(
            """
            ## params and references

            Values under `params` are nested as you like. Below `stages`, and nowhere else,

            | | |
            |---|---|
            | `${params.train.rounds}` | is the value of that parameter; inside a longer text its text, which in a shell command is one \
            word |
            | `${params.flags\\|raw}` | is the same without quotes in a shell command |
            | `${stages.ingest}` | is all that the stage `ingest` makes |
            | `${stages.ingest.valid}` | is a part of it: a split (`train`, `valid`, `test`), a model of a train stage, `selected`, an \
            output that a command names |
            | `${stages.fit.de-1}` | is one of the stages that `fit` stands for |
            | `$${` | stands for `${` |

            A reference to a stage is what makes one stage wait for another.

            ## stages

            A stage has a `kind`, or a command to `run`.

            ### foreach and matrix

            ```yaml
            stages:
              clean:
                foreach: [de, fr]                             # clean.de, clean.fr
                run: python3 src/clean.py ${item}
                outputs: ["clean/${item}.csv"]
              fit:
                matrix: {lang: [de, fr], depth: [2, 4]}       # fit.de-2, fit.de-4, fit.fr-2, fit.fr-4
                run: python3 src/fit.py ${matrix.lang} ${matrix.depth}
                inputs: ["${stages.clean.${matrix.lang}}"]
                outputs: ["fit/${key}.json"]
              compare:
                run: python3 src/compare.py
                inputs: ["${stages.fit}"]                     # all four
                outputs: [reports/compare.md]
            ```

            A stage of any kind may stand for several. Under `foreach` is a list, or a mapping whose keys name the
            stages:

            | | |
            |---|---|
            | `${item}` | is the item; alone in its place it keeps its type |
            | `${item.rows}` | is a value of an item that is a mapping |
            | `${matrix.lang}` | is the stage's value of `lang` |
            | `${key}` | is the key of the item; elsewhere what stands behind the dot of the stage's name |

            A text or a number names its stage; a mapping does by its `name`. All but letters, digits, `_` and `-`
            becomes `_` in names, and two that come out the same are an error. In a train stage the models under
            `matrix.model` take the place of `model`. Values are put in before parameters, so that
            `${params.size.${item}}` finds the item's own, and a change of it runs that stage alone. Built-in stages
            put the stage's name into those of their default files, as in `reports/evaluation.de.json`; a name has at
            most \(NameLength.limit) bytes, as files are called after it.


            """)
        for (kind, stage) in zip(kinds.all, kinds.stages) { page.stage(stage, example: kind.example) }
        return page.text
    }

    /// Where each layout has each folder.
    private static func layouts() -> String {
        let known = Layout.names.compactMap { Layout(named: $0, project: "census") }
        var text = "The folders of the project `census` in each layout:\n\n"
        text += "| role | \(known.map(\.name).joined(separator: " | ")) |\n|---|\(known.map { _ in "---|" }.joined())\n"
        for role in Layout.Role.allCases {
            text += "| `\(role.rawValue)` | \(known.map { "`\($0[role])`" }.joined(separator: " | ")) |\n"
        }
        return text + "\n"
    }
}
