internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML
internal import SystemPackage

/// Reads a template's folder, and collects all that is wrong with it before any is thrown.
struct TemplateReader {
    let folder: FilePath
    let kinds: StageKinds
    let files: any FileSystem
    private var problems: [Diagnostic] = []

    init(folder: FilePath, kinds: StageKinds, files: any FileSystem) {
        self.folder = folder
        self.kinds = kinds
        self.files = files
    }

    mutating func read() throws -> Template {
        let path = folder.appending(Template.fileName)
        guard try files.exists(path) else { throw try Template.missing(in: folder, files) }
        let root = try YAMLDocument.parse(try files.read(path, limit: YAMLDocument.sizeLimit), file: path.string)
        try root.refuseNewerFormat("template", than: Template.format, file: path.string)
        var validator = SchemaValidator()
        validator.check(root, .object(TemplateSchema.file), as: Template.fileName)
        problems += validator.problems
        let computed = computed(root)
        let questions = questions(root["questions"], computed)
        var scope = Scope(questions: questions.map(\.name) + computed.map(\.name))
        scope.mappings = Set(questions.filter { $0.kind == .mapping }.map(\.name))
        scope.partials = try partials()
        let template = Template(
            name: root["name"]?.text ?? "", version: root["version"]?.text ?? "",
            summary: root["description"]?.text ?? "", questions: questions, computed: computed,
            secrets: SecretRules.names(questions, computed),
            ownership: ownership(root["ownership"]),
            nextSteps: (root["next"]?.sequence ?? []).compactMap { text($0, scope) },
            postSteps: (root["post"]?.sequence ?? []).compactMap { postStep($0, scope) },
            partials: scope.partials.keys.sorted(), kinds: kinds,
            files: try tree(root["loops"], root["shared"], scope))
        check(template, root["ownership"])
        problems += SecretRules(template).problems
        guard problems.isEmpty else { throw Failure(inOrder) }
        return template
    }

    private mutating func computed(_ root: Node) -> [ComputedAnswer] {
        let entries = root["computed"]?.mapping ?? []
        let questions = root["questions"]?.mapping ?? []
        let mappings = questions.filter { $0.value["type"]?.text == Question.Kind.mapping.rawValue }.map(\.name)
        var reader = ComputedReader(
            questions: questions.map(\.name), mappings: Set(mappings), names: entries.map(\.name))
        for entry in entries { reader.read(entry) }
        problems += reader.problems
        return reader.computed
    }

    private mutating func questions(_ node: Node?, _ computed: [ComputedAnswer]) -> [Question] {
        let entries = node?.mapping ?? []
        var reader = QuestionReader(names: entries.map(\.name), computed: computed)
        let questions = entries.map { reader.read($0) }
        problems += reader.problems
        return questions
    }

    private func ownership(_ node: Node?) -> [OwnershipRule] {
        (node?.mapping ?? []).compactMap { entry in
            entry.value.text.flatMap { Ownership(rawValue: $0) }.map { OwnershipRule(pattern: entry.name, ownership: $0) }
        }
    }

    private mutating func text(_ node: Node, _ scope: Scope) -> TextTemplate? {
        guard node.text != nil else { return nil }
        return collect { try TextTemplate(TextSource(node), scope) }
    }

    private mutating func postStep(_ node: Node, _ scope: Scope) -> PostStep? {
        var shell = scope
        shell.isForShell = true
        shell.partials = [:]
        let command = node["run"].flatMap { text($0, shell) }
        let help = node["help"].flatMap { text($0, scope) }
        let condition = node["when"].flatMap { node in
            node.text.flatMap { _ in collect { try TextValue(expression: TextSource(node), scope) } }
        }
        return command.map { PostStep(command: $0, condition: condition, help: help) }
    }

    /// The texts that others may include, by path.
    private mutating func partials() throws -> [String: TextSource] {
        let root = folder.appending(Template.partialsFolder)
        guard try files.information(at: root)?.kind == .directory else { return [:] }
        var walker = TemplateWalker(files: files, skipsLitter: true)
        try walker.walk(root, Template.partialsFolder)
        problems += walker.problems
        var partials: [String: TextSource] = [:]
        for file in walker.found {
            guard let bytes = collect({ [files] in try Self.utf8(file.path, files) }) else { continue }
            partials[file.source] = TextSource(file: file.path.string, bytes: bytes)
        }
        return partials
    }

    private mutating func tree(_ loops: Node?, _ shared: Node?, _ scope: Scope) throws -> [TemplateFile] {
        let root = folder.appending(Template.filesFolder)
        guard try files.information(at: root)?.kind == .directory else {
            problems.append(.error("the template `\(folder)` has no folder `\(Template.filesFolder)`"))
            return []
        }
        var walker = TemplateWalker(files: files, skipsLitter: true)
        try walker.walk(root, Template.filesFolder)
        for node in shared?.sequence ?? [] { try walk(shared: node, &walker) }
        var loops = LoopReader(loops, scope)
        let found = try walker.found.compactMap { file in
            try self.file(file, loops.loops(along: file.components), scope)
        }
        problems += walker.problems + loops.finish(walker.found.map(\.components))
        return found
    }

    /// Finds the files of a folder that templates beside each other share. Its name is a plain one, and it is no link,
    /// so that a template cannot have files from just anywhere on the disk.
    private mutating func walk(shared node: Node, _ walker: inout TemplateWalker) throws {
        guard let name = node.text, TextPattern.projectName.accepts(name) else { return }
        let base = folder.removingLastComponent().appending(Template.sharedFolder)
        let path = base.appending(name)
        guard try files.information(at: path)?.kind == .directory, try !files.isLink(base), try !files.isLink(path)
        else {
            problems.append(.error("there is no folder `\(path)`", at: node.location))
            return
        }
        try walker.walk(path, "\(Template.sharedFolder)/\(name)")
    }

    private mutating func file(
        _ file: TemplateWalker.File, _ loops: [LoopReader.Found], _ scope: Scope
    ) throws -> TemplateFile? {
        var components = file.components
        let isRendered = components.last?.hasSuffix(Template.renderedSuffix) ?? false
        if isRendered { components[components.count - 1].removeLast(Template.renderedSuffix.count) }
        var inner = scope
        let names = components.enumerated().compactMap { depth, name in
            inner.loops += loops.filter { $0.depth == depth }.map(\.variable)
            return collect { [inner] in
                try TextTemplate(TextSource(file: file.path.string, bytes: Array(name.utf8)), inner)
            }
        }
        var content = TemplateFile.Content.copied(file.path)
        if isRendered {
            let text = collect { [inner, files] in
                try TextTemplate(TextSource(file: file.path.string, bytes: Self.utf8(file.path, files)), inner)
            }
            guard let text else { return nil }
            content = .rendered(text)
        }
        return TemplateFile(
            source: file.source, path: names, loops: loops.compactMap(\.loop), content: content,
            isExecutable: try files.information(at: file.path)?.isExecutable ?? false)
    }

    private static func utf8(_ path: FilePath, _ files: any FileSystem) throws -> [UInt8] {
        let bytes = try files.read(path)
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Failure("`\(path)` is not UTF-8 text", hint: "take `.stencil` from its name to copy it as it is")
        }
        return bytes
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

    /// By file, and by place within it. A text that is included twice tells its problems twice.
    private var inOrder: [Diagnostic] {
        var seen = Set<Diagnostic>()
        return problems.filter { seen.insert($0).inserted }.enumerated().sorted { left, right in
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
