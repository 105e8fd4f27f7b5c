public import SystemPackage

extension FileSystem {
    /// The disk by which a file of a project is written. Those of mlkit's own, in `.mlkit`, come by way of `.mlkit/tmp`, which
    /// git ignores: half of one beside its place, left by a process that was killed, would be in the user's next commit.
    ///
    /// - Parameter path: of the file, or of its folder, in the project.
    public func disk(for path: String, in project: FilePath) throws -> any FileSystem {
        guard let folder = LocalFileSystem.drafts(of: path, in: project) else { return self }
        try makeIgnoredDirectory(folder)
        return staging(in: folder)
    }
}

extension LocalFileSystem {
    /// Removes the drafts of a project's file that processes left when they were killed.
    public static func removeLeftovers(of path: String, in project: FilePath) throws {
        let file = project.pushing(FilePath(path))
        try removeLeftovers(of: file, in: drafts(of: path, in: project) ?? file.removingLastComponent())
    }

    /// `nil` for a file whose draft is written beside it.
    fileprivate static func drafts(of path: String, in project: FilePath) -> FilePath? {
        path.hasPrefix(".mlkit/") ? project.pushing(".mlkit/tmp") : nil
    }
}
