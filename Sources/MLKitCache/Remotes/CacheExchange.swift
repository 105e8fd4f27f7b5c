public import MLKitCore
internal import MLKitFingerprints
internal import SystemPackage

/// Carries runs and objects between a cache and a remote.
public struct CacheExchange {
    let cache: RunCache
    let remote: any CacheRemote
    /// What was carried.
    public private(set) var traffic = CacheTraffic()

    init(cache: RunCache, remote: any CacheRemote) {
        self.cache = cache
        self.remote = remote
    }

    /// - Parameters:
    ///   - remote: a folder, relative to the project or to `~`, or `REMOTE:PATH` of rclone.
    ///   - environment: the variables of the user, for rclone and `~`.
    ///   - files: the disk that folders are on.
    ///   - now: nanoseconds since 1970.
    /// - Throws: `Failure` if the folder is not there.
    public init(
        cache: RunCache, remote text: String, environment: [String: String], files: any FileSystem, now: Int
    ) throws {
        let name = RemoteName(text)
        guard name.isRclone else {
            let folder = Self.folder(text, environment, cache.project)
            self.init(cache: cache, remote: try FolderRemote(folder, files: files, threads: cache.store.threads))
            return
        }
        let scratch = cache.project.pushing(".mlkit/tmp")
        try files.makeIgnoredDirectory(scratch)
        self.init(
            cache: cache,
            remote: RcloneRemote(name: name, environment: environment, scratch: scratch, now: now, files: files))
    }

    /// `~/` is the user's own folder; a relative path is the project's.
    private static func folder(_ text: String, _ environment: [String: String], _ project: FilePath) -> FilePath {
        guard text.hasPrefix("~/"), let home = environment["HOME"] else { return project.pushing(FilePath(text)) }
        return FilePath(home).pushing(FilePath(String(text.dropFirst(2))))
    }

    private static func path(_ name: ObjectName) -> String { "objects/\(name.path)" }

    private static func path(_ key: ContentHash) -> String { "runs/\(key.hex)\(RunCache.ending)" }
}

extension CacheExchange {
    /// Files that go at once: what was sent before a failure stays sent.
    private static let batch = 500

    /// Sends every run that the remote does not have, its objects first: whoever finds a run there finds them too.
    ///
    /// - Parameters:
    ///   - locked: what the locks at hand name, whether a record of their run is left or not.
    ///   - hashes: the hashes of the outputs of these locks. Of a cache that other projects share, only their runs are
    ///     sent: the rest is not for everybody who has this remote.
    ///   - now: nanoseconds since 1970.
    public mutating func push(_ locked: [CachedEntry], of hashes: Set<ContentHash> = [], now: Int) throws {
        try remote.tidy(now: now)
        let inventory = try CacheInventory(cache)
        var objects = Set<ObjectName>()
        for entry in locked { try cache.store.collect(entry.object, into: &objects) }
        objects = objects.filter { inventory.objects[$0] != nil }
        var runs = [CacheInventory.Run]()
        for run in inventory.runs where !cache.isShared || hashes.contains(run.record.lock.outputsHash) {
            var own = Set<ObjectName>()
            for entry in run.record.entries { try cache.store.collect(entry.object, into: &own) }
            guard own.allSatisfy({ inventory.objects[$0] != nil }) else {
                traffic.incomplete.append(run.record.stage)
                continue
            }
            objects.formUnion(own)
            runs.append(run)
        }
        let present = try remote.list("objects")
        // A tree that is there may have its files in other packs: those of the one that replaces it go first.
        for objects in [objects.filter { !$0.isTree }, objects.filter(\.isTree)] {
            try send(objects.map { (Self.path($0), inventory.objects[$0] ?? 0) }, besides: present)
        }
        try send(runs.map { (Self.path($0.record.key), $0.size) }, besides: remote.list("runs"))
    }

    /// A file of another size at the remote is a broken one.
    private mutating func send(_ files: [(path: String, size: Int)], besides present: [String: Int]) throws {
        let wanted = files.filter { present[$0.path] != $0.size }.sorted { $0.path < $1.path }
        for start in stride(from: 0, to: wanted.count, by: Self.batch) {
            let part = wanted[start..<min(start + Self.batch, wanted.count)]
            try remote.send(part.map(\.path), from: cache.folder)
            traffic.files += part.count
            traffic.bytes += part.reduce(0) { $0 + $1.size }
        }
    }
}

