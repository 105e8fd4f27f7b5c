internal import Synchronization
public import SystemPackage

/// Content hashes of a project's files, remembered so that an unchanged file is not read again.
///
/// A file counts as unchanged while its size, inode and both its times are those of the last look. A file
/// whose time is closer than a tick of the disk's clock to that look may have been written again within the same
/// tick, so its entry is not trusted (git calls such an entry racy).
///
/// Kept in `.mlkit/cache/hashes` as a `HashTable`. One that cannot be understood counts as empty.
public final class HashCache: Sendable {
    private struct State {
        /// What was in the file; `nil` before it is read.
        var kept: HashTable?
        /// What was found out since, by path.
        var found: [[UInt8]: HashTable.Entry] = [:]
        var isChanged = false
    }

    private let state = Mutex(State())
    private let project: FilePath
    /// The project's path with a slash, which is left out of the paths in the file.
    private let prefix: String
    private let files: any FileSystem
    private let now: @Sendable () -> Int

    /// - Parameter now: nanoseconds since 1970.
    public init(project: FilePath, files: any FileSystem, now: @escaping @Sendable () -> Int) {
        self.project = project
        prefix = project.string + "/"
        self.files = files
        self.now = now
    }

    private var path: FilePath { project.pushing(".mlkit/cache/hashes") }

    /// The hash of a file's content, or of a folder's tree: the names and hashes in it, sorted by name.
    /// `nil` if nothing is there.
    public func hash(_ path: FilePath) throws -> ContentHash? {
        var notes = FileNotes()
        return try hash(path, noting: &notes)
    }

    /// The same.
    ///
    /// - Parameter notes: takes in what else is known of every file that was looked at.
    public func hash(_ path: FilePath, noting notes: inout FileNotes) throws -> ContentHash? {
        notes.root = path.string
        return try hash(path, files.information(at: path), &notes, above: [])?.content
    }

    /// The same for an output, which is more than what is read of it: `nil` if nothing is there.
    public func outputHash(_ path: FilePath) throws -> OutputHash? {
        var notes = FileNotes()
        return try hash(path, files.information(at: path), &notes, above: [])
    }

    /// The same of what was found at a path just now.
    public func hash(_ path: FilePath, _ information: FileInformation?) throws -> ContentHash? {
        var notes = FileNotes()
        return try hash(path, information, &notes, above: [])?.content
    }

    private func hash(
        _ path: FilePath, _ information: FileInformation?, _ notes: inout FileNotes, above: [UInt64]
    ) throws -> OutputHash? {
        guard let information else {
            notes.add(nil)
            return nil
        }
        notes.add(information) { path.string }
        switch information.kind {
        case .file: return OutputHash(try known([key(path)], [information])[0] ?? hash(file: path, information))
        case .directory:
            if let hash = try hash(ofLoopAt: path, information, above) {
                notes.hasLoop = true
                return OutputHash(hash)
            }
            return try hash(folder: path, &notes, above: above + [information.inode])
        case .other: throw Failure("`\(path)` is neither a file nor a folder")
        }
    }

    /// The hash of a link that leads back to a folder around it: how far up that is. To follow it would never end.
    /// `nil` for any other folder.
    private func hash(ofLoopAt path: FilePath, _ information: FileInformation, _ above: [UInt64]) throws -> ContentHash? {
        guard information.inode != 0, let place = above.lastIndex(of: information.inode) else { return nil }
        let height = above.count - place
        var way = path
        var links = [FilePath]()
        for _ in 0..<height {
            if try files.isLink(way) { links.append(way) }
            way.removeLastComponent()
        }
        // Another disk may have a folder of that number.
        guard let link = links.first else { return nil }
        guard place > 0 || link == path else {
            throw Failure(
                "the link `\(link)` leads to a folder around all that is read",
                hint: "name the files and folders that are read, without the link")
        }
        return ContentHash(of: "a link to the folder \(height) above")
    }

