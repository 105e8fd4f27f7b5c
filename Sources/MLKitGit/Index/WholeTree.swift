public import MLKitCore
internal import Synchronization
public import SystemPackage

/// A disk on which the files of a project that a sparse checkout leaves out stand as git's index has them, so that who reads
/// sees the whole project. What is on disk comes first, and what is written goes there.
public final class WholeTree: FileSystem, @unchecked Sendable {
    private let disk: any FileSystem
    private let lock = Mutex(())
    /// For whoever has the lock.
    private let repository: Repository
    /// By absolute path, as text: a `FilePath` is hashed byte by byte.
    private let files: ByteTable<Repository.LeftOutFile>
    /// What stands in folders, by name.
    private let folders: ByteTable<ByteTable<DirectoryEntry.Kind>>

    /// The disk itself where all files of the project are in the working tree.
    public static func over(
        _ disk: any FileSystem, project: FilePath, environment: GitEnvironment
    ) throws -> any FileSystem {
        guard try SparseCheckout.mayBe(around: project, environment),
            let repository = try Repository.discover(from: project, environment: environment), try repository.isSparse
        else { return disk }
        let prefix = repository.path(of: project) ?? ""
        let files = try repository.leftOut(below: prefix)
        return files.isEmpty ? disk : WholeTree(disk, project, repository, prefix, files)
    }

    private init(
        _ disk: any FileSystem, _ project: FilePath, _ repository: Repository, _ prefix: String,
        _ files: [Repository.LeftOutFile]
    ) {
        self.disk = disk
        self.repository = repository
        let project = project.lexicallyNormalized().string
        var byPath: ByteTable<Repository.LeftOutFile> = [:]
        var folders: ByteTable<ByteTable<DirectoryEntry.Kind>> = [:]
        for file in files {
            var path = "\(project)/\(prefix.isEmpty ? file.path : RepositoryPath.rest(of: file.path, after: prefix + "/") ?? file.path)"
            byPath[path] = file
            var kind = DirectoryEntry.Kind.file
            while !path.hasSameBytes(as: project), let folder = RepositoryPath.folder(of: path) {
                let name = RepositoryPath.name(of: path)
                path = folder
                guard folders[path]?[name] == nil else { break }
                folders[path, default: [:]][name] = kind
                kind = .directory
            }
        }
        self.files = byPath
        self.folders = folders
    }

    public var bare: any FileSystem { disk }
    public var unsynchronised: any FileSystem { disk.unsynchronised }
    public var drafting: any FileSystem { disk.drafting }
    public func staging(in folder: FilePath) -> any FileSystem { disk.staging(in: folder) }

    public func information(at path: FilePath) throws -> FileInformation? {
        if let found = try disk.information(at: path) { return found }
        let path = path.lexicallyNormalized().string
        if folders[path] != nil { return FileInformation(kind: .directory, size: 0, modified: 0) }
        guard let file = files[path] else { return nil }
        let size = try lock.withLock { _ in try repository.size(of: file.blob) }
        // What caches go by changes with the content.
        let inode = file.blob.raw.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return FileInformation(
            kind: .file, size: size, modified: 0, inode: inode, isExecutable: file.isExecutable)
    }

    public func read(_ path: FilePath) throws -> [UInt8] {
        guard try disk.information(at: path) == nil, let file = files[path.lexicallyNormalized().string] else {
            return try disk.read(path)
        }
        return try lock.withLock { _ in
            guard let blob = try repository.blob(file.blob) else {
                throw Failure(
                    "`\(file.path)` is outside the sparse checkout, and its content is not in this clone",
                    hint: "`git sparse-checkout disable` gets all files")
            }
            return try repository.filters.checkedOut(blob, at: file.path)
        }
    }

    public func entries(_ path: FilePath) throws -> [DirectoryEntry] {
        guard let more = folders[path.lexicallyNormalized().string] else { return try disk.entries(path) }
        let there = try disk.information(at: path) == nil ? [] : disk.entries(path)
        let known = PathSet(there.map(\.name))
        return (there + more.filter { !known.contains($0.key) }.map { DirectoryEntry(name: $0.key, kind: $0.value) })
            .sorted { ByteText($0.name) < ByteText($1.name) }
    }

    public func list(_ path: FilePath) throws -> [String] { try entries(path).map(\.name) }

    public func hash(_ path: FilePath) throws -> ContentHash {
        try disk.information(at: path) == nil ? ContentHash(of: read(path)) : disk.hash(path)
    }

    public func isLink(_ path: FilePath) throws -> Bool { try disk.isLink(path) }
    public func linkTarget(_ path: FilePath) throws -> String? { try disk.linkTarget(path) }

    public func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws {
        try disk.write(bytes, to: path, executable: executable)
    }

    public func replace(_ path: FilePath, with bytes: [UInt8], executable: Bool, isPersonal: Bool) throws {
        try disk.replace(path, with: bytes, executable: executable, isPersonal: isPersonal)
    }

    public func makeDirectory(_ path: FilePath) throws { try disk.makeDirectory(path) }
    public func remove(_ path: FilePath) throws { try disk.remove(path) }
    public func rename(_ source: FilePath, to destination: FilePath) throws { try disk.rename(source, to: destination) }
}
