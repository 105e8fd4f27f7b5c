public import MLKitCore
public import MLKitGit
public import MLKitSpec
internal import MLKitYAML
public import SystemPackage

/// What probes look at, each read when the first probe asks for it, and once.
public final class ProbeContext {
    /// How a command that a probe wants to run ended; `nil` if it may not run.
    public typealias RunCommand = (String) async throws -> CommandEnd?

    /// What a program for finding secrets finds in files; `nil` if this machine has none.
    public typealias FindSecrets = ([String]) async throws -> SecretTool?

    /// What a template wrote to a file of the project, and the text itself as far as it is kept; `nil` if none did.
    public typealias TemplateText = (_ path: String) -> (blob: ObjectID, content: [UInt8]?)?

    let project: FilePath
    let spec: ProjectSpec
    let facts: ProjectFacts
    let files: any FileSystem
    let hashes: HashCache
    let runCommand: RunCommand
    let findSecrets: FindSecrets
    /// Whether secrets are looked for in all commits, and not only in files as they are.
    let scansHistory: Bool
    /// What patterns are matched against.
    private let walked: RememberingFileSystem
    private let openGit: () throws -> (any ProjectGit)?
    private let findStandings: () throws -> StageStandings
    private let templateText: TemplateText

    private var repository: Result<(any ProjectGit)?, any Error>?
    private var standings: Result<StageStandings, any Error>?
    private var documents: [String: JSON?] = [:]
    /// The tracked files that git has otherwise than the working tree.
    var changed: PathSet?
    /// What was looked at since the last `beginLook`, so that it can be seen whether it changed.
    private(set) var watched = PathSet()
    /// Whether something was looked at whose change cannot be seen.
    private(set) var isUnwatchable = false
    /// Whether a command was asked for that may not run.
    private(set) var isRefused = false

    /// - Parameters:
    ///   - git: opens the project's repository; `nil` outside git.
    ///   - standings: asks the runner how the stages stand.
    ///   - templateText: says what the project was made with.
    ///   - findSecrets: asks a program that looks for secrets.
    ///   - scansHistory: whether secrets are looked for in all commits.
    ///   - run: runs a command by `sh -c` in the project if it may.
    public init(
        project: FilePath, spec: ProjectSpec, facts: ProjectFacts, files: any FileSystem, hashes: HashCache,
        git: @escaping () throws -> (any ProjectGit)?, standings: @escaping () throws -> StageStandings,
        templateText: @escaping TemplateText = { _ in nil }, findSecrets: @escaping FindSecrets = { _ in nil },
        scansHistory: Bool = false, run: @escaping RunCommand
    ) {
        self.project = project
        self.spec = spec
        self.facts = facts
        self.files = files
        self.hashes = hashes
        runCommand = run
        self.findSecrets = findSecrets
        self.scansHistory = scansHistory
        walked = RememberingFileSystem(files)
        openGit = git
        findStandings = standings
        self.templateText = templateText
    }

    func beginLook() {
        watched = [ProjectSpec.fileName]
        isUnwatchable = false
        isRefused = false
    }

    /// Says that a command may not run, so that nothing new is known of it.
    func refusedCommand() {
        looksBeyondFiles()
        isRefused = true
    }

    /// Says that what was seen may change without any watched file doing so.
    func looksBeyondFiles() { isUnwatchable = true }

    /// Says that a verdict holds for as long as some files are what they are, whatever else was looked at: a file that
    /// was found stays found.
    func restsOn(_ paths: [String]) {
        watched = PathSet(paths + [ProjectSpec.fileName])
        isUnwatchable = false
    }

    /// The project's repository; `nil` outside git.
    func git() throws -> (any ProjectGit)? {
        let opened = repository ?? Result(catching: openGit)
        repository = opened
        let git = try opened.get()
        if let git { watched.formUnion(git.watched) } else { looksBeyondFiles() }
        return git
    }

    /// How a stage stands, as the runner says; up to date if it says nothing.
    func standing(of stage: StageSpec) throws -> StageStanding { try allStandings()[stage.name] ?? .upToDate }

