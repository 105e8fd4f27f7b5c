public import MLKitCore
internal import SystemPackage

extension CacheExchange {
    /// Fetches the records of runs that are not here; those the remote does not have either stay unknown.
    public mutating func fetch(runs keys: Set<ContentHash>) throws {
        let wanted = try keys.filter { try cache.record($0) == nil }
        try fetch(wanted.map { RemoteFile(path: Self.path($0), bound: .bytes(RunRecord.sizeLimit)) }) { exchange, folder in
            for key in wanted {
                let file = folder.pushing(FilePath(Self.path(key)))
                guard try exchange.cache.files.exists(file) else { continue }
                let bytes = try? exchange.cache.files.read(file, limit: RunRecord.sizeLimit)
                guard let bytes, let record = try RunRecord(bytes, key: key) else {
                    exchange.traffic.noteDamaged(Self.path(key))
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
            let bounds = try cache.store.bounds(of: entries)
            let needed = Set(bounds.keys)
            var missing = try needed.filter { try !asked.contains($0) && cache.store.size($0) == nil }
            if missing.isEmpty { missing = try treesWithoutPacks(among: needed.subtracting(asked)) }
            guard !missing.isEmpty else { return }
            asked.formUnion(missing)
            try fetch(objects: missing.sorted()) { .bytes(bounds[$0] ?? 0) }
        }
    }

    /// Fetches what locks name by its hash, be they files or folders: as objects, for as far as the remote has them.
    public mutating func fetch(outputs hashes: Set<ContentHash>) throws {
        let unknown = try hashes.filter { try cache.store.entry($0, isExecutable: false) == nil }
        let names = unknown.flatMap { [ObjectName($0), ObjectName($0, isTree: true)] }.sorted()
        try fetch(objects: names) { $0.isTree ? .bytes(TreeObject.sizeLimit) : .content($0.hash) }
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

    private mutating func fetch(objects names: [ObjectName], _ bound: (ObjectName) -> RemoteFile.Bound) throws {
        for start in stride(from: 0, to: names.count, by: Self.batch) {
            let batch = Array(names[start..<min(start + Self.batch, names.count)])
            try fetch(batch.map { RemoteFile(path: Self.path($0), bound: bound($0)) }) { try $0.accept(batch, from: $1) }
        }
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
            if size < 0 { traffic.noteDamaged(Self.path(name)) } else { traffic.count(size) }
        }
    }
}
