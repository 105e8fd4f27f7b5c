import MLKitChecklist
import MLKitCore
import MLKitGit
import MLKitSpec
import MLKitStages
import MLKitYAML
import SystemPackage

/// A project in memory, with git as far as probes ask of it: what a test holds against one probe.
final class ProbeProject {
    static let root: FilePath = "/project"

    let files = InMemoryFileSystem()
    let git: MemoryGit?
    var spec: String
    /// The kinds of stage that there are.
    var kinds = StageKinds.builtIn
    /// Why stages are not up to date.
    var stale: [String: String] = [:]
    /// Files of stages that git ignores and that are not here, by stage.
    var absent: [String: String] = [:]
    /// What a program that looks for secrets finds.
    var tool: SecretTool?
    /// What a template wrote, by path.
    var rendered: [String: String] = [:]
    /// The exit codes of the commands that may run.
    var allowed: [String: Int] = [:]
    /// What they write.
    var output = ""
    private(set) var ran: [String] = []

    /// - Parameter tracked: files that git has, by path with their content.
    init(
        _ spec: String = "mlkit: 1\nproject: {name: p}\n", _ texts: [String: String] = [:],
        texts more: [String: String] = [:], tracked: [String: String] = [:], git: Bool = true
    ) throws {
        self.spec = spec
        self.git = git ? MemoryGit() : nil
        for (path, text) in texts.merging(more.merging(tracked) { $1 }, uniquingKeysWith: { $1 }) { try write(text, to: path) }
        self.git?.tracked = tracked.keys.sorted()
    }

    func write(_ text: String, to path: String) throws {
        try files.write(text, to: Self.root.pushing(FilePath(path)))
    }

    /// What a probe, written as in a definition, finds here.
    func verdict(_ probe: String) async throws -> ProbeVerdict {
        let (runner, item) = try (runner(), Self.item(probe))
        let verdicts = try await runner.verify(item)
        return verdicts[0]
    }

    func outcome(_ probe: String) async throws -> ProbeVerdict.Outcome { try await verdict(probe).outcome }

    /// Whether secrets are looked for in the past.
    var scansHistory = false

    /// - Parameter cache: where verdicts are kept; `nil` for nowhere.
    func runner(cache: VerdictCache? = nil) throws -> ProbeRunner {
        let bytes = Array(spec.utf8)
        try files.write(bytes, to: Self.root.appending("mlkit.yaml"))
        let parsed = try ProjectSpec(parsing: bytes, kinds: kinds)
        let document = try YAMLDocument.parse(bytes, file: "mlkit.yaml").json
        let hashes = HashCache(project: Self.root, files: files, now: { 0 })
        let context = ProbeContext(
            project: Self.root, spec: parsed, facts: ProjectFacts(of: parsed, document: document), files: files,
            hashes: hashes, git: { self.git }, standings: { self.standings },
            templateText: { path in
                self.rendered[path].flatMap { text in (try? ObjectID(blobOf: Array(text.utf8))).map { ($0, Array(text.utf8)) } }
            }, findSecrets: { _ in self.tool }, scansHistory: scansHistory,
            run: { command in
                self.ran.append(command)
                return self.allowed[command].map { CommandEnd(status: $0, output: self.output) }
            })
        return ProbeRunner(context, cache: cache ?? self.cache())
    }

    private var standings: StageStandings {
        StageStandings(
            standings: stale.mapValues { .stale($0) }.merging(absent.mapValues { .absent(path: $0) }) { $1 },
            outputs: Dictionary(
                absent.map { ($0.value, StageStandings.Output(stage: $0.key, hash: ContentHash(of: "x"))) }) { $1 })
    }

    /// - Parameter key: of the machine that the cache is kept on.
    func cache(key: [UInt8] = [1, 2, 3]) -> VerdictCache {
        let hashes = HashCache(project: Self.root, files: files, now: { 0 })
        return VerdictCache(project: Self.root, files: files, hashes: hashes, seal: CacheSeal(key: key))
    }

    /// An item with one probe.
    static func item(_ probe: String) throws -> ChecklistItem {
        let text = """
            checklist: 1
            title: T
            sections:
              - id: a
                title: A
                items:
                  - {id: a.b, title: t, why: w, how: h, maturity: poc, verify: [{\(probe)}]}
            """
        let list = try ChecklistDefinition(parsing: Array(text.utf8), kinds: .builtIn, name: "l", file: "l.yaml")
        return list.items[0]
    }
}

/// What git would say.
final class MemoryGit: ProjectGit {
    var tracked: [String] = []
    var ignored: [String] = []
    var authors: Set<String> = []
    var commits: [String: String] = [:]
    /// What the index has otherwise than the working tree.
    var index: [String: String] = [:]

    var unreadCount: Int { 0 }
    func trackedFiles() throws -> [String] { tracked }
    func oddPlace(of path: String) throws -> FilePath? { nil }
    /// The project's folder in the repository, and the files of the repository.
    var folder = ""
    var others: [String] = []
    func repositoryFiles() throws -> [String] { others }
    func staged(_ path: String) throws -> [UInt8]? { index[path].map { Array($0.utf8) } }
    func changedFiles() throws -> PathSet { PathSet(index.keys) }
    func isIgnored(_ path: String) throws -> Bool { ignored.contains { path.hasPrefix($0) } }
    func committed(_ path: String) throws -> [UInt8]? { commits[path].map { Array($0.utf8) } }
    var hasCommit = true
    var remotes: [String] { [] }
    var headBranches: [String] { [] }
    var isPartial: Bool { false }
    var hooksPath: String? { nil }
    var tags: [String] { [] }
    var watched: [String] { [] }
    /// Versions of files that are gone: path, commit and content.
    var past: [(String, String, String)] = []
    /// What is known of the folder of notes.
    var pastNotes = PastFiles()

    func past(in folder: String) throws -> PastFiles { pastNotes }

    func versions(upTo limit: Int, _ body: (String, String, [UInt8]?) throws -> Void) throws {
        for (path, commit, text) in past { try body(path, commit, Array(text.utf8)) }
    }
}