    /// Files of a folder are looked up in one go, and those that have to be read are read side by side.
    private func hash(folder path: FilePath, _ notes: inout FileNotes, above: [UInt64]) throws -> OutputHash {
        guard above.count <= 100 else { throw Failure("`\(path)` nests too deep") }
        let children = try files.contents(path)
        var hashes = known(keys(of: children, in: path), children.map(\.information))
        let unknown = hashes.indices.filter { hashes[$0] == nil && children[$0].information?.kind == .file }
        let read = Mutex<[Int: ContentHash]>([:])
        try Parallel.forEach(unknown.count, threads: 2) { [self] number in
            guard let information = children[unknown[number]].information else { return }
            let hash = try hash(file: path.appending(children[unknown[number]].name), information)
            read.withLock { $0[unknown[number]] = hash }
        }
        for (index, hash) in read.withLock({ $0 }) { hashes[index] = hash }
        var items = [FolderItem]()
        items.reserveCapacity(children.count)
        for (index, child) in children.enumerated() {
            notes.add(name: child.name)
            var item = FolderItem(name: child.name, hash: hashes[index], kind: .file)
            if child.information?.kind == .file {
                notes.add(child.information) { path.appending(child.name).string }
                if child.information?.isExecutable == true { item.kind = .executable }
            } else {
                let inner = try hash(path.appending(child.name), child.information, &notes, above: above)
                hashes[index] = inner?.content
                (item.hash, item.kind) = (inner?.whole, .folder)
            }
            if child.isLink {
                item.kind = .link(try files.linkTarget(path.appending(child.name)) ?? "")
                item.hash = hashes[index]
            }
            items.append(item)
        }
        return OutputHash(ofFolder: zip(children, hashes).map { ($0.name, $1) }, items, isOutput: above.count == 1)
    }

    private func hash(file path: FilePath, _ information: FileInformation) throws -> ContentHash {
        try noting(path, information) { try files.hash(path) }
    }

    /// Remembers what somebody else finds out by reading a file.
    ///
    /// - Parameter information: what the file was before.
    public func noting(
        _ path: FilePath, _ information: FileInformation, _ read: () throws -> ContentHash
    ) rethrows -> ContentHash {
        let looked = now()
        let hash = try read()
        let key = key(path)
        state.withLock { state in
            state.found[key] = HashTable.Entry(hash: hash, information: information, looked: looked)
            state.isChanged = true
        }
        return hash
    }

    /// Remembers what somebody else found out by reading files.
    ///
    /// - Parameters:
    ///   - files: with what each was before it was read.
    ///   - looked: when that was at the earliest, as this cache tells the time.
    public func note(_ files: [(path: FilePath, hash: ContentHash, information: FileInformation)], looked: Int) {
        let keys = files.map { key($0.path) }
        state.withLock { state in
            for (key, file) in zip(keys, files) {
                state.found[key] = HashTable.Entry(hash: file.hash, information: file.information, looked: looked)
                state.isChanged = true
            }
        }
    }

    /// The time that goes with `note`.
    public var time: Int { now() }
}

extension HashCache {
    private func key(_ path: FilePath) -> [UInt8] { key(path.string) }

    private func key(_ path: String) -> [UInt8] {
        Array(path.hasPrefix(prefix) ? path.utf8.dropFirst(prefix.utf8.count) : path.utf8[...])
    }

    private func keys(of children: [(name: String, information: FileInformation?, isLink: Bool)], in folder: FilePath) -> [[UInt8]] {
        let start = key(folder.string + "/")
        return children.map { start + $0.name.utf8 }
    }

    /// The hashes of files that are as they were; `nil` for all else.
    private func known(_ keys: [[UInt8]], _ information: [FileInformation?]) -> [ContentHash?] {
        state.withLock { state in
            var kept = state.kept.take() ?? load()
            defer { state.kept = kept }
            return keys.indices.map { index in
                guard let information = information[index], information.kind == .file,
                    let entry = state.found[keys[index]] ?? kept.entry(keys[index]), entry.information == information
                else { return nil }
                return information.isSettled(at: entry.looked) ? entry.hash : nil
            }
        }
    }

    private func load() -> HashTable {
        (try? files.read(path)).flatMap { HashTable($0) } ?? HashTable()
    }

    /// Writes the cache if anything is new in it. Losing it costs time, never correctness: where it cannot be
    /// written, as in a checkout that is only to be read, nothing is said.
    public func save() {
        let bytes: [UInt8]? = state.withLock { state in
            guard state.isChanged else { return nil }
            state.isChanged = false
            let kept = (state.kept ?? load()).all.filter { state.found[$0.path] == nil }
            let entries = kept + state.found.map { ($0.key, $0.value) }
            return HashTable.encode(entries.sorted { $0.path.lexicographicallyPrecedes($1.path) })
        }
        guard let bytes else { return }
        try? files.makeIgnoredDirectory(path.removingLastComponent())
        try? files.unsynchronised.write(bytes, to: path)
    }
}
