internal import MLKitCore
internal import SystemPackage

/// A file that another may have become.
struct MoveTarget {
    let path: String
    let blob: ObjectID
    let size: Int
    let lines: LineCounts

    /// `nil` if none of some files can have become this one: a large file is not even read.
    init?(_ path: String, for sources: [MoveSource], in repository: Repository) throws {
        let disk = LocalFileSystem()
        let file = repository.root.pushing(FilePath(path))
        guard let information = try disk.information(at: file), information.kind == .file,
            sources.contains(where: { $0.canBecome(size: information.size) })
        else { return nil }
        let content = try repository.cleaned(disk.read(file), path: path)
        self.path = path
        blob = try ObjectID(blobOf: content)
        size = content.count
        lines = LineCounts(of: content)
    }
}
