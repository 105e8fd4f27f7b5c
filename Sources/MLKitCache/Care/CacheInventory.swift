internal import MLKitCore
internal import SystemPackage

/// All that is in a cache. What has no name of mlkit's own making is somebody else's, and not looked at: a variable names the
/// folder, and others have `runs` and `objects` too.
struct CacheInventory: Sendable {
    struct Run: Sendable {
        let record: RunRecord
        /// Nanoseconds since 1970.
        let made: Int
        let size: Int
    }

    /// Bytes by object.
    var objects: [ObjectName: Int] = [:]
    var runs: [Run] = []
    /// Records that cannot be read.
    var damagedRuns: [FilePath] = []
    /// What killed processes left.
    var leftovers: [FilePath] = []

    var size: Int { objects.values.reduce(0, +) + runs.reduce(0) { $0 + $1.size } }

    init(_ cache: RunCache) throws {
        let files = cache.files
        for entry in try Self.entries(cache.store.folder, files) {
            let folder = cache.store.folder.appending(entry.name)
            if entry.kind == .file, OwnNames.isDraft(entry.name) { leftovers.append(folder) }
            guard entry.kind == .directory, OwnNames.isObjectFolder(entry.name) else { continue }
            for child in try files.entries(folder) where child.kind == .file {
                let path = folder.appending(child.name)
                if let name = ObjectName(path: "\(entry.name)/\(child.name)") {
                    objects[name] = try files.information(at: path)?.size
                } else if OwnNames.isDraft(child.name) {
                    leftovers.append(path)
                }
            }
        }
        for entry in try Self.entries(cache.runs, files) { try add(entry.name, cache) }
        leftovers += try cache.fetches()
    }

    private mutating func add(_ name: String, _ cache: RunCache) throws {
        let path = cache.runs.appending(name)
        guard let key = OwnNames.run(name) else {
            if OwnNames.isDraft(name) { leftovers.append(path) }
            return
        }
        guard let information = try cache.files.information(at: path) else { return }
        if information.kind == .file, information.size <= RunRecord.sizeLimit,
            let record = try RunRecord(cache.files.read(path, limit: RunRecord.sizeLimit), key: key)
        {
            runs.append(Run(record: record, made: information.modified, size: information.size))
        } else {
            damagedRuns.append(path)
        }
    }

    private static func entries(_ folder: FilePath, _ files: any FileSystem) throws -> [DirectoryEntry] {
        try files.exists(folder) ? files.entries(folder) : []
    }
}
