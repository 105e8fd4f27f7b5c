public import MLKitCore
internal import MLKitFingerprints
internal import SystemPackage

extension CacheExchange {
    /// Sends every run that the remote does not have, its objects first: whoever finds a run there finds them too.
    ///
    /// What is to go is read before, every byte of it: what was damaged here would be found by those who fetch it, and the
    /// remote would have it for good.
    ///
    /// - Parameters:
    ///   - locked: what the locks at hand name, whether a record of their run is left or not.
    ///   - hashes: the hashes of the outputs of these locks. Of a cache that other projects share, only their runs are
    ///     sent: the rest is not for everybody who has this remote.
    ///   - verifies: whether all that the remote has is read too, and sent again where it is something else.
    ///   - now: nanoseconds since 1970.
    /// - Returns: `false` if objects here were damaged. They are removed, and nothing was sent: what they are of may be had
    ///   from the outputs.
    public mutating func push(
        _ locked: [CachedEntry], of hashes: Set<ContentHash> = [], verifies: Bool = false, now: Int
    ) throws -> Bool {
        try remote.tidy(now: now)
        var load = try gathered(locked, hashes, CacheInventory(cache))
        let present = try remote.list("objects").merging(remote.list("runs")) { $1 }
        let broken = try verifies ? differing(from: load) : []
        load.leaveOut(present, broken)
        guard try removeDamaged(among: load.objects) else { return false }
        traffic.incomplete = load.incomplete
        // A tree that is there may have its files in other packs: those of the one that replaces it go first.
        for isTree in [false, true] {
            try send(load.objects.filter { $0.name.isTree == isTree }.map { (path: $0.path, size: $0.size) })
        }
        try send(load.runs)
        return true
    }

    /// What there is to send.
    private struct Load {
        var objects: [(name: ObjectName, path: String, size: Int)] = []
        var runs: [(path: String, size: Int)] = []
        var incomplete: [String] = []

        /// - Parameters:
        ///   - present: bytes of what the remote has. A file of another size is a broken one.
        ///   - broken: what it has in another form.
        mutating func leaveOut(_ present: [String: Int], _ broken: Set<String>) {
            objects.removeAll { present[$0.path] == $0.size && !broken.contains($0.path) }
            runs.removeAll { present[$0.path] == $0.size && !broken.contains($0.path) }
        }
    }

    private func gathered(_ locked: [CachedEntry], _ hashes: Set<ContentHash>, _ inventory: CacheInventory) throws -> Load {
        var load = Load()
        var objects = Set<ObjectName>()
        for entry in locked { try cache.store.collect(entry.object, into: &objects) }
        for run in inventory.runs where !cache.isShared || hashes.contains(run.record.lock.outputsHash) {
            var own = Set<ObjectName>()
            for entry in run.record.entries { try cache.store.collect(entry.object, into: &own) }
            guard own.allSatisfy({ inventory.objects[$0] != nil }) else {
                load.incomplete.append(run.record.stage)
                continue
            }
            objects.formUnion(own)
            load.runs.append((Self.path(run.record.key), run.size))
        }
        for name in objects.sorted() {
            if let size = inventory.objects[name] { load.objects.append((name, Self.path(name), size)) }
        }
        load.runs.sort { $0.path < $1.path }
        return load
    }

    /// Paths of what the remote has with other bytes than it has here.
    private mutating func differing(from load: Load) throws -> Set<String> {
        let all: [(path: String, size: Int)] = load.objects.map { (path: $0.path, size: $0.size) } + load.runs
        var differing = Set<String>()
        for start in stride(from: 0, to: all.count, by: Self.batch) {
            let part = all[start..<min(start + Self.batch, all.count)]
            try fetch(part.map { RemoteFile(path: $0.path, bound: .bytes($0.size)) }) { exchange, folder in
                let files = exchange.cache.files
                for path in part.map(\.path) {
                    let there = folder.pushing(FilePath(path))
                    guard try files.information(at: there)?.kind == .file else { continue }
                    if try files.hash(there) != files.hash(exchange.cache.folder.pushing(FilePath(path))) { differing.insert(path) }
                }
            }
        }
        // What is larger than here is sent again for its size.
        traffic.damaged = []
        return differing
    }

    /// - Returns: whether there was nothing to remove.
    private mutating func removeDamaged(among objects: [(name: ObjectName, path: String, size: Int)]) throws -> Bool {
        let store = cache.store
        let isIntact = try Parallel.map(objects.count, threads: store.threads) { try store.isIntact(objects[$0].name) }
        for (object, isIntact) in zip(objects, isIntact) where !isIntact {
            let problem = try store.corrupt(object.name)
            traffic.removed.append(problem.object.path)
        }
        return isIntact.allSatisfy { $0 }
    }

    private mutating func send(_ files: [(path: String, size: Int)]) throws {
        for start in stride(from: 0, to: files.count, by: Self.batch) {
            let part = files[start..<min(start + Self.batch, files.count)]
            try remote.send(part.map(\.path), from: cache.folder)
            traffic.files += part.count
            traffic.bytes += part.reduce(0) { $0 + $1.size }
        }
    }
}
