public import MLKitCore
public import MLKitSpec

/// A template with the answers put in, in memory.
public struct Rendering: Sendable {
    public let template: Template
    public let projectName: String
    public let layout: Layout
    public let answers: Answers
    /// Sorted by path, without the record.
    public let files: [RenderedFile]
    /// The files that come from the template, without those that mlkit adds itself.
    public var templateFiles: [RenderedFile] { files.filter { $0.origin != ProjectSchemaFile.origin } }
    /// What to do with the project, one step each.
    public let nextSteps: [String]
    /// Where the template came from; recorded if it is known.
    public var provenance: TemplateProvenance?
    /// Commands that finish a new project.
    public let postCommands: [PostCommand]

    /// - Throws: `Failure` with every file that cannot be rendered, and every path that cannot be had in a project.
    public init(
        of template: Template, projectName: String, layout: Layout, answers: Answers,
        files disk: any FileSystem = LocalFileSystem()
    ) throws {
        self.template = template
        self.projectName = projectName
        self.layout = layout
        self.answers = answers
        let renderer = FileRenderer(
            template: template, values: TextValues(answers.variables(projectName: projectName, layout: layout)), disk: disk)
        let own = try renderer.files()
        let rendered = try (own + [ProjectSchemaFile.rendered(besides: own, template.kinds)].compactMap { $0 })
            .sorted { ($0.path, $0.origin) < ($1.path, $1.origin) }
        let problems = PathRules.problems(of: rendered)
        guard problems.isEmpty else { throw Failure(problems) }
        files = rendered
        nextSteps = try renderer.nextSteps()
        postCommands = try renderer.commands()
    }

    /// The project's record of what it was made from: `.mlkit/template.yaml`.
    public var record: String { ScaffoldRecord(self).text }
}
