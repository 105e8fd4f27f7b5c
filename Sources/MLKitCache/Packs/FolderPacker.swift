internal import MLKitCore
internal import SystemPackage

/// Takes the files of a folder into a store, the small ones into packs.
///
/// A file is read once, unless it turns out that it lies in a pack which is not worth keeping for what would be left of
/// it. What is too large for a pack gets an object of its own.
struct FolderPacker {
    private let store: ObjectStore
    private let paths: [FilePath]
    private let hashes: HashCache
    private let writers: [PackWriter]
    private var entries: [CachedEntry?]
    /// By file, those that are in packs of the writers.
    private var spots: [Int: (writer: PackWriter, spot: PackWriter.Spot)] = [:]

    init(_ paths: [FilePath], _ store: ObjectStore, _ hashes: HashCache) {
        self.store = store
        self.paths = paths
        self.hashes = hashes
        writers = (0..<store.threads).map { _ in PackWriter(store) }
        entries = Array(repeating: nil, count: paths.count)
    }

    /// Does it, and gives an entry for each path.
    ///
    /// - Parameters:
    ///   - previous: the folder's hash when it was taken in before; what has not changed since stays where it is.
    ///   - hash: the folder's hash with such files in it.
    mutating func pack(
        after previous: ContentHash?, hash: ([CachedEntry?]) throws -> ContentHash?
    ) throws -> [CachedEntry?] {
        defer { for writer in writers { writer.discard() } }
        var known = try PackedFiles(of: previous, in: store)
        try take(Array(paths.indices), besides: known)
        known.leaveOutMostlyUnused(by: entries.compactMap { $0?.place == nil ? nil : $0 })
        let stale = entries.indices.filter { index in
            entries[index].map { $0.place != nil && known.place(of: $0) == nil } ?? false
        }
        guard !spots.isEmpty || !stale.isEmpty else { return entries }
        // The same folder may have been taken in before the previous one.
        if let old = try places(in: PackedFiles(of: hash(entries), in: store)) { return old }
        try take(stale, besides: known)
        for writer in writers { try writer.settle() }
        for (file, own) in spots { entries[file]?.place = own.writer.place(own.spot) }
        return entries
    }

    /// The entries with all that is packed, or would be, in other packs; `nil` if something is not in these.
    private func places(in packs: PackedFiles) throws -> [CachedEntry?]? {
        var packs = packs
        let isPacked = entries.indices.map { spots[$0] != nil || entries[$0]?.place != nil }
        packs.leaveOutMostlyUnused(by: zip(entries, isPacked).compactMap { $1 ? $0 : nil })
        var placed = entries
        for (index, isPacked) in isPacked.enumerated() where isPacked {
            guard let place = entries[index].flatMap({ packs.place(of: $0) }) else { return nil }
            placed[index]?.place = place
        }
        return placed
    }

    /// Files next to each other go to the same writer; which one does not depend on how quick it is.
    private static let block = 64

    private mutating func take(_ files: [Int], besides known: PackedFiles) throws {
        let (writers, paths, hashes) = (writers, paths, hashes)
        let parts = writers.indices.map { writer in
            files.indices.filter { $0 / Self.block % writers.count == writer }.map { files[$0] }
        }
        try Parallel.forEach(writers.count, threads: store.threads) { index in
            for start in stride(from: 0, to: parts[index].count, by: Self.block) {
                let files = parts[index][start...].prefix(Self.block)
                try writers[index].take(files, of: paths, besides: known, noting: hashes)
            }
        }
        for file in files { (entries[file], spots[file]) = (nil, nil) }
        for writer in writers {
            for taken in writer.taken {
                entries[taken.file] = taken.entry
                spots[taken.file] = taken.spot.map { (writer, $0) }
            }
            writer.taken = []
        }
        try addLoose(files.filter { entries[$0] == nil })
    }

    private mutating func addLoose(_ files: [Int]) throws {
        let (store, paths, hashes) = (store, paths, hashes)
        let added = try Parallel.map(files.count, threads: store.threads) { index in
            try store.add(file: paths[files[index]], hashes)
        }
        for (file, entry) in zip(files, added) { entries[file] = entry }
    }
}
