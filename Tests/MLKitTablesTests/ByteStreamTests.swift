import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitTables

/// A file's bytes, whether it is gzipped or not.
@Suite struct ByteStreamTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func path(_ bytes: [UInt8]) throws -> FilePath {
        let path = scratch.path.appending("file")
        try LocalFileSystem().write(bytes, to: path)
        return path
    }

    private func gzipped(_ bytes: [UInt8]) async throws -> [UInt8] {
        try LocalFileSystem().write(bytes, to: scratch.path.appending("plain"))
        _ = try await BuiltTool.run("gzip", ["-fn", "plain"], in: scratch.path)
        return try LocalFileSystem().read(scratch.path.appending("plain.gz"))
    }

    /// All bytes, read so many at a time; all pieces but the last are whole.
    private func read(_ bytes: [UInt8], by count: Int) throws -> [UInt8] {
        let stream = try ByteStream(path(bytes), name: "file")
        var (all, piece) = ([UInt8](), [UInt8](repeating: 0, count: count))
        while true {
            let taken = try piece.withUnsafeMutableBufferPointer { try $0.baseAddress.map { try stream.read($0, count) } ?? 0 }
            all += piece[..<taken]
            if taken < count { break }
        }
        #expect(try piece.withUnsafeMutableBufferPointer { try $0.baseAddress.map { try stream.read($0, count) } } == 0)
        return all
    }

    /// Longer than what is read at once.
    private let long = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 31 >> 7) }

    @Test(arguments: [1 << 20, 100_000]) func plainFilesAreAsTheyAre(count: Int) throws {
        for bytes in [[], [7], [0x1F], [0x1F, 7], long] { #expect(try read(bytes, by: count) == bytes) }
        #expect(try read([1, 2, 3], by: 1) == [1, 2, 3])
    }

    @Test(arguments: [1 << 20, 100_000]) func packedFilesAreUnpacked(count: Int) async throws {
        let packed = try await gzipped(long)
        let small = try await gzipped([7])
        #expect(try read(packed, by: count) == long)
        #expect(try read(small + packed + small + packed, by: count) == [7] + long + [7] + long)
        // What else stands behind is left out.
        for behind in [[0x1F], [0, 0, 0], Array("end".utf8)] { #expect(try read(packed + behind, by: count) == long) }
        #expect(try await read(gzipped([]), by: count) == [])
    }

    @Test func whatIsDamagedIsNamed() async throws {
        let packed = try await gzipped(long)
        var wrong = packed
        wrong[packed.count - 5] ^= 1
        for (bytes, reason) in [
            (Array(packed[..<10]), "unexpected end of file"), (Array(packed.dropLast()), "unexpected end of file"),
            (wrong, "incorrect data check"),
        ] {
            #expect { try read(bytes, by: 1 << 20) } throws: { "\($0)" == "error: `file` is damaged\nnote: \(reason)\n" }
        }
        #expect { try ByteStream(scratch.path.appending("none"), name: "none") } throws: {
            "\($0)".lowercased() == "error: cannot read `none`\nnote: no such file or directory\n"
        }
    }
}
