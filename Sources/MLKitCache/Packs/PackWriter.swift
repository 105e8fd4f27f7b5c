internal import MLKitCore
internal import SystemPackage

/// What goes into packs. Making a file costs several times what reading, hashing and writing a small one does, so files
/// that are both small and many get no object of their own.
struct PackLimits: Sendable {
    /// Files that a folder has to hold, with those below it, for packs to be made.
    var files = 100
    /// Bytes up to which a file is packed.
    var fileSize = 64 << 10
    /// Bytes from which on the next pack is begun: several are restored side by side, and dropped one by one.
    var packSize = 64 << 20

    /// Bytes that no packed file exceeds, whatever limits it was packed with.
    static let largest = 1 << 20
    /// Bytes that no pack exceeds, whatever limits it was made with.
    static let largestPack = 256 << 20
}

/// One thread's part of taking small files in: puts their bytes one behind the other into packs of its own.
///
/// What it makes follows from the files and their order alone, so that the same folder has the same packs elsewhere.
final class PackWriter: @unchecked Sendable {
    /// Where a file is in the packs of this writer.
    struct Spot {
        let pack: Int
        let offset: Int
    }

    // It is used by one thread at a time.
    private let store: ObjectStore
    /// Files are read to just behind each other here, and written from here.
    private let buffer: UnsafeMutableRawBufferPointer
    private var filled = 0
    private var drafts: [PackDraft] = []
    private var names: [ContentHash] = []
    private var seen: [ContentHash: Spot] = [:]
    /// The files that were not too large, by number; with no spot for what the store has.
    var taken: [(file: Int, entry: CachedEntry, spot: Spot?)] = []

    init(_ store: ObjectStore) {
        self.store = store
        buffer = .allocate(byteCount: FilePiece.size + store.packing.fileSize + 1, alignment: FilePiece.alignment)
    }

    deinit { buffer.deallocate() }

    /// Reads files, and keeps the bytes of those that are not in the store.
    ///
    /// - Parameters:
    ///   - files: numbers of paths.
    ///   - hashes: is told what they are.
    func take(
        _ files: some Sequence<Int>, of paths: [FilePath], besides known: PackedFiles, noting hashes: HashCache
    ) throws {
        var found = [(path: FilePath, hash: ContentHash, information: FileInformation)]()
        let looked = hashes.time
        for file in files {
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...].prefix(store.packing.fileSize + 1))
            let (information, count) = try store.files.read(paths[file], into: room)
            guard let count, count <= store.packing.fileSize else { continue }
            let hash = ContentHash(of: UnsafeRawBufferPointer(rebasing: room[..<count]))
            found.append((paths[file], hash, information))
            var entry = CachedEntry(kind: information.isExecutable ? .executable : .file, hash: hash, size: count)
            entry.place = known.place(of: entry)
            taken.append((file, entry, entry.place == nil ? try spot(hash, count) : nil))
        }
        hashes.note(found, looked: looked)
    }

    /// Where the bytes that were read last are to be, or have been before.
    private func spot(_ hash: ContentHash, _ count: Int) throws -> Spot {
        if let spot = seen[hash] { return spot }
        if names.count == drafts.count { drafts.append(try PackDraft(store)) }
        let draft = drafts[drafts.count - 1]
        let spot = Spot(pack: drafts.count - 1, offset: draft.written + filled)
        seen[hash] = spot
        filled += count
        if filled >= FilePiece.size { try write(FilePiece.size) }
        if draft.written + filled >= store.packing.packSize { try endPack() }
        return spot
    }

    private func write(_ count: Int) throws {
        try drafts.last?.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        let rest = UnsafeRawBufferPointer(rebasing: buffer[count..<filled])
        buffer.copyMemory(from: rest)
        filled = rest.count
    }

    private func endPack() throws {
        if filled > 0 { try write(filled) }
        if let draft = drafts.last { names.append(try draft.finish()) }
    }

    /// Gives the packs their names.
    func settle() throws {
        if names.count < drafts.count { try endPack() }
        for (draft, name) in zip(drafts, names) {
            try store.settle(draft.path, as: ObjectName(name), size: draft.written)
        }
        drafts = []
    }

    /// Where a file is, once the packs have names.
    func place(_ spot: Spot) -> PackPlace { PackPlace(pack: names[spot.pack], offset: spot.offset) }

    /// Removes what has not been given a name.
    func discard() {
        for draft in drafts { try? store.files.remove(draft.path) }
        drafts = []
    }
}

/// A pack that is being written, and so has no name yet.
final class PackDraft {
    let path: FilePath
    /// Bytes.
    private(set) var written = 0
    private var writer: any FileWriter
    private var hasher: ContentHasher? = ContentHasher()

    init(_ store: ObjectStore) throws {
        path = store.temporaryPath()
        writer = try store.files.writer(of: path)
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        hasher?.update(bytes)
        try writer.write(bytes)
        written += bytes.count
    }

    /// - Returns: the hash of all that was written.
    func finish() throws -> ContentHash {
        try writer.finish()
        return hasher.take()?.finish() ?? ContentHash(of: "")
    }
}
