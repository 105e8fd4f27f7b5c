public import SystemPackage

/// How a disk without ways of its own makes files, and reads and writes parts of them.
extension FileSystem {
    public func standing(at path: FilePath) throws -> (kind: DirectoryEntry.Kind, information: FileInformation?)? {
        if try isLink(path) { return (.link, nil) }
        guard let information = try information(at: path) else { return nil }
        let kind: DirectoryEntry.Kind =
            switch information.kind {
            case .file: .file
            case .directory: .directory
            case .other: .other
            }
        return (kind, information)
    }

    public func read(
        _ path: FilePath, into buffer: UnsafeMutableRawBufferPointer
    ) throws -> (information: FileInformation, count: Int?) {
        guard let information = try information(at: path) else { throw Failure("`\(path)` went away") }
        guard information.size <= buffer.count else { return (information, nil) }
        let bytes = try read(path)
        guard bytes.count <= buffer.count else { return (information, nil) }
        buffer.copyBytes(from: bytes)
        return (information, bytes.count)
    }

    public func read(_ path: FilePath, from offset: Int, count: Int) throws -> [UInt8] {
        Array(try read(path).dropFirst(offset).prefix(count))
    }

    public func create(_ path: FilePath, _ bytes: UnsafeRawBufferPointer, _ rights: FileRights) throws {
        try write(Array(bytes), to: path, executable: rights == .executable)
    }

    public func writer(of path: FilePath) throws -> any FileWriter { GatheringWriter(path, self) }

    public func end(of path: FilePath) throws -> any FileEnd { RewritingEnd(path: path, files: self) }
}
