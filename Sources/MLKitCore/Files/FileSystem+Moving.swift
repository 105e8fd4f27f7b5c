public import SystemPackage

/// What came of giving something another name.
public enum Renaming: Sendable {
    case done
    /// The destination is on another disk.
    case otherDisk
    /// A folder stays where it is, since a disk is mounted on it, or on the one in whose place it was to come.
    case mounted
}

/// Moving what stands somewhere to where nothing stands, be it on another disk.
extension FileSystem {
    /// Moves a file, a folder or a link itself. To another disk it is copied beside its place, every byte of it, and
    /// renamed there before the original is removed. Of a folder that a disk is mounted on, or into one, all that is in it is
    /// moved, one by one.
    public func move(_ source: FilePath, to destination: FilePath) throws {
        switch try renameOnDisk(source, to: destination) {
        case .done: return
        case .mounted:
            try makeDirectory(destination)
            for entry in try entries(source) { try move(source.appending(entry.name), to: destination.appending(entry.name)) }
        case .otherDisk: try copy(source, beside: destination)
        }
        try remove(source)
    }

    private func copy(_ source: FilePath, beside destination: FilePath) throws {
        let folder = destination.removingLastComponent()
        let beside = folder.appending(".\(UInt64.random(in: 0 ... .max)).tmp")
        do {
            try makeDirectory(folder)
            try copyTree(source, to: beside, depth: 0)
            guard case .mounted = try renameOnDisk(beside, to: destination) else { return }
            try move(beside, to: destination)
        } catch {
            try? remove(beside)
            throw error
        }
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
