public import MLKitCore
internal import SystemPackage

/// Carries runs and objects between a cache and a remote.
public struct CacheExchange {
    let cache: RunCache
    let remote: any CacheRemote
    /// What was carried.
    public internal(set) var traffic = CacheTraffic()

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

    static func path(_ name: ObjectName) -> String { "objects/\(name.path)" }

    static func path(_ key: ContentHash) -> String { "runs/\(key.hex)\(RunCache.ending)" }

    /// Files that go at once: what was sent before a failure stays sent.
    static let batch = 500

    /// Fetches files into a folder of their own, as many at once as wait there to be checked.
    ///
    /// - Parameter accept: takes what it wants from that folder, as often as there is more.
    mutating func fetch(_ wanted: [RemoteFile], _ accept: (inout CacheExchange, FilePath) throws -> Void) throws {
        var left = wanted.sorted { $0.path < $1.path }
        while !left.isEmpty {
            let folder = cache.incoming.appending("\(UInt64.random(in: 0 ... .max))")
            try cache.files.makeIgnoredDirectory(cache.folder)
            try cache.files.makeDirectory(folder)
            defer { try? cache.files.remove(folder) }
            let answer = try remote.fetch(left, to: folder)
            for path in answer.damaged { traffic.noteDamaged(path) }
            try accept(&self, folder)
            left = answer.left
        }
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
    /// Paths in the cache here of objects whose bytes were not those that they are named by; they were removed, and not
    /// sent.
    public var removed: [String] = []

    /// Asked for twice, it is damaged once.
    mutating func noteDamaged(_ path: String) {
        if !damaged.contains(path) { damaged.append(path) }
    }

    mutating func count(_ size: Int) {
        files += 1
        bytes += size
    }
}
