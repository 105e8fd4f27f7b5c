public import SystemPackage

/// Moving what stands somewhere to where nothing stands, be it on another disk.
extension FileSystem {
    /// Moves a file, a folder or a link itself. To another disk it is copied beside its place, every byte of it, and
    /// renamed there before the original is removed, or emptied where another disk is mounted at it.
    public func move(_ source: FilePath, to destination: FilePath) throws {
        guard try !renameOnDisk(source, to: destination) else { return }
        // A folder that another disk is mounted at can be filled and emptied, and not be replaced.
        if try standing(at: source)?.kind == .directory, try standing(at: destination)?.kind == .directory {
            for entry in try entries(source) { try move(source.appending(entry.name), to: destination.appending(entry.name)) }
            return try remove(source)
        }
        let folder = destination.removingLastComponent()
        let beside = folder.appending(".\(UInt64.random(in: 0 ... .max)).tmp")
        do {
            try makeDirectory(folder)
            try copyTree(source, to: beside, depth: 0)
            try rename(beside, to: destination)
        } catch {
            try? remove(beside)
            throw error
        }
        try remove(source)
    }

    private func copyTree(_ source: FilePath, to destination: FilePath, depth: Int) throws {
        guard depth < 1000 else { throw Failure("`\(source)` nests too deep") }
        guard let (kind, information) = try standing(at: source) else { throw Failure("`\(source)` is not there") }
        switch kind {
        case .link: try makeLink(at: destination, to: try linkTarget(source) ?? "")
        case .file: _ = try copy(source, to: destination, executable: information?.isExecutable ?? false)
        case .directory:
            try makeDirectory(destination)
            for entry in try entries(source) {
                try copyTree(source.appending(entry.name), to: destination.appending(entry.name), depth: depth + 1)
            }
        case .other: throw Failure("cannot copy `\(source)`: it is neither a file, a folder nor a link")
        }
    }
}
