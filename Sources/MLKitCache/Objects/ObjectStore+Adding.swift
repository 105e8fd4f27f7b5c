public import MLKitCore
internal import MLKitSpec
public import SystemPackage

extension ObjectStore {
    /// Takes a file, or a folder with all it holds, into the store. What it has already is only read.
    ///
    /// - Parameters:
    ///   - hashes: knows what links lead to, and is told the hash of each file, which is then not read again to see
    ///     whether it is as it was.
    ///   - previous: the hash of what was at the path when it was last taken in.
    ///   - isOutput: whether a folder's `FolderItem.rules` are left out.
    /// - Throws: `Failure` for what cannot be cached, such as a link that leads out of its folder.
    public func add(
        _ path: FilePath, noting hashes: HashCache, after previous: @autoclosure () -> ContentHash? = nil,
        isOutput: Bool = true
    ) throws -> CachedEntry {
        guard let (kind, information) = try files.standing(at: path) else { throw Failure("`\(path)` is not there") }
        switch (kind, information) {
        case (.file, let information?): return try add(file: path, information, hashes)
        case (.directory, _): return try add(folder: path, hashes, previous, isOutput)
        case (.link, _): throw Failure("`\(path)` is a symbolic link")
        default: throw Failure("`\(path)` is neither a file nor a folder")
        }
    }

    private func add(
        folder: FilePath, _ hashes: HashCache, _ previous: () -> ContentHash?, _ isOutput: Bool
    ) throws -> CachedEntry {
        let source = try SourceFolder(folder, in: folder, isOutput: isOutput, files: files)
        let paths = source.files
        var entries: [CachedEntry?]
        if let first = paths.first, paths.count >= packing.files, try !sharesBlocks(with: first) {
            var packer = FolderPacker(paths, self, hashes)
            entries = try packer.pack(after: previous()) { entries in
                try tree(source, entries[...], hashes) { _ in }.hash
            }
        } else {
            entries = try Parallel.map(paths.count, threads: threads) { try add(file: paths[$0], hashes) }
        }
        var entry = try tree(source, entries[...], hashes) { try add($0) }
        entry.coversMore = source.hasLinks || entries.contains { $0?.kind == .executable }
        return entry
    }

    private func tree(
        _ source: SourceFolder, _ entries: ArraySlice<CachedEntry?>, _ hashes: HashCache,
        _ body: (TreeObject) throws -> Void
    ) throws -> CachedEntry {
        var entries = entries
        return try tree(source, &entries, hashes, body)
    }

    /// The entry of a folder with such files in it, in the order of `SourceFolder.files`.
    ///
    /// - Parameter body: is given the trees from the inside out.
    private func tree(
        _ source: SourceFolder, _ entries: inout ArraySlice<CachedEntry?>, _ hashes: HashCache,
        _ body: (TreeObject) throws -> Void
    ) throws -> CachedEntry {
        var tree = TreeObject(entries: [])
        for child in source.children {
            switch child.kind {
            case .file:
                guard let entry = entries.removeFirst() else { continue }
                tree.entries.append((child.name, entry))
            case .folder(let folder):
                tree.entries.append((child.name, try self.tree(folder, &entries, hashes, body)))
            case .link(let target):
                let hash = try Self.hash(ofLink: source.path.appending(child.name), hashes)
                tree.entries.append((child.name, CachedEntry(kind: .link, hash: hash, size: 0, target: target)))
            }
        }
        try body(tree)
        return CachedEntry(kind: .folder, hash: tree.folderHash, size: tree.size)
    }

    /// - Throws: `Failure` for a link that leads back to a folder around it: what it leads to has no hash of its own.
    private static func hash(ofLink link: FilePath, _ hashes: HashCache) throws -> ContentHash? {
        var notes = FileNotes()
        let hash = try hashes.hash(link, noting: &notes)
        guard !notes.hasLoop else { throw Failure("the link `\(link)` leads back to a folder around it") }
        return hash
    }

    private func add(_ tree: TreeObject) throws {
        let name = ObjectName(tree.folderHash, isTree: true)
        let bytes = tree.bytes
        let present = try files.information(at: path(name))
        // The same files may have had other places before: the newest are kept.
        if try present?.kind != .file || present?.size != bytes.count || files.read(path(name)) != bytes {
            try write(bytes, as: name, over: present)
        }
    }

    func add(file: FilePath, _ hashes: HashCache) throws -> CachedEntry {
        guard let information = try files.information(at: file) else { throw Failure("`\(file)` went away") }
        return try add(file: file, information, hashes)
    }

    /// Takes a file into the store, or what a link to one leads to.
    ///
    /// - Parameter information: what the file is.
    public func add(file: FilePath, _ information: FileInformation, _ hashes: HashCache) throws -> CachedEntry {
        var size = information.size
        let hash = try hashes.noting(file, information) {
            let (hash, read) = try information.size <= Self.small ? add(smallFile: file, size) : add(largeFile: file)
            size = read
            return hash
        }
        return CachedEntry(kind: information.isExecutable ? .executable : .file, hash: hash, size: size)
    }

    /// Reads the file once: what is hashed is what is written.
    private func add(smallFile file: FilePath, _ size: Int) throws -> (ContentHash, size: Int) {
        let bytes = size == 0 ? [] : try files.read(file)
        let name = ObjectName(bytes.isEmpty ? Self.nothing : ContentHash(of: bytes))
        let present = try files.information(at: path(name))
        if present?.kind != .file || present?.size != bytes.count { try write(bytes, as: name, over: present) }
        return (name.hash, bytes.count)
    }

    private static let nothing = ContentHash(of: "")

    /// Bytes up to which a file is read whole.
    private static let small = 1 << 20

    /// A large file is copied before its hash, and so its name, is known.
    private func add(largeFile file: FilePath) throws -> (ContentHash, size: Int) {
        let copy = temporaryPath()
        do {
            try files.makeDirectory(folder)
            let isCloned = try links.contains(.reflink) && clones(file, to: copy, executable: false)
            let hash = try isCloned ? files.hash(copy) : files.copy(file, to: copy, executable: false)
            let size = try files.information(at: copy)?.size ?? 0
            try settle(copy, as: ObjectName(hash), size: size)
            return (hash, size)
        } catch {
            try? files.remove(copy)
            throw error
        }
    }

    /// Gives a checked file in the store its name, unless the object is there already.
    func settle(_ file: FilePath, as name: ObjectName, size: Int) throws {
        let present = try files.information(at: path(name))
        guard present?.kind != .file || present?.size != size else { return try files.remove(file) }
        try files.protect(file)
        if present?.kind == .directory { try files.remove(path(name)) }
        try files.rename(file, to: path(name))
    }

    /// Writes an object beside its place, and renames it.
    ///
    /// - Parameter present: what stands in its place; a folder is removed.
    private func write(_ bytes: [UInt8], as name: ObjectName, over present: FileInformation?) throws {
        let place = path(name)
        let beside = place.removingLastComponent().appending(".\(UInt64.random(in: 0 ... .max)).tmp")
        do {
            try bytes.withUnsafeBytes { try files.create(beside, $0, .readOnly) }
            if present?.kind == .directory { try files.remove(place) }
            try files.rename(beside, to: place)
        } catch {
            try? files.remove(beside)
            throw error
        }
    }
}
