import MLKitChecklist
import MLKitCore
import MLKitGit
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import MLKitYAML
import SystemPackage

/// A project for one probe: its files, all of which git has, and what git says of the repository.
struct ProbeFixture {
    var files: [String: String] = [:]
    var spec = ReportProbeTests.spec + "  ship: {kind: deploy, model: '${stages.evaluate.selected}'}\n"
    var git: FixtureGit? = FixtureGit()
    var exitCode: Int? = 0
    /// Stages that would run again.
    var stale: [String] = []
    /// A file that cannot be read.
    var broken: String?

    func outcome(_ probe: String) async throws -> ProbeVerdict.Outcome {
        let disk = BrokenFileSystem(broken: broken.map { ProbeProject.root.pushing(FilePath($0)) })
        for (path, text) in files { try disk.disk.write(text, to: ProbeProject.root.pushing(FilePath(path))) }
        try disk.disk.write(spec, to: ProbeProject.root.appending("mlkit.yaml"))
        git?.tracked = files.keys.sorted()
        let parsed = try ProjectSpec(parsing: Array(spec.utf8), kinds: .builtIn)
        let document = try YAMLDocument.parse(Array(spec.utf8), file: "mlkit.yaml").json
        let hashes = HashCache(project: ProbeProject.root, files: disk, now: { 0 })
        let standings = StageStandings(standings: Dictionary(stale.map { ($0, .stale("its data changed")) }) { $1 })
        let context = ProbeContext(
            project: ProbeProject.root, spec: parsed, facts: ProjectFacts(of: parsed, document: document), files: disk, hashes: hashes,
            git: { git }, standings: { standings }, run: { _ in exitCode.map { CommandEnd(status: $0) } })
        let cache = VerdictCache(project: ProbeProject.root, files: disk, hashes: hashes, seal: nil)
        return try await ProbeRunner(context, cache: cache).verify(ProbeProject.item(probe))[0].outcome
    }
}

/// What git says of a repository in memory; a broken one says nothing but that.
final class FixtureGit: ProjectGit {
    var tracked: [String] = []
    var ignored: [String] = []
    var isBroken = false
    var commits = true
    var servers: [String] = []
    var branches = ["main"]
    var versions: [String] = []

    private func told<Value>(_ value: Value) throws -> Value {
        if isBroken { throw Failure("the repository cannot be read") }
        return value
    }

    var unreadCount: Int { 0 }
    func trackedFiles() throws -> [String] { try told(tracked) }
    func oddPlace(of path: String) throws -> FilePath? { nil }
    var folder: String { "" }
    func repositoryFiles() throws -> [String] { try told(tracked) }
    func staged(_ path: String) throws -> [UInt8]? { try told(nil) }
    func changedFiles() throws -> PathSet { try told([]) }
    func isIgnored(_ path: String) throws -> Bool { try told(ignored.contains { path.hasPrefix($0) }) }
    func committed(_ path: String) throws -> [UInt8]? { try told(nil) }
    var hasCommit: Bool { get throws { try told(commits) } }
    var remotes: [String] { get throws { try told(servers) } }
    var headBranches: [String] { get throws { try told(branches) } }
    var isPartial: Bool { false }
    var hooksPath: String? { get throws { try told(nil) } }
    var tags: [String] { get throws { try told(versions) } }
    var authors: Set<String> { get throws { try told([]) } }
    var watched: [String] { [] }
    func past(in folder: String) throws -> PastFiles { try told(PastFiles()) }
    func versions(upTo limit: Int, _ body: (String, String, [UInt8]?) throws -> Void) throws {}
}

/// A disk in memory on which one file cannot be read.
private struct BrokenFileSystem: FileSystem {
    let disk = InMemoryFileSystem()
    let broken: FilePath?

    func information(at path: FilePath) throws -> FileInformation? { try disk.information(at: path) }
    func list(_ path: FilePath) throws -> [String] { try disk.list(path) }
    func read(_ path: FilePath) throws -> [UInt8] {
        if path == broken { throw Failure("cannot read `\(path)`") }
        return try disk.read(path)
    }
    func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws { try disk.write(bytes, to: path, executable: executable) }
    func makeDirectory(_ path: FilePath) throws { try disk.makeDirectory(path) }
    func remove(_ path: FilePath) throws { try disk.remove(path) }
    func rename(_ source: FilePath, to destination: FilePath) throws { try disk.rename(source, to: destination) }
}

/// A probe with a project that it passes, one that it fails, and one that it cannot judge.
struct ProbeCase: Sendable {
    var probe: String
    var passes: @Sendable () -> ProbeFixture
    var fails: @Sendable () -> ProbeFixture
    var cannotTell: @Sendable () -> ProbeFixture

    init(
        _ probe: String, passes: @escaping @Sendable @autoclosure () -> ProbeFixture,
        fails: @escaping @Sendable @autoclosure () -> ProbeFixture, cannotTell: @escaping @Sendable @autoclosure () -> ProbeFixture
    ) {
        (self.probe, self.passes, self.fails, self.cannotTell) = (probe, passes, fails, cannotTell)
    }
}
