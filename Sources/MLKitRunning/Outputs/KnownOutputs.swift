internal import MLKitCache
internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitSpec
internal import SystemPackage

/// What runs have left in a project, as the lock of a stage and the cache know it. Paths are relative to the project.
struct KnownOutputs {
    let stage: String
    let pipeline: Pipeline

    private var lock: StageLock? {
        get throws { try StageLock.read(stage, in: pipeline.project, files: pipeline.files) }
    }

    /// Whether some run left what stands at a path, as a whole.
    func holds(_ path: FilePath, isFolder: Bool) throws -> Bool {
        guard let hash = try hash(path) else { return true }
        return try names(path) || pipeline.cache.store.holds(hash.whole, isFolder: isFolder)
    }

    /// Whether the stage's lock names what stands at a path as an output.
    func names(_ path: FilePath) throws -> Bool {
        guard let lock = try lock, lock.outputs[path.string] != nil else { return false }
        return try pipeline.fingerprinter.stands(path.string, as: lock) ?? true
    }

    /// What the stage's lock says is in the folder at a path.
    func folder(_ path: FilePath) throws -> KnownFolder? {
        try lock?.outputs[path.string].flatMap { try KnownFolder($0, in: pipeline.cache.store) }
    }

    func hash(_ path: FilePath) throws -> OutputHash? { try pipeline.fingerprinter.outputHash(path.string) }
}

/// What is in a folder that a lock names, as the cache has it.
struct KnownFolder {
    private let store: ObjectStore
    private let entries: ByteTable<CachedEntry>

    init?(_ hash: ContentHash, in store: ObjectStore) throws {
        guard let entries = try store.listing(of: hash) else { return nil }
        self.store = store
        self.entries = entries
    }

    /// Whether what stands at a path is what is in the folder under a name.
    func has(_ path: FilePath, _ name: String, _ known: KnownOutputs) throws -> Bool {
        guard let entry = entries[name], let now = try known.hash(path) else { return false }
        return entry.hash == now.whole || entry.hash == now.content
    }

    func folder(_ name: String) throws -> KnownFolder? {
        guard let entry = entries[name], entry.kind == .folder, let hash = entry.hash else { return nil }
        return try KnownFolder(hash, in: store)
    }
}
