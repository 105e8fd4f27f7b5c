public import MLKitCore
internal import MLKitSpec
internal import Synchronization
internal import SystemPackage

/// Files and folders by the hash of their content: `<folder>/<2 digits>/<62 digits>`, a folder's with `.tree` added.
///
/// The small files of a folder that has many are in packs: objects with the bytes of one file behind those of another.
/// Only the folder's tree says what is where in them.
///
/// An object is written beside its place and renamed, so that none is ever half there, and it is read-only. It is not
/// synced: a power cut may take it, or leave it empty, which is found out by its size when it is wanted and by its hash
/// when it is read.
public struct ObjectStore: Sendable {
    let folder: FilePath
    let files: any FileSystem
    /// How content gets in and out, the best that works.
    let links: [CacheLink]
    let threads: Int
    let packing: PackLimits
    private let support = LinkSupport()

    init(
        _ folder: FilePath, files: any FileSystem, links: [CacheLink], threads: Int,
        packing: PackLimits = PackLimits()
    ) {
        self.folder = folder
        self.files = files.unsynchronised
        self.links = links
        self.threads = threads
        self.packing = packing
    }

    func path(_ name: ObjectName) -> FilePath { folder.pushing(FilePath(name.path)) }

    /// The bytes of an object; `nil` if there is none, or something that is no file stands in its place.
    func size(_ name: ObjectName) throws -> Int? {
        guard let information = try files.information(at: path(name)), information.kind == .file else { return nil }
        return information.size
    }

    /// Whether the object of an entry is there, as far as can be told without reading it.
    public func has(_ entry: CachedEntry) throws -> Bool {
        guard let object = entry.object else { return true }
        return try size(object).map { entry.fits($0) } ?? false
    }

    /// The entry of a file or folder by its hash, if its object is there.
    public func entry(_ hash: ContentHash, isFolder: Bool) throws -> CachedEntry? {
        guard let size = try size(ObjectName(hash, isTree: isFolder)) else { return nil }
        return CachedEntry(kind: isFolder ? .folder : .file, hash: hash, size: size)
    }

    /// The entry of what a lock names by its hash, be it a file or a folder, if its object is there.
    public func entry(_ hash: ContentHash, isExecutable: Bool) throws -> CachedEntry? {
        if let folder = try entry(hash, isFolder: true) { return folder }
        var file = try entry(hash, isFolder: false)
        if isExecutable { file?.kind = .executable }
        return file
    }

    /// Whether a file or folder with that hash is here with all that is in it, as far as can be told without reading it.
    public func holds(_ hash: ContentHash, isFolder: Bool) throws -> Bool {
        try entry(hash, isFolder: isFolder).map { try holds($0) } ?? false
    }

    /// Whether an entry is here with all that is in it, as far as can be told without reading it.
    public func holds(_ entry: CachedEntry) throws -> Bool {
        try objects(of: entry).allSatisfy { try size($0) != nil }
    }

    /// The tree of a folder.
    ///
    /// - Throws: `ObjectProblem`; a damaged tree is removed.
    func tree(_ name: ObjectName) throws -> TreeObject {
        guard try size(name) != nil else { throw ObjectProblem.missing(name) }
        guard let tree = try readTree(name) else { throw try corrupt(name) }
        return tree
    }

    /// The tree of a folder; `nil` if it is not there, or damaged.
    func readTree(_ name: ObjectName) throws -> TreeObject? {
        guard let size = try size(name), size <= TreeObject.sizeLimit else { return nil }
        return TreeObject(try files.read(path(name), limit: TreeObject.sizeLimit), of: name.hash)
    }

    /// What is in a folder, by its hash; `nil` if its tree is not here.
    public func listing(of folder: ContentHash) throws -> ByteTable<CachedEntry>? {
        try readTree(ObjectName(folder, isTree: true)).map { tree in
            ByteTable(tree.entries.map { ($0.name, $0.entry) }) { $1 }
        }
    }

    /// The objects of an entry and of all below it. A tree that cannot be read has nothing below it.
    func objects(of entry: CachedEntry) throws -> Set<ObjectName> {
        var objects = Set<ObjectName>()
        try collect(entry.object, into: &objects)
        return objects
    }

    /// The objects of entries and of all below them, with the most bytes that each may have.
    func bounds(of entries: [CachedEntry]) throws -> [ObjectName: Int] {
        var bounds: [ObjectName: Int] = [:]
        for entry in entries { try collect(entry, into: &bounds, depth: 0) }
        return bounds
    }

    private func collect(_ entry: CachedEntry, into bounds: inout [ObjectName: Int], depth: Int) throws {
        guard let name = entry.object, depth <= TreeObject.deepest else { return }
        let known = bounds.updateValue(max(bounds[name] ?? 0, entry.mostBytes), forKey: name)
        guard known == nil, name.isTree, let tree = try readTree(name) else { return }
        for child in tree.entries { try collect(child.entry, into: &bounds, depth: depth + 1) }
    }

    /// Adds an object and all below it, but for what is there already.
    func collect(_ name: ObjectName?, into objects: inout Set<ObjectName>, depth: Int = 0) throws {
        guard let name, depth <= TreeObject.deepest, objects.insert(name).inserted, name.isTree, let tree = try readTree(name) else {
            return
        }
        for child in tree.entries {
            try collect(child.entry.object, into: &objects, depth: depth + 1)
        }
    }

    /// Whether an object's bytes, here or in another file, are those that it is named by.
    func isIntact(_ name: ObjectName, at file: FilePath? = nil) throws -> Bool {
        let file = file ?? path(name)
        return try name.isTree
            ? TreeObject(files.read(file), of: name.hash) != nil : files.hash(file) == name.hash
    }

    /// Whether an entry is here with all that is in it, every byte of it.
    public func isIntact(_ entry: CachedEntry) throws -> Bool {
        try objects(of: entry).allSatisfy { try size($0) != nil && isIntact($0) }
    }

    /// Bytes of the files of an entry that is in the store.
    public func size(of entry: CachedEntry) throws -> Int {
        guard entry.kind == .folder, let name = entry.object else { return entry.size }
        return try readTree(name)?.size ?? 0
    }

    /// Removes an object whose bytes are wrong, so that whoever makes it again puts it back.
    func corrupt(_ name: ObjectName) throws -> ObjectProblem {
        try files.remove(path(name))
        return .corrupt(name)
    }

    /// A path on the disk of the store that nothing else uses.
    func temporaryPath() -> FilePath { folder.appending("\(UInt64.random(in: 0 ... .max)).tmp") }

    /// Whether cloning is worth a try; asked of the disk once.
    func clones(_ source: FilePath, to destination: FilePath, executable: Bool) throws -> Bool {
        guard support.clones.load(ordering: .relaxed) else { return false }
        if try files.clone(source, to: destination, executable: executable) { return true }
        support.clones.store(false, ordering: .relaxed)
        return false
    }

    /// Whether files go in and out without their bytes being copied, which one of them is tried with.
    func sharesBlocks(with file: FilePath) throws -> Bool {
        guard links.contains(.reflink), support.clones.load(ordering: .relaxed) else { return false }
        let copy = temporaryPath()
        try files.makeDirectory(folder)
        defer { try? files.remove(copy) }
        return try clones(file, to: copy, executable: false)
    }

    private final class LinkSupport: Sendable {
        let clones = Atomic(true)
    }
}