    private func allStandings() throws -> StageStandings {
        looksBeyondFiles()
        let found = standings ?? Result(catching: findStandings)
        standings = found
        return try found.get()
    }

    /// What a lock says that a stage wrote and git keeps out of this clone, if a pattern matches it or could match
    /// something in it. A lock names a folder, and not what is in it; of a bundle that is known.
    func absentOutput(like pattern: String) throws -> (path: String, stage: String, matches: Bool)? {
        guard pattern.contains("/"), !spec.stages.isEmpty else { return nil }
        let (stages, glob) = (try allStandings(), Glob(pattern))
        let absent = try stages.outputs.sorted { $0.key < $1.key }.filter { path, output in
            guard case .absent = stages[output.stage] else { return false }
            return try information(path) == nil
        }
        let match = absent.first { path, output in
            let inside = spec.stage(output.stage)?.settings.makes.contains(.bundle) == true ? Self.bundled.map { "\(path)/\($0)" } : []
            return ([path] + inside).contains { $0 == pattern || glob.matches($0) }
        }
        if let match { return (match.key, match.value.stage, true) }
        // What has an ending is a file.
        let folder = absent.first { path, _ in !PinProbe.name(path).contains(".") && glob.overlaps(path) }
        return folder.map { ($0.key, $0.value.stage, false) }
    }

    /// What every bundle has.
    private static let bundled = ["model.onnx", "MODEL_CARD.md", "smoke.json"]

    func file(_ path: String) -> FilePath { project.pushing(FilePath(path)) }

    /// What stands at a path of the project, or at that of a tracked file whose name is no text.
    func information(_ path: String) throws -> FileInformation? {
        guard let odd = try oddPlace(of: path) else {
            watched.insert(path)
            return try files.information(at: file(path))
        }
        looksBeyondFiles()
        return try files.information(at: odd)
    }

    /// Where a tracked file stands whose name is no text, if a path stands for one.
    func oddPlace(of path: String) throws -> FilePath? { path.contains("\\x") ? try git()?.oddPlace(of: path) : nil }

    /// Whether a file stands there that is not empty.
    func hasContent(_ path: String) throws -> Bool {
        guard let information = try information(path) else { return false }
        return information.kind == .file && information.size > 0
    }

    /// The bytes of a file; `nil` if there is none.
    func read(_ path: String) throws -> [UInt8]? {
        guard try information(path)?.kind == .file else { return nil }
        return try files.read(oddPlace(of: path) ?? file(path))
    }

    /// Whether a document is as a template wrote it: nobody has said anything in it yet.
    func isTemplateText(_ path: String) throws -> Bool {
        guard Self.documentEndings.contains(where: { path.hasSuffix(".\($0)") }), let text = templateText(path), let bytes = try read(path),
            try ObjectID(blobOf: bytes) == text.blob
        else { return false }
        looksBeyondFiles()
        return true
    }

    /// The spec as a template wrote it; `nil` if none did, or that is not known.
    func templateSpec() -> Node? {
        templateText(ProjectSpec.fileName)?.content.flatMap { try? YAMLDocument.parse($0, file: ProjectSpec.fileName) }
    }

    private static let documentEndings = ["md", "rst", "txt", "html"]

