internal import SystemPackage

/// A new file that is written from its beginning to its end. It need not have reached the disk after.
public protocol FileWriter {
    /// Goes on with some bytes: `FilePiece.size` of them, or, at the end, as many as are left.
    mutating func write(_ bytes: UnsafeRawBufferPointer) throws
    /// Ends the file, which is not sure to be there before.
    mutating func finish() throws
}

/// The end of a file, open to be added to. What is added need not have reached the disk.
public protocol FileEnd: Sendable {
    func write(_ bytes: [UInt8]) throws
}

/// Adds to a file by writing all of it, for disks that write only whole ones.
struct RewritingEnd: FileEnd {
    let path: FilePath
    let files: any FileSystem

    func write(_ bytes: [UInt8]) throws {
        try files.write((try files.exists(path) ? try files.read(path) : []) + bytes, to: path)
    }
}

/// A part of a file as it is best written.
public enum FilePiece {
    /// Bytes.
    public static let size = 1 << 20
    /// What the address of one has to be a multiple of.
    public static let alignment = ChunkPipe.alignment
}

/// Gathers a file in memory, for disks that write only whole ones.
struct GatheringWriter: FileWriter {
    private let path: FilePath
    private let files: any FileSystem
    private var bytes: [UInt8] = []

    init(_ path: FilePath, _ files: any FileSystem) {
        self.path = path
        self.files = files
    }

    mutating func write(_ bytes: UnsafeRawBufferPointer) throws { self.bytes.append(contentsOf: bytes) }

    mutating func finish() throws { try files.write(bytes, to: path) }
}
