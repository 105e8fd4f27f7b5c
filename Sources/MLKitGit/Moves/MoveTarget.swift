internal import MLKitCore
internal import SystemPackage

/// A file that another may have become.
struct MoveTarget {
    let path: String
    let blob: ObjectID
    let size: Int
    let lines: LineCounts

    /// `nil` if none of some files can have become this one: a large file is not even read.
    init?(_ file: AddedFiles.File, for sources: [MoveSource], in repository: Repository) throws {
        guard let content = try Self.content(file, for: sources, in: repository) else { return nil }
        path = file.path
        blob = try ObjectID(blobOf: content)
        size = content.count
        lines = LineCounts(of: content)
    }

    private static func content(
        _ file: AddedFiles.File, for sources: [MoveSource], in repository: Repository
    ) throws -> [UInt8]? {
        if let blob = file.blob {
            guard let content = try repository.blob(blob), sources.contains(where: { $0.canBecome(size: content.count) }) else {
                return nil
            }
            return content
        }
        let disk = LocalFileSystem()
        let place = repository.root.pushing(file.place)
        // A link, wherever it leads, is none.
        guard let (kind, information) = try disk.standing(at: place), kind == .file, let information,
            sources.contains(where: { $0.canBecome(size: information.size) })
        else { return nil }
        return try repository.cleaned(disk.read(place), path: file.path)
    }
}
