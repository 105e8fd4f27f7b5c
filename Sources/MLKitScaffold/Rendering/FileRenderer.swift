internal import MLKitCore
internal import MLKitGit

/// Renders a template's files one by one.
struct FileRenderer {
    let template: Template
    let values: TextValues
    let disk: any FileSystem

    /// All files that are wanted; everything that fails is reported together.
    func files() throws -> [RenderedFile] {
        var rendered = [RenderedFile]()
        var problems = [Diagnostic]()
        for file in template.files {
            do {
                try render(file, file.loops[...], values, file.source, &rendered)
            } catch let failure as Failure {
                problems += failure.diagnostics
                guard problems.count < Diagnostic.limit else { break }
            }
        }
        guard problems.isEmpty else { throw Failure(problems) }
        return rendered
    }

    func nextSteps() throws -> [String] {
        try template.nextSteps.map { try $0.render(values) }.filter { !$0.isEmpty }
    }

    func commands() throws -> [PostCommand] {
        try template.postSteps.filter { try $0.condition?.holds(values) ?? true }.map { step in
            PostCommand(text: try step.command.render(values), help: try step.help?.render(values))
        }
    }

    /// Renders a file once for every round of the loops around it.
    ///
    /// - Parameter origin: the template's file, and the items of the rounds so far.
    private func render(
        _ file: TemplateFile, _ loops: ArraySlice<FileLoop>, _ values: TextValues, _ origin: String,
        _ rendered: inout [RenderedFile]
    ) throws {
        guard let loop = loops.first else {
            if let file = try render(file, values, origin) { rendered.append(file) }
            return
        }
        let list = try loop.list.value(values)
        guard let items = list.array else {
            throw Failure("`\(loop.list.text)` is \(list.kindName), not a list", at: loop.list.location)
        }
        for item in items {
            let text = item.string ?? item.compact
            try render(file, loops.dropFirst(), values.adding(loop.variable, item), "\(origin)[\(text)]", &rendered)
        }
    }

    private func render(_ file: TemplateFile, _ values: TextValues, _ origin: String) throws -> RenderedFile? {
        let components = try file.path.map { try $0.render(values) }
        guard !components.contains("") else { return nil }
        let path = components.joined(separator: "/")
        try check(path, origin)
        let content = try content(of: file, values)
        try count(content, of: file, values)
        let (ownership, holdsSecret) = (template.ownership(of: path), !file.content.uses.isDisjoint(with: template.secrets))
        guard !holdsSecret || ownership == .seed else {
            throw Failure(
                "`\(origin)` has a secret answer in it, so it has to be the user's alone",
                hint: "write `\(path): seed` under `ownership`: what mlkit merges later is kept in git")
        }
        return RenderedFile(
            path: path, content: content, isExecutable: file.isExecutable, ownership: ownership,
            blob: try ObjectID(blobOf: holdsSecret ? [] : content), origin: origin, holdsSecret: holdsSecret)
    }

    private func content(of file: TemplateFile, _ values: TextValues) throws -> [UInt8] {
        switch file.content {
        case .rendered(let text): Array(try text.render(values).utf8)
        case .copied(let path): try disk.read(path)
        }
    }

    /// A few loops in one another could make more files than any disk holds.
    private func count(_ content: [UInt8], of file: TemplateFile, _ values: TextValues) throws {
        guard let loop = file.loops.last else { return }
        do { try values.budget.spend(steps: Self.stepsOfFile, bytes: content.count) } catch let failure as Failure {
            throw failure.placed(at: loop.list.location)
        }
    }

    /// What a file costs that a loop makes: 100,000 at most.
    private static let stepsOfFile = TextBudget.mostSteps / 100_000

    /// A name may render to several folders, as `{{ layout.tests }}` does, but none outside the project.
    private func check(_ path: String, _ origin: String) throws {
        for name in RepositoryPath.names(path) {
            guard let problem = PathRules.problem(of: name) else { continue }
            throw Failure("`\(origin)` becomes `\(path)`, where `\(name)` \(problem)")
        }
    }
}
