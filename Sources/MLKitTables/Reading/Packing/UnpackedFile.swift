internal import MLKitCore
internal import SystemPackage

/// A packed file as it is without, for readers that do not unpack themselves.
enum UnpackedFile {
    private static let pieceSize = 1 << 18

    /// - Returns: where it stands, in the scratch folder.
    /// - Throws: `Failure` for a file that is damaged, and for a disk that does not hold it.
    static func write(_ content: SourceContent, into scratch: FilePath) throws -> FilePath {
        let stream = try content.open()
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 16)
        defer { piece.deallocate() }
        return try ScratchFile.write(into: scratch, for: content.name) { write in
            while let base = piece.baseAddress {
                let count = try stream.read(base.assumingMemoryBound(to: UInt8.self), piece.count)
                guard count > 0 else { break }
                try write(UnsafeRawBufferPointer(rebasing: piece[..<count]))
            }
        }
    }
}
