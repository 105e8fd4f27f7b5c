/// The keys of `mlkit.yaml` that are read before, or apart from, all others.
public enum SpecSchema {
    /// What a whole file may look like, whatever its stages hold.
    public static let file = SpecHead.keys(stages: []).schema
    /// The keys of `project`.
    public static let project = ProjectSpec.Project.keys.schema
    /// Where a project keeps the JSON Schema of its file, for editors.
    public static let projectPath = ".mlkit/schema.json"

    public static let projectName = "project"
    public static let servingName = "serving"
    public static let parameters = "params"
    public static let checklists = "checklists"
    static let template = "template"
    static let layout = "layout"
    static let policies = "policies"
    static let resources = "resources"
    static let cache = "cache"
    public static let stages = "stages"
    static let sweeps = "sweeps"

    static let templateKeys = ObjectSchema(
        "`template`",
        [
            FieldSchema(
                "source", .text, "name of a built-in template, a folder, or a git URL with `@` and a version",
                required: true),
            FieldSchema("answers", .mapping(.anything), "answers to the template's questions, by name"),
        ])
}
