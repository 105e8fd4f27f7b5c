import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What other programs packed, unpacked.
@Suite struct InflaterTests {
    private let text = Array((0..<5000).map { "\($0 * $0 % 977)," }.joined().utf8)

    /// As `gzip` packs it.
    private func gzipped(_ bytes: [UInt8]) async throws -> [UInt8] {
        let scratch = try ScratchDirectory()
        let path = scratch.path.appending("text")
        try LocalFileSystem().write(bytes, to: path)
        _ = try await BuiltTool.run("gzip", ["-n", "text"], in: scratch.path)
        return try LocalFileSystem().read(scratch.path.appending("text.gz"))
    }

    /// Without gzip's head of ten bytes and end of eight.
    private func bare(_ bytes: [UInt8]) async throws -> [UInt8] { Array(try await gzipped(bytes).dropFirst(10).dropLast(8)) }

    private func unpacked(_ bytes: [UInt8], _ frame: Inflater.Frame) throws -> [UInt8] {
        try Inflater(frame).unpacked(bytes) { _ in }
    }

    @Test func everyFrameIsTakenAway() async throws {
        let bare = try await bare(text)
        // RFC 1950: two bytes in front, the checksum of Adler behind.
        let (low, high) = text.reduce((1, 0)) { (($0.0 + Int($1)) % 65521, ($0.1 + $0.0 + Int($1)) % 65521) }
        let sum = [high >> 8, high & 255, low >> 8, low & 255].map { UInt8($0) }
        #expect(try unpacked(bare, .none) == text && unpacked([0x78, 0x9C] + bare + sum, .zlib) == text)
        #expect(try await unpacked(gzipped(text), .gzip) == text)
        #expect(throws: BrokenPacking.self) { try unpacked([0x78, 0x9C] + bare + sum.reversed(), .zlib) }
        #expect(throws: BrokenPacking.self) { try unpacked(bare, .gzip) }
        #expect(throws: BrokenPacking.self) { try unpacked(bare, .zlib) }
    }

    @Test func membersFollowEachOther() async throws {
        let first = try await gzipped(text)
        let second = try await gzipped([7])
        #expect(try unpacked(first + second + first, .gzip) == text + [7] + text)
        #expect(throws: BrokenPacking.self) { try unpacked(first + [0x1F], .gzip) }
        #expect(throws: BrokenPacking.self) { try unpacked(first + Array("else".utf8), .gzip) }
    }

    @Test func whatBreaksOffIsBroken() async throws {
        let packed = try await gzipped(text)
        for count in [0, 1, 10, packed.count / 2, packed.count - 1] {
            #expect { try unpacked(Array(packed[..<count]), .gzip) } throws: {
                ($0 as? BrokenPacking)?.reason == "unexpected end of file"
            }
        }
    }

    /// Whoever counts the bytes is told before they are there, and ends it.
    @Test func whoChargesEndsIt() async throws {
        let packed = try await gzipped([UInt8](repeating: 0, count: 1_000_000))
        var told = 0
        #expect(throws: Failure.self) {
            try Inflater(.gzip).unpacked(packed) {
                told += $0
                if told > 100_000 { throw Failure("too much") }
            }
        }
        #expect(told > 100_000 && told < 200_000)
        told = 0
        #expect(try Inflater(.gzip).unpacked(packed) { told += $0 }.count == 1_000_000 && told == 1_000_000)
    }

    @Test(arguments: [(1, 1), (1, 4096), (4096, 1), (7, 13)]) func stepsMayBeShort(given: Int, room: Int) async throws {
        let packed = try await gzipped(text)
        let inflater = try Inflater(.gzip)
        var (start, output, isEnd) = (0, [UInt8](), false)
        var piece = [UInt8](repeating: 0, count: room)
        while !isEnd {
            let step = try packed[start..<min(start + given, packed.count)].withUnsafeBytes { input in
                try piece.withUnsafeMutableBytes { try inflater.step(input, into: $0) }
            }
            output += piece[..<step.made]
            start += step.taken
            isEnd = step.isEnd
        }
        #expect(output == text && start == packed.count)
    }
}
