internal import MLKitCore
internal import MLKitGit

/// Renders a template's files one by one.
struct FileRenderer {
    let template: Template
    let variables: [String: JSON]
    let disk: any FileSystem
    private let engine = TextEngine()

    init(template: Template, variables: [String: JSON], disk: any FileSystem) {
        self.template = template
        self.variables = variables
        self.disk = disk
    }

    /// All files that are wanted; everything that fails is reported together.
    func files() throws -> [RenderedFile] {
        var rendered = [RenderedFile]()
        var problems = [Diagnostic]()
        for file in template.files {
            do {
                try rendered += render(file).map { [$0] } ?? []
            } catch let failure as Failure {
                problems += failure.diagnostics
            }
        }
        guard problems.isEmpty else { throw Failure(problems) }
        return rendered
    }

    func nextSteps() throws -> [String] {
        try template.nextSteps.map { try render($0) }.filter { !$0.isEmpty }
    }

    private func render(_ file: TemplateFile) throws -> RenderedFile? {
        let components = try file.path.map { try render($0) }
        guard !components.contains("") else { return nil }
        let path = components.joined(separator: "/")
        try check(path, file)
        let content = try content(of: file)
        return RenderedFile(
            path: path, content: content, isExecutable: file.isExecutable, ownership: template.ownership(of: path),
            blob: try ObjectID(blobOf: content), origin: file.source)
    }

    private func content(of file: TemplateFile) throws -> [UInt8] {
        switch file.content {
        case .rendered(let text): Array(try render(text).utf8)
        case .copied(let path): try disk.read(path)
        }
    }

    private func render(_ text: TextTemplate) throws -> String {
        try text.render(variables, engine: engine)
    }

    /// A name may render to several folders, as `{{ layout.tests }}` does, but none outside the project.
    private func check(_ path: String, _ file: TemplateFile) throws {
        for name in path.split(separator: "/", omittingEmptySubsequences: false) {
            guard let problem = PathRules.problem(of: String(name)) else { continue }
            throw Failure("`\(file.source)` becomes `\(path)`, where `\(name)` \(problem)")
        }
    }
}
