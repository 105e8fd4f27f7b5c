public import MLKitCore
internal import MLKitGit
public import SystemPackage

/// Verdicts of probes, remembered together with the files that they looked at, so that a probe looks again only when
/// one of these changed.
///
/// Kept in `.mlkit/cache/verdicts.json`: `{"seal": hash, "version": 9, "verdicts": {PROBE: {"outcome", "message",
/// "evidence": [path], "allowed": [files, hits], "watched": [path], "state": hash}}}`, where `state` is the hash of the
/// hashes of what was watched, and `seal` the mark of `CacheSeal` on all bytes behind it: without the right one they
/// are those of somebody else, and do not count. Losing it costs time, never correctness.
public final class VerdictCache {
    /// Raised when a probe judges the same files differently.
    static let version = 9

    private static let beginning = Array("{\"seal\":\"".utf8)

    private struct Entry {
        var verdict: ProbeVerdict
        var watched: [String]
        var state: ContentHash
    }

    private let project: FilePath
    private let files: any FileSystem
    private let hashes: HashCache
    private let seal: CacheSeal?
    private var entries: [String: Entry]?
    private var isChanged = false
    /// What each watched path was when a runner first asked for it; most probes watch the same few. A file that changes
    /// meanwhile makes the probe look again next time.
    private var lines: ByteTable<String> = [:]

    /// - Parameter seal: `nil` keeps verdicts in memory only.
    public init(project: FilePath, files: any FileSystem, hashes: HashCache, seal: CacheSeal?) {
        self.seal = seal
        self.project = project
        self.files = files
        self.hashes = hashes
    }

    private var path: FilePath { project.pushing(".mlkit/cache/verdicts.json") }

    /// The verdict of a probe, if all that it looked at is as it was.
    func verdict(of probe: Probe) throws -> ProbeVerdict? {
        let known = entries ?? load()
        entries = known
        guard let entry = known[probe.key], try state(of: entry.watched) == entry.state else { return nil }
        return entry.verdict
    }

    func keep(_ verdict: ProbeVerdict, of probe: Probe, watched: PathSet) throws {
        var known = entries ?? load()
        let watched = watched.sorted()
        known[probe.key] = Entry(verdict: verdict, watched: watched, state: try state(of: watched))
        entries = known
        isChanged = true
    }

    /// Writes the cache if anything is new in it. Where it cannot be written, nothing is said.
    public func save() {
        guard isChanged, let entries, let seal else { return }
        isChanged = false
        let verdicts = JSON.object(entries.sorted { $0.key < $1.key }.map { JSON.Member($0.key, Self.json($0.value)) })
        let json: JSON = ["version": .int(Self.version), "verdicts": verdicts]
        let content = Array("\",".utf8) + json.compactBytes.dropFirst()
        try? files.makeIgnoredDirectory(path.removingLastComponent())
        try? files.write(Self.beginning + Array(seal.mark(of: content).hex.utf8) + content, to: path)
    }

    /// Says that watched files may have changed: another runner begins, or a command ran.
    func forgetStates() { lines = [:] }

    private func state(of watched: [String]) throws -> ContentHash {
        ContentHash(of: try watched.map(line).joined())
    }

    private func line(_ name: String) throws -> String {
        if let known = lines[name] { return known }
        let path = project.pushing(FilePath(name))
        let information = try files.information(at: path)
        let hash = information?.kind == .other ? nil : try hashes.hash(path, information)
        let line = "\(hash?.hex ?? "-") \(name)\0"
        lines[name] = line
        return line
    }

    private static func json(_ entry: Entry) -> JSON {
        [
            "outcome": .string(entry.verdict.outcome.rawValue), "message": .string(entry.verdict.message),
            "evidence": .array(entry.verdict.evidence.map { .string($0) }),
            "allowed": .array([.int(entry.verdict.excuses.files), .int(entry.verdict.excuses.hits)]),
            "watched": .array(entry.watched.map { .string($0) }), "state": .string(entry.state.hex),
        ]
    }

    private func load() -> [String: Entry] {
        guard let seal, (try? files.exists(path)) == true, let bytes = try? files.read(path),
            bytes.starts(with: Self.beginning)
        else { return [:] }
        let rest = bytes.dropFirst(Self.beginning.count)
        let content = Array(rest.dropFirst(ContentHash.byteCount * 2))
        guard rest.starts(with: seal.mark(of: content).hex.utf8), let json = try? JSON(parsing: bytes),
            json["version"]?.int == Self.version, let verdicts = json["verdicts"]
        else { return [:] }
        let entries = (verdicts.members ?? []).compactMap { member in
            Self.entry(member.value).map { (member.name, $0) }
        }
        return Dictionary(entries) { $1 }
    }

    private static func entry(_ json: JSON) -> Entry? {
        guard let outcome = json["outcome"]?.string.flatMap({ ProbeVerdict.Outcome(rawValue: $0) }),
            let message = json["message"]?.string, let evidence = json["evidence"]?.array?.compactMap(\.string),
            let watched = json["watched"]?.array?.compactMap(\.string),
            let state = json["state"]?.string.flatMap({ ContentHash($0) })
        else { return nil }
        var verdict = ProbeVerdict(outcome, message, evidence)
        let excuses = json["allowed"]?.array?.compactMap(\.int) ?? []
        if excuses.count == 2 { verdict.excuses = Excuses(files: excuses[0], hits: excuses[1]) }
        return Entry(verdict: verdict, watched: watched, state: state)
    }
}