    func text(_ path: String) throws -> String? {
        try read(path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// A JSON file; `nil` if there is none, or it cannot be read.
    func json(_ path: String) throws -> JSON? {
        watched.insert(path)
        if let known = documents[path] { return known }
        let json = try read(path).flatMap { try? JSON(parsing: $0, file: path) }
        documents[path] = .some(json)
        return json
    }

    /// Files that match a pattern with roles in braces, relative to the project.
    func matches(_ pattern: String) throws -> [String] {
        let path = resolved(pattern)
        guard Glob.isPattern(path) else { return try information(path) == nil ? [] : [path] }
        looksBeyondFiles()
        // `**` stands for folders; at the end of a pattern the files in them are meant.
        return try Glob(path.hasSuffix("**") ? path + "/*" : path).matches(in: project, files: walked)
    }

    /// Whether other clones can have a file: one that git ignores is for nobody else. A pattern that names an ignored folder
    /// means what is in it.
    func isForOthers(_ path: String, as pattern: String) throws -> Bool {
        guard let git = try git(), try git.isIgnored(path) else { return true }
        let folders = pattern.split(separator: "/").dropLast().prefix { !Glob.isPattern(String($0)) }
        return try !folders.isEmpty && git.isIgnored(folders.joined(separator: "/") + "/x")
    }

    /// Documents that match a pattern with roles in braces, for everyone who has the project.
    func documents(_ pattern: String) throws -> [String] {
        try matches(pattern).filter { try isForOthers($0, as: resolved(pattern)) }
    }

    /// The pattern with the layout's folders for roles in braces.
    func resolved(_ pattern: String) -> String {
        guard let open = pattern.firstIndex(of: "{"), let close = pattern[open...].firstIndex(of: "}") else {
            return pattern
        }
        let name = String(pattern[pattern.index(after: open)..<close])
        let folder = Layout.Role(rawValue: name).map { spec.layout[$0] } ?? "{\(name)}"
        return pattern[..<open] + folder + resolved(String(pattern[pattern.index(after: close)...]))
    }

    /// The lock of a stage, `.mlkit/lock/<stage>.json`.
    func lock(of stage: StageSpec) throws -> JSON? { try json(".mlkit/lock/\(stage.name).json") }

    /// The folder of the bundle that is served, as `current` beside it says; `nil` if none is.
    func servedBundle() throws -> String? {
        let folder = spec.layout.deploy
        guard let name = try text("\(folder)/current")?.trimmed, !name.isEmpty, FilePath.Component(name)?.kind == .regular else {
            return nil
        }
        return "\(folder)/\(name)"
    }

    /// The version that is served, if it is another than the one that the stages made.
    func otherVersion() throws -> ServedVersion? { try ServedVersion(otherThanOf: spec) { try text($0) } }

    func stages(_ kind: String) -> [StageSpec] { spec.stages.filter { $0.kind == kind } }

    /// The stages that make something of a sort.
    func stages(making sort: StageProduct.Sort) -> [StageSpec] { spec.stages.filter { $0.settings.makes.contains(sort) } }

    /// What is said where no stage of the project is one that a probe looks at.
    func noStage(of feed: ProbeFeed) -> String {
        let kinds = feed.kinds(among: spec.kinds).map { "`\($0)`" }
        return "\(ProjectSpec.fileName) declares no stage of kind \(kinds.joined(separator: " or "))"
    }

    /// The stages that write a report of some type.
    func stages<Type: Report>(writing report: Type.Type) -> [StageSpec] { spec.stages.filter { $0.report(report) != nil } }

    /// Holds every report of some type against a test; all have to pass. A report says something of the project only as
    /// long as its stage would write the same again: one that was edited, or made of other data or with other
    /// parameters, is not judged.
    ///
    /// - Parameter some: the stages whose reports are meant; all that write one if `nil`.
    func reports<Type: Report>(
        _ type: Type.Type, of some: [StageSpec]? = nil, _ test: (StageSpec, Type) throws -> ProbeVerdict
    ) throws -> ProbeVerdict {
        let stages = some ?? stages(writing: type)
        guard !stages.isEmpty else { return .failed(noStage(of: .report(type))) }
        return .all(
            try stages.map { stage in
                guard let path = stage.report(type), try information(path)?.kind == .file else {
                    return .unknown("the report of `\(stage.name)` does not exist yet: `mlkit run \(stage.name)`")
                }
                guard let json = try json(path) else {
                    return .unknown("`\(path)` cannot be read as JSON: `mlkit run \(stage.name)` writes it again", [path])
                }
                let report: Type
                do { report = try Type(json, file: path) } catch let failure as Failure {
                    return .unknown(failure.diagnostics.first?.message ?? "`\(path)` cannot be read", [path])
                }
                if case .stale(let reason) = try standing(of: stage) {
                    return .unknown("\(path) says nothing of the project as it is: \(reason); run `\(stage.name)` again", [path])
                }
                var verdict = try test(stage, report)
                verdict.message = "\(path): \(verdict.message)"
                if verdict.evidence.isEmpty { verdict.evidence = [path] }
                return verdict
            })
    }
}
