internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

extension ObjectStore {
    /// Takes a file, or a folder with all it holds, into the store. What it has already is only read.
    ///
    /// - Parameter hashes: knows what links lead to, and is told the hash of each file, which is then not read again to
    ///   see whether it is as it was.
    /// - Throws: `Failure` for what cannot be cached, such as a link that leads out of its folder.
    func add(_ path: FilePath, noting hashes: HashCache) throws -> CachedEntry {
        guard try !files.isLink(path) else { throw Failure("`\(path)` is a symbolic link") }
        guard let information = try files.information(at: path) else { throw Failure("`\(path)` is not there") }
        switch information.kind {
        case .file: return try add(file: path, information, hashes)
        case .directory: return try add(folder: path, hashes)
        case .other: throw Failure("`\(path)` is neither a file nor a folder")
        }
    }

    private func add(folder: FilePath, _ hashes: HashCache) throws -> CachedEntry {
        let source = try SourceFolder(folder, in: folder, files: files)
        let paths = source.files
        let entries = SharedArray<CachedEntry>(count: paths.count)
        try Parallel.forEach(paths.count, threads: threads) { index in
            guard let information = try files.information(at: paths[index]) else {
                throw Failure("`\(paths[index])` went away")
            }
            entries[index] = try add(file: paths[index], information, hashes)
        }
        var remaining = entries.values[...]
        return try addTree(source, &remaining, hashes)
    }

    /// Writes the trees from the inside out.
    private func addTree(
        _ source: SourceFolder, _ entries: inout ArraySlice<CachedEntry?>,
        _ hashes: HashCache
    ) throws -> CachedEntry {
        var tree = TreeObject(entries: [])
        for child in source.children {
            switch child.kind {
            case .file:
                guard let entry = entries.removeFirst() else { continue }
                tree.entries.append((child.name, entry))
            case .folder(let folder):
                tree.entries.append((child.name, try addTree(folder, &entries, hashes)))
            case .link(let target):
                let hash = try hashes.hash(source.path.appending(child.name))
                tree.entries.append((child.name, CachedEntry(kind: .link, hash: hash, size: 0, target: target)))
            }
        }
        return try add(tree)
    }

    private func add(_ tree: TreeObject) throws -> CachedEntry {
        let name = ObjectName(tree.folderHash, isTree: true)
        let bytes = tree.bytes
        // The same names and contents may have had other modes before: the newest are kept.
        if try !files.exists(path(name)) || files.read(path(name)) != bytes { try write(bytes, as: name) }
        return CachedEntry(kind: .folder, hash: name.hash, size: tree.size)
    }

    func add(file: FilePath, _ information: FileInformation, _ hashes: HashCache) throws -> CachedEntry {
        var size = information.size
        let hash = try hashes.noting(file, information) {
            let (hash, read) = try information.size <= Self.small ? add(smallFile: file) : add(largeFile: file)
            size = read
            return hash
        }
        return CachedEntry(kind: information.isExecutable ? .executable : .file, hash: hash, size: size)
    }

    /// Reads the file once: what is hashed is what is written.
    private func add(smallFile file: FilePath) throws -> (ContentHash, size: Int) {
        let bytes = try files.read(file)
        let hash = ContentHash(of: bytes)
        if try size(ObjectName(hash)) != bytes.count { try write(bytes, as: ObjectName(hash)) }
        return (hash, bytes.count)
    }

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
        guard try self.size(name) != size else { return try files.remove(file) }
        try files.protect(file)
        try files.rename(file, to: path(name))
    }

    private func write(_ bytes: [UInt8], as name: ObjectName) throws {
        try files.write(bytes, to: path(name))
        try files.protect(path(name))
    }
}
