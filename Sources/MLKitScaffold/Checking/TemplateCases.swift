internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec
internal import MLKitYAML
internal import SystemPackage

/// Runs a template's cases.
struct TemplateCases {
    private let template: Template
    private let folder: FilePath
    private let files: any FileSystem
    private let updates: Bool
    private(set) var findings: [Diagnostic] = []
    private(set) var results: [TemplateCaseResult] = []
    /// What the cases rendered.
    private(set) var trials: [TemplateTrial] = []
    private var trees: [[String]: String] = [:]

    init(_ template: Template, folder: FilePath, files: any FileSystem, updates: Bool) {
        self.template = template
        self.folder = folder
        self.files = files
        self.updates = updates
    }

    mutating func run() throws {
        let cases = folder.appending(TemplateCase.folder)
        guard try files.information(at: cases)?.kind == .directory else { return }
        for name in try files.list(cases) where name.hasSuffix(".yaml") {
            do {
                try run("\(TemplateCase.folder)/\(name)", cases.appending(name))
            } catch let failure as Failure {
                findings += failure.diagnostics
            }
        }
    }

    private mutating func run(_ file: String, _ path: FilePath) throws {
        let root = try YAMLDocument.parse(try files.read(path), file: path.string)
        var validator = SchemaValidator()
        validator.check(root, .object(TemplateCase.schema), as: "a case")
        let test = TemplateCase(file: file, root: root)
        var problems = validator.problems + unknownAnswers(root["answers"])
        if problems.isEmpty, let problem = checkTree(test) { problems.append(problem) }
        guard problems.isEmpty, let tree = test.tree else { throw Failure(problems) }
        let rendering = try render(test)
        let expected = tree.reduce(folder) { $0.appending($1) }
        if updates {
            results.append(TemplateCaseResult(file: file, differences: [], isUpdated: try update(expected, rendering)))
        } else {
            results.append(
                TemplateCaseResult(file: file, differences: try differences(expected, rendering), isUpdated: false))
        }
    }

    private func unknownAnswers(_ node: Node?) -> [Diagnostic] {
        let known = template.questions.map(\.name)
        return (node?.mapping ?? []).filter { !known.contains($0.name) }.map { entry in
            .error(
                "the template `\(template.name)` asks no question `\(entry.name)`", at: entry.key.location,
                hint: Suggestion.hint(for: entry.name, among: known))
        }
    }

    private mutating func checkTree(_ test: TemplateCase) -> Diagnostic? {
        let location = test.root["expect"]?.location
        guard let tree = test.tree else {
            return .error(
                "the expected tree must be a folder below `\(TemplateCase.folder)`", at: location,
                hint: "write `expect: cases/NAME`")
        }
        guard let other = trees.updateValue(test.file, forKey: tree) else { return nil }
        return .error("`\(other)` expects the same tree", at: location)
    }

    private mutating func render(_ test: TemplateCase) throws -> Rendering {
        guard let layout = test.layout else { throw Failure("no such layout", at: test.root.location) }
        let source = template.answers(in: test.root["answers"], name: test.file)
        let answers = try Interview(template, projectName: test.project, layout: layout)
            .answers(assigned: AssignedAnswers(), known: [source])
        for entry in test.root["answers"]?.mapping ?? [] where !answers.isGiven(entry.name) {
            findings.append(
                .warning("`\(entry.name)` is not asked with these answers", at: entry.key.location))
        }
        let rendering = try Rendering(
            of: template, projectName: test.project, layout: layout, answers: answers, files: files)
        trials.append(
            TemplateTrial(
                assignment: answers.given, rendering: rendering, problems: [], signature: 0,
                label: "the case `\(test.file)`"))
        return rendering
    }

    private func differences(_ expected: FilePath, _ rendering: Rendering) throws -> [TemplateCaseResult.Difference] {
        let golden = try golden(expected)
        let rendered = Dictionary(rendering.templateFiles.map { ($0.path, $0) }) { $1 }
        return try Set(golden.keys).union(rendered.keys).sorted().compactMap { path in
            let old = try golden[path].map { (path: path, content: try files.read($0)) }
            let new = rendered[path].map { (path: path, content: $0.content) }
            let isExecutable = try golden[path].flatMap { try files.information(at: $0)?.isExecutable }
            let kind: TemplateCaseResult.Kind
            switch (old, new) {
            case (nil, _): kind = .new
            case (_, nil): kind = .missing
            case (let old?, let new?) where old.content != new.content: kind = .changed
            default:
                guard isExecutable != rendered[path]?.isExecutable else { return nil }
                kind = .mode
            }
            return TemplateCaseResult.Difference(path: path, kind: kind, diff: try UnifiedDiff.text(from: old, to: new))
        }
    }

    private func golden(_ folder: FilePath) throws -> [String: FilePath] {
        guard try files.information(at: folder)?.kind == .directory else { return [:] }
        var walker = TemplateWalker(files: files)
        try walker.walk(folder, "")
        guard walker.problems.isEmpty else { throw Failure(walker.problems) }
        return Dictionary(walker.found.map { ($0.components.joined(separator: "/"), $0.path) }) { $1 }
    }

    /// Writes the expected tree anew if it differs.
    ///
    /// - Returns: whether it did.
    private func update(_ expected: FilePath, _ rendering: Rendering) throws -> Bool {
        guard try !differences(expected, rendering).isEmpty else { return false }
        try files.remove(expected)
        for file in rendering.templateFiles {
            try files.write(file.content, to: expected.pushing(FilePath(file.path)), executable: file.isExecutable)
        }
        return true
    }
}
