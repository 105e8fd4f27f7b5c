public import MLKitCore

/// Folders of commits.
extension Repository {
    /// The regular files of a folder in a commit, by their paths in it; none if there is no such folder.
    public func files(below folder: String, in commit: ObjectID) throws -> ByteTable<ObjectID> {
        let reader = try ObjectReader(self)
        guard let header = try reader.commit(commit),
            let tree = try FolderLocator(folder, reader).folder(in: header.tree)
        else { return [:] }
        return try Self.files(of: tree, TreeComparison(reader))
    }

    /// The regular files of a tree, by their paths.
    public func files(ofTree tree: ObjectID) throws -> ByteTable<ObjectID> {
        try Self.files(of: tree, TreeComparison(ObjectReader(self)))
    }

    private static func files(of tree: ObjectID, _ comparison: TreeComparison) throws -> ByteTable<ObjectID> {
        let files = try comparison.changes(from: nil, to: tree)
        return ByteTable(files.compactMap { file in file.new.map { (file.path, $0) } }) { $1 }
    }

    /// Where a folder of one commit stands in another: at the same path, or where it was moved from or to; `nil` if it
    /// is not there.
    public func place(of folder: String, in commit: ObjectID, at other: ObjectID) throws -> String? {
        let reader = try ObjectReader(self)
        guard let tree = try reader.commit(commit)?.tree,
            let otherTree = try reader.commit(other)?.tree
        else { return nil }
        if try FolderLocator(folder, reader).folder(in: otherTree) != nil { return folder }
        return try FolderOrigin(reader, TreeComparison(reader)).path(of: folder, in: tree, before: otherTree)
    }
}
