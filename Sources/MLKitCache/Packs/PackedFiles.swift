internal import MLKitCore

/// The small files that the packs of a folder have, as far as the packs are there.
struct PackedFiles: Sendable {
    private var places: [ContentHash: (size: Int, place: PackPlace)] = [:]
    /// Bytes by pack.
    private var packs: [ContentHash: Int] = [:]

    /// - Parameter folder: its hash; without one, or without its tree, there are none.
    init(of folder: ContentHash?, in store: ObjectStore) throws {
        guard let folder else { return }
        try add(ObjectName(folder, isTree: true), store)
    }

    private mutating func add(_ tree: ObjectName, _ store: ObjectStore) throws {
        for (_, entry) in try store.readTree(tree)?.entries ?? [] {
            if entry.kind == .folder, let inner = entry.object { try add(inner, store) }
            guard let place = entry.place, let hash = entry.hash else { continue }
            let size = try packs[place.pack] ?? store.size(ObjectName(place.pack)) ?? -1
            packs[place.pack] = size
            if entry.fits(size) { places[hash] = (entry.size, place) }
        }
    }

    /// Where the content of a file is.
    func place(of file: CachedEntry) -> PackPlace? {
        file.hash.flatMap { places[$0] }.flatMap { $0.size == file.size ? $0.place : nil }
    }

    /// Leaves out the packs of which less than half would be used, so that what nobody needs cannot pile up.
    ///
    /// - Parameter files: those that would be in packs of these.
    mutating func leaveOutMostlyUnused(by files: [CachedEntry]) {
        var used: [ContentHash: Int] = [:]
        for (size, place) in Set(files.compactMap(\.hash)).compactMap({ places[$0] }) {
            used[place.pack, default: 0] += size
        }
        let unused = packs.filter { 2 * used[$0.key, default: 0] < $0.value }
        places = places.filter { unused[$0.value.place.pack] == nil }
    }
}
