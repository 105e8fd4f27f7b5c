internal import MLKitCore

/// The reference page of `mlkit.yaml` in Markdown, made from the schema that reads the file.
public enum SpecReference {
    /// The whole page.
    public static let page = text()

    private static func text() -> String {
        var page = ReferencePage()
        page.add(
            """
            # mlkit.yaml

            <!-- Made by `mlkit schema --reference`; change the schema, not this page. -->

            Every key of `mlkit.yaml`. Unknown keys are errors. Paths are relative to the folder of the file, and stay
            inside it. The same as JSON Schema, for editors: `mlkit schema`, or `.mlkit/schema.json` in a project.


            """)
        page.table(SpecSchema.file)
        page.section("project", SpecSchema.project)
        page.section("template", SpecSchema.template)
        page.section(
            "layout", SpecSchema.layout,
            "One of \(Suggestion.list(Layout.names)), or a mapping: a known layout with some folders of your own. Roles that "
                + "lie inside a folder that is moved go with it.")
        page.add(layouts())
        page.section("serving", SpecSchema.serving)
        page.section("cache", SpecSchema.cache)
        page.add(
            """
            ## params and references

            Values under `params` are nested as you like. Below `stages`, and nowhere else,

            | | |
            |---|---|
            | `${params.train.rounds}` | is the value of that parameter; inside a longer text its text |
            | `${stages.ingest}` | is all that the stage `ingest` makes |
            | `${stages.ingest.valid}` | is a part of it: a split (`train`, `valid`, `test`), a model of a train stage, `selected` |
            | `$${` | stands for `${` |

            A reference to a stage is what makes one stage wait for another.

            ## stages

            A stage has a `kind`, or a command to `run`.


            """)
        for stage in StageSchema.all { page.stage(stage) }
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