extension CacheExchange {
    /// Fetches the records of runs that are not here; those the remote does not have either stay unknown.
    public mutating func fetch(runs keys: Set<ContentHash>) throws {
        let wanted = try keys.filter { try cache.record($0) == nil }
        try fetch(wanted.map { Self.path($0) }) { exchange, folder in
            for key in wanted {
                let file = folder.pushing(FilePath(Self.path(key)))
                guard try exchange.cache.files.exists(file) else { continue }
                let bytes = try? exchange.cache.files.read(file, limit: RunRecord.sizeLimit)
                guard let bytes, let record = try RunRecord(bytes, key: key) else {
                    exchange.traffic.damaged.append(Self.path(key))
                    continue
                }
                try exchange.cache.write(record)
                exchange.traffic.count(bytes.count)
            }
        }
    }

    /// Fetches the objects of runs that are not here, and checks each by its hash. A folder's tree has to be here
    /// before what is in it is known, so it goes level by level.
    public mutating func fetch(objectsOf records: [RunRecord]) throws {
        try fetch(objectsOf: records.flatMap(\.entries))
    }

    private mutating func fetch(objectsOf entries: [CachedEntry]) throws {
        var asked = Set<ObjectName>()
        while true {
            var needed = Set<ObjectName>()
            for entry in entries { try cache.store.collect(entry.object, into: &needed) }
            var missing = try needed.filter { try !asked.contains($0) && cache.store.size($0) == nil }
            if missing.isEmpty { missing = try treesWithoutPacks(among: needed.subtracting(asked)) }
            guard !missing.isEmpty else { return }
            asked.formUnion(missing)
            for batch in Self.batches(missing.sorted()) {
                try fetch(batch.map { Self.path($0) }) { try $0.accept(batch, from: $1) }
            }
        }
    }

    /// Fetches what locks name by its hash, be they files or folders: as objects, for as far as the remote has them.
    public mutating func fetch(outputs hashes: Set<ContentHash>) throws {
        let unknown = try hashes.filter { try cache.store.entry($0, isExecutable: false) == nil }
        let names = unknown.flatMap { [ObjectName($0), ObjectName($0, isTree: true)] }.sorted()
        for batch in Self.batches(names) {
            try fetch(batch.map { Self.path($0) }) { try $0.accept(batch, from: $1) }
        }
        try fetch(objectsOf: hashes.compactMap { try cache.store.entry($0, isExecutable: false) })
    }

    /// Removes the trees that are here and whose packs nobody has: at the remote the same folder may be in others.
    private func treesWithoutPacks(among names: Set<ObjectName>) throws -> Set<ObjectName> {
        let store = cache.store
        let useless = try names.filter { name in
            guard name.isTree, let tree = try store.readTree(name) else { return false }
            let packs = Set(tree.entries.compactMap(\.entry.place?.pack))
            return try packs.contains { try store.size(ObjectName($0)) == nil }
        }
        for name in useless { try store.files.remove(store.path(name)) }
        return useless
    }

    private static func batches(_ names: [ObjectName]) -> [[ObjectName]] {
        stride(from: 0, to: names.count, by: batch).map { Array(names[$0..<min($0 + batch, names.count)]) }
    }

    private mutating func accept(_ names: [ObjectName], from folder: FilePath) throws {
        let store = cache.store
        let sizes = try Parallel.map(names.count, threads: store.threads) { index -> Int? in
            let file = folder.pushing(FilePath(Self.path(names[index])))
            guard let (kind, information) = try store.files.standing(at: file) else { return nil }
            guard kind == .file, let size = information?.size, !names[index].isTree || size <= TreeObject.sizeLimit
            else { return -1 }
            let isIntact = try store.isIntact(names[index], at: file)
            if isIntact { try store.settle(file, as: names[index], size: size) }
            return isIntact ? size : -1
        }
        for (name, size) in zip(names, sizes) {
            guard let size else { continue }
            if size < 0 { traffic.damaged.append(Self.path(name)) } else { traffic.count(size) }
        }
    }

    private mutating func fetch(
        _ paths: [String], _ accept: (inout CacheExchange, FilePath) throws -> Void
    ) throws {
        guard !paths.isEmpty else { return }
        let folder = cache.incoming.appending("\(UInt64.random(in: 0 ... .max))")
        try cache.files.makeIgnoredDirectory(cache.folder)
        try cache.files.makeDirectory(folder)
        defer { try? cache.files.remove(folder) }
        try remote.fetch(paths.sorted(), to: folder)
        try accept(&self, folder)
    }
}

/// What went to or came from a remote.
public struct CacheTraffic: Hashable, Sendable {
    public var files = 0
    public var bytes = 0
    /// Paths at the remote whose bytes are not those that they are named by; they were not taken.
    public var damaged: [String] = []
    /// Stages with runs that were not sent, because objects of theirs are missing here.
    public var incomplete: [String] = []

    mutating func count(_ size: Int) {
        files += 1
        bytes += size
    }
}
