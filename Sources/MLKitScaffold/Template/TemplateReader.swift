internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML
internal import SystemPackage

/// Reads a template's folder, and collects all that is wrong with it before any is thrown.
struct TemplateReader {
    let folder: FilePath
    let files: any FileSystem
    private var problems: [Diagnostic] = []

    init(folder: FilePath, files: any FileSystem) {
        self.folder = folder
        self.files = files
    }

    mutating func read() throws -> Template {
        let path = folder.appending(Template.fileName)
        guard try files.exists(path) else {
            throw Failure("`\(folder)` is no template: it has no \(Template.fileName)")
        }
        let root = try YAMLDocument.parse(try files.read(path), file: path.string)
        var validator = SchemaValidator()
        validator.check(root, .object(TemplateSchema.file), as: Template.fileName)
        problems += validator.problems
        let questions = questions(root["questions"])
        let scope = Scope(questions: questions.map(\.name))
        let template = Template(
            name: root["name"]?.text ?? "", version: root["version"]?.text ?? "",
            summary: root["description"]?.text ?? "", questions: questions, ownership: ownership(root["ownership"]),
            nextSteps: (root["next"]?.sequence ?? []).compactMap { text($0, scope) }, files: try tree(scope, shared: root["shared"]))
        check(template, root["ownership"])
        guard problems.isEmpty else { throw Failure(inOrder) }
        return template
    }

    private mutating func questions(_ node: Node?) -> [Question] {
        var reader = QuestionReader()
        let questions = (node?.mapping ?? []).map { reader.read($0) }
        problems += reader.problems
        return questions
    }

    private func ownership(_ node: Node?) -> [OwnershipRule] {
        (node?.mapping ?? []).compactMap { entry in
            entry.value.text.flatMap { Ownership(rawValue: $0) }.map { OwnershipRule(pattern: entry.name, ownership: $0) }
        }
    }

    private mutating func text(_ node: Node, _ scope: Scope) -> TextTemplate? {
        guard let text = node.text else { return nil }
        return collect { try TextTemplate(text, at: node.location, scope) }
    }

    private mutating func tree(_ scope: Scope, shared: Node?) throws -> [TemplateFile] {
        let root = folder.appending(Template.filesFolder)
        guard try files.information(at: root)?.kind == .directory else {
            problems.append(.error("the template `\(folder)` has no folder `\(Template.filesFolder)`"))
            return []
        }
        let own = try tree(root, Template.filesFolder, scope)
        return try (shared?.sequence ?? []).reduce(own) { found, node in try found + sharedTree(node, scope) }
    }

    /// The files of a folder that templates beside each other share. Its name is a plain one, so that a template
    /// cannot have files from just anywhere on the disk.
    private mutating func sharedTree(_ node: Node, _ scope: Scope) throws -> [TemplateFile] {
        guard let name = node.text, TextPattern.projectName.accepts(name) else { return [] }
        let source = "\(Template.sharedFolder)/\(name)"
        let root = folder.removingLastComponent().pushing(FilePath(source))
        guard try files.information(at: root)?.kind == .directory else {
            problems.append(.error("there is no folder `\(root)`", at: node.location))
            return []
        }
        return try tree(root, source, scope)
    }

    private mutating func tree(_ root: FilePath, _ source: String, _ scope: Scope) throws -> [TemplateFile] {
        var found = [TemplateFile]()
        try visit(root, source, []) { reader, path, source, components in
            try found += reader.file(path, source, components, scope).map { [$0] } ?? []
        }
        return found
    }

    private mutating func visit(
        _ folder: FilePath, _ source: String, _ components: [String],
        _ body: (inout TemplateReader, FilePath, String, [String]) throws -> Void
    ) throws {
        for name in try files.list(folder) {
            let path = folder.appending(name)
            let inner = (source: "\(source)/\(name)", components: components + [name])
            switch try files.information(at: path)?.kind {
            case .directory: try visit(path, inner.source, inner.components, body)
            case .file: try body(&self, path, inner.source, inner.components)
            default: problems.append(.error("`\(path)` in a template is neither file nor folder"))
            }
        }
    }

    private mutating func file(
        _ path: FilePath, _ source: String, _ components: [String], _ scope: Scope
    ) throws -> TemplateFile? {
        var components = components
        let isRendered = components.last?.hasSuffix(Template.renderedSuffix) ?? false
        if isRendered { components[components.count - 1].removeLast(Template.renderedSuffix.count) }
        let names = components.compactMap { name in
            collect { try TextTemplate(TextSource(file: path.string, bytes: Array(name.utf8)), scope) }
        }
        let isExecutable = try files.information(at: path)?.isExecutable ?? false
        guard isRendered else {
            return TemplateFile(source: source, path: names, content: .copied(path), isExecutable: isExecutable)
        }
        let bytes = try files.read(path)
        guard String(validating: bytes, as: UTF8.self) != nil else {
            problems.append(.error("`\(path)` is not UTF-8 text", hint: "take `.stencil` from its name to copy it as it is"))
            return nil
        }
        return collect { try TextTemplate(TextSource(file: path.string, bytes: bytes), scope) }.map {
            TemplateFile(source: source, path: names, content: .rendered($0), isExecutable: isExecutable)
        }
    }

    /// An ownership for files that are not there is a typo, unless names are made from answers.
    private mutating func check(_ template: Template, _ node: Node?) {
        let paths = template.files.map(\.plainPath)
        guard !paths.contains(nil) else { return }
        for entry in node?.mapping ?? [] {
            let rule = OwnershipRule(pattern: entry.name, ownership: .merged)
            if paths.contains(where: { $0.map(rule.matches) ?? false }) { continue }
            problems.append(.error("`\(entry.name)` matches no file of the template", at: entry.key.location))
        }
    }

    private mutating func collect<Result>(_ body: () throws -> Result) -> Result? {
        do { return try body() } catch {
            problems += (error as? Failure)?.diagnostics ?? [.error("\(error)")]
            return nil
        }
    }

    /// By file, and by place within it.
    private var inOrder: [Diagnostic] {
        problems.enumerated().sorted { left, right in
            guard let one = left.element.location, let two = right.element.location, one != two else {
                return (left.element.location == nil ? 0 : 1, left.offset)
                    < (right.element.location == nil ? 0 : 1, right.offset)
            }
            return one < two
        }.map(\.element)
    }
}

extension TemplateFile {
    /// The path if no part of it is made from answers.
    fileprivate var plainPath: String? {
        let names = path.compactMap(\.plainText)
        return names.count == path.count ? names.joined(separator: "/") : nil
    }
}
