public import MLKitCore
internal import SystemPackage

extension RunCache {
    /// The bytes of a file that is an output, or lies in one; `nil` if the cache does not have it whole, or if it is too
    /// large to be shown.
    ///
    /// - Parameters:
    ///   - outputs: paths with the hashes of what stood there.
    ///   - limit: the most bytes.
    public func file(_ path: String, among outputs: ByteTable<ContentHash>, limit: Int) throws -> [UInt8]? {
        if let hash = outputs[path] {
            let name = ObjectName(hash)
            return try store.size(name).flatMap { size in
                try content(of: CachedEntry(kind: .file, hash: hash, size: size), limit: limit)
            }
        }
        let path = FilePath(path).lexicallyNormalized()
        var inner = [String]()
        var folder = path
        while let name = folder.lastComponent, folder.removeLastComponent(), !folder.isEmpty {
            inner.insert(name.string, at: 0)
            guard let hash = outputs[folder.string] else { continue }
            return try entry(inner, in: ObjectName(hash, isTree: true)).flatMap {
                try content(of: $0, limit: limit)
            }
        }
        return nil
    }

    /// What stands at a path in a folder.
    private func entry(_ names: [String], in folder: ObjectName) throws -> CachedEntry? {
        var place: CachedEntry?
        var folder: ObjectName? = folder
        for name in names {
            guard let tree = folder, tree.isTree else { return nil }
            place = try store.readTree(tree)?.entries.first { $0.name == name }?.entry
            folder = place?.object
        }
        return place
    }

    /// The bytes of a file; `nil` if the cache does not have it whole, if it has more than `limit`, and for a folder.
    public func content(of entry: CachedEntry, limit: Int) throws -> [UInt8]? {
        guard entry.kind != .folder, entry.size <= limit, let name = entry.object,
            try store.has(entry)
        else { return nil }
        let path = store.path(name)
        let bytes = try entry.place.map { try store.files.read(path, from: $0.offset, count: entry.size) }
            ?? store.files.read(path)
        return ContentHash(of: bytes) == entry.hash ? bytes : nil
    }
}
