internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// The scripts of one template, and what came of them.
struct HookSession {
    let hooks: [CookiecutterHook]
    let consent: ((CookiecutterHook, String) -> Bool)?
    let scratch: FilePath
    let runner: HookRunner
    let files: any FileSystem
    private var refused: [CookiecutterHook] = []
    private var leftOut: [Diagnostic] = []

    init(
        hooks: [CookiecutterHook], consent: ((CookiecutterHook, String) -> Bool)?, scratch: FilePath,
        runner: HookRunner,
        files: any FileSystem
    ) {
        self.hooks = hooks
        self.consent = consent
        self.scratch = scratch
        self.runner = runner
        self.files = files
    }

    /// The template to read: a copy, changed by the scripts that run first, if there are any that may.
    mutating func prepared(_ folder: FilePath) async throws -> FilePath {
        let files = files
        let scripts = try hooks(of: .prePrompt) { try files.readText($0.path) }
        guard !scripts.isEmpty else { return folder }
        let copy = scratch.appending("template").appending(folder.lastComponent?.string ?? "template")
        for file in try walk(folder) {
            let isExecutable = try files.information(at: file.path)?.isExecutable ?? false
            let path = file.components.reduce(copy) { $0.appending($1) }
            try files.write(try files.read(file.path), to: path, executable: isExecutable)
        }
        for (hook, text) in scripts { try await runner.run(hook, text, in: copy) }
        return copy
    }

    /// The files of the project after the scripts that run before and after they are written.
    mutating func finished(_ tree: inout CookiecutterTree, _ name: String) async throws -> [RenderedFile] {
        // In this order, as a script may change variables for all after it.
        let before = try hooks(of: .preGenerate) { try tree.render($0) }
        let rendered = try tree.rendered()
        let after = try hooks(of: .postGenerate) { try tree.render($0) }
        guard !before.isEmpty || !after.isEmpty else { return rendered }
        if let problem = name.contains("/") ? "has a `/` in it" : PathRules.problem(of: name) {
            throw Failure("the template's name for its folder, `\(name)`, \(problem)")
        }
        let folder = scratch.appending("project").appending(name)
        try files.makeDirectory(folder)
        for (hook, text) in before { try await runner.run(hook, text, in: folder) }
        for file in rendered {
            try files.write(file.content, to: folder.pushing(FilePath(file.path)), executable: file.isExecutable)
        }
        for (hook, text) in after { try await runner.run(hook, text, in: folder) }
        return try collected(folder, rendered, after.last?.hook ?? before[0].hook)
    }

    /// The scripts for an event that may run, with their texts.
    private mutating func hooks(
        of event: CookiecutterHook.Event, _ text: (CookiecutterHook) throws -> String
    ) throws -> [(hook: CookiecutterHook, text: String)] {
        var allowed: [(hook: CookiecutterHook, text: String)] = []
        for hook in hooks where hook.event == event {
            if let consent {
                let text = try text(hook)
                if consent(hook, text) {
                    allowed.append((hook, text))
                    continue
                }
            }
            refused.append(hook)
        }
        return allowed
    }

    /// What the scripts left, each file under the name that it had before, if it had one.
    private mutating func collected(
        _ folder: FilePath, _ rendered: [RenderedFile], _ hook: CookiecutterHook
    ) throws -> [RenderedFile] {
        let known = Dictionary(rendered.map { ($0.path, $0) }) { first, _ in first }
        var collected = [RenderedFile]()
        for file in try walk(folder) {
            let path = file.components.joined(separator: "/")
            if let problem = file.components.lazy.compactMap(PathRules.problem(of:)).first {
                throw Failure("`\(hook.name)` made `\(path)`, a path that \(problem)")
            }
            let content = try files.read(file.path)
            collected.append(
                RenderedFile(
                    path: path, content: content,
                    isExecutable: try files.information(at: file.path)?.isExecutable ?? false,
                    ownership: known[path]?.ownership ?? .merged, blob: try ObjectID(blobOf: content),
                    origin: known[path]?.origin ?? "\(hook.name)[\(path)]"))
        }
        let collisions = PathRules.problems(of: collected)
        guard collisions.isEmpty else { throw Failure(collisions) }
        return collected.sorted { ($0.path, $0.origin) < ($1.path, $1.origin) }
    }

    /// The files below a folder, without the repository it may be.
    private mutating func walk(_ folder: FilePath) throws -> [TemplateWalker.File] {
        var walker = TemplateWalker(files: files)
        try walker.walk(folder, "")
        leftOut += walker.problems.map { .warning("\($0.message): left out") }
        return walker.found.filter { $0.components[0] != ".git" }
    }

    /// What the user should know.
    var warnings: [Diagnostic] {
        guard !refused.isEmpty else { return leftOut }
        let names = Suggestion.list(refused.map(\.name))
        let verb = refused.count == 1 ? "was" : "were"
        return leftOut + [
            .warning(
                "\(plural(refused.count, "script")) of the template \(verb) not run: \(names)",
                notes: ["the project may lack what scripts add, and keep what they take away"],
                hint: "read \(refused.count == 1 ? "it" : "them"), and make the project again with `--trust`")
        ]
    }
}
