internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// Renders a template's files one by one.
struct CookiecutterTree {
    let template: CookiecutterTemplate
    private var variables: [String: JinjaValue]
    let environment: JinjaEnvironment
    let files: any FileSystem
    private let patterns: [PathPattern]
    private var problems: [Diagnostic] = []
    private(set) var warnings: [Diagnostic] = []
    /// The names of folders, by their path in the template.
    private var names: [String: String] = [:]

    init(
        _ template: CookiecutterTemplate, _ variables: JinjaDictionary, _ environment: JinjaEnvironment,
        _ files: any FileSystem
    ) {
        self.template = template
        self.variables = [CookiecutterTemplate.variable: .dictionary(variables)]
        var environment = environment
        environment.load = { try Self.included($0, template, files) }
        self.environment = environment
        self.files = files
        patterns = template.settings.copied.map { PathPattern($0) }
    }

    /// The template's own name for the project's folder.
    func folderName() throws -> String { try template.treeName.render(variables, environment) }

    /// All files, sorted by path; everything that fails is reported together.
    mutating func rendered() throws -> [RenderedFile] {
        var walker = TemplateWalker(files: files)
        try walker.walk(template.folder.appending(template.tree), template.tree)
        warnings += walker.problems.map { .warning("\($0.message): left out") }
        var rendered = [RenderedFile]()
        for file in walker.found {
            do {
                try rendered += render(file).map { [$0] } ?? []
            } catch let failure as Failure {
                problems += failure.diagnostics
            }
        }
        // A folder's name fails once for each file in it.
        var seen = Set<Diagnostic>()
        problems = problems.filter { seen.insert($0).inserted }
        guard problems.isEmpty else { throw Failure(problems) }
        rendered.sort { ($0.path, $0.origin) < ($1.path, $1.origin) }
        let collisions = PathRules.problems(of: rendered)
        guard collisions.isEmpty else { throw Failure(collisions) }
        return rendered
    }

    private func render(_ text: JinjaSource) throws -> String {
        try JinjaTemplate(text, template.settings.jinja).render(variables, environment)
    }

    /// A script, which may change cookiecutter's variables for all that is rendered after it.
    mutating func render(_ hook: CookiecutterHook) throws -> String {
        let source = JinjaSource(file: hook.path.string, bytes: Array(try files.readText(hook.path).utf8))
        let owner = CookiecutterTemplate.variable
        var changed = variables
        let text = try JinjaTemplate(source, template.settings.jinja).render(changing: &changed, environment)
        variables[owner] = changed[owner]
        return text
    }

    /// A file of the tree, or of `templates/` beside it.
    private static func included(
        _ name: String, _ template: CookiecutterTemplate, _ files: any FileSystem
    ) throws -> JinjaSource? {
        let components = PythonText.split(name, by: "/").filter { $0 != "." }
        guard !components.contains(".."), !components.contains("") else { return nil }
        for root in [template.tree, "templates"] {
            let path = components.reduce(template.folder.appending(root)) { $0.appending($1) }
            guard try files.information(at: path)?.kind == .file, try !files.isLink(path) else { continue }
            return JinjaSource(file: path.string, bytes: Array(try files.readText(path).utf8))
        }
        return nil
    }

    private mutating func render(_ file: TemplateWalker.File) throws -> RenderedFile? {
        // Below a folder that is copied names are not rendered, but the folder's own path is.
        let paths = file.components.indices.map { file.components[...$0].joined(separator: "/") }
        let copied = paths.firstIndex { path in patterns.contains { $0.matches(path) } }
        var components = [String]()
        for (index, name) in file.components.enumerated() {
            components.append(try index <= copied ?? Int.max ? self.name(name, paths[index]) : name)
        }
        guard !components.contains("") else { return nil }
        let path = components.joined(separator: "/")
        try check(path, file)
        environment.effects.forgetChance()
        let bytes = try files.read(file.path)
        let content = copied == nil ? try content(bytes, file) : bytes
        return RenderedFile(
            path: path, content: content, isExecutable: try files.information(at: file.path)?.isExecutable ?? false,
            // A secret made by chance is not made anew by a later update.
            ownership: environment.effects.usesChance ? .seed : .merged, blob: try ObjectID(blobOf: content),
            origin: file.source)
    }

    private mutating func name(_ name: String, _ path: String) throws -> String {
        if let known = names[path] { return known }
        let file = template.folder.appending(template.tree).pushing(FilePath(path)).string
        let rendered = try render(JinjaSource(file: file, bytes: Array(name.utf8)))
        names[path] = rendered
        return rendered
    }

    /// A name may render to several folders, but to none outside the project.
    private func check(_ path: String, _ file: TemplateWalker.File) throws {
        for name in PythonText.split(path, by: "/") {
            guard let problem = PathRules.problem(of: name) else { continue }
            throw Failure("`\(file.source)` becomes `\(path)`, where `\(name)` \(problem)")
        }
    }

    private mutating func content(_ bytes: [UInt8], _ file: TemplateWalker.File) throws -> [UInt8] {
        guard let text = RenderedText(bytes) else {
            if RenderedText.mayHaveTags(bytes, template.settings.jinja) {
                warnings.append(.warning("`\(file.path)` is not UTF-8 text: copied as it is, with the braces in it"))
            }
            return bytes
        }
        let rendered = try render(JinjaSource(file: file.path.string, bytes: text.bytes))
        return RenderedText.bytes(rendered, newline: template.settings.newline ?? text.newline)
    }
}
