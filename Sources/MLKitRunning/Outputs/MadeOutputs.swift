internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitSpec
internal import SystemPackage

/// What stages have written in this copy of the project: `.mlkit/cache/made`, a JSON object with the hash of each output by
/// its path. The locks alone do not say it: git takes those of another branch along when that is left, and leaves what
/// their stages wrote.
///
/// Losing it costs no more than that: what was written before is then known by the locks that are still there.
struct MadeOutputs {
    let project: FilePath
    let files: any FileSystem

    private var path: FilePath { project.pushing(".mlkit/cache/made") }
    private static let sizeLimit = 64 << 20

    /// The hashes that a path may have had when a stage left it.
    func hashes() -> ByteTable<Set<ContentHash>> {
        var made: ByteTable<Set<ContentHash>> = [:]
        for outputs in [noted] + locks.map(\.outputs) {
            for (path, hash) in outputs { made[path] = (made[path] ?? []).union([hash]) }
        }
        return made
    }

    /// Notes what the locks at hand name. Where that cannot be written nothing is said.
    func note() {
        let known = noted
        var all = known
        for lock in locks { all.merge(lock.outputs) { $1 } }
        guard !all.changes(since: known).isEmpty else { return }
        let json = JSON.object(all.sorted.map { JSON.Member($0.key, .string($0.value.description)) })
        try? files.makeIgnoredDirectory(path.removingLastComponent())
        try? files.unsynchronised.write(json.compactBytes, to: path)
    }

    private var noted: ByteTable<ContentHash> {
        guard let bytes = try? files.read(path, limit: Self.sizeLimit), let json = try? JSON(parsing: bytes) else { return [:] }
        let members = (json.members ?? []).compactMap { member in
            member.value.string.flatMap { ContentHash($0) }.map { (member.name, $0) }
        }
        return ByteTable(members) { $1 }
    }

    /// All locks that are here, also of stages that are in `mlkit.yaml` no more.
    private var locks: [StageLock] {
        let names = (try? files.list(StageLock.folder(in: project))) ?? []
        return names.filter { $0.hasSuffix(".json") }.compactMap { name in
            (try? StageLock.read(String(name.dropLast(".json".count)), in: project, files: files)) ?? nil
        }
    }
}
