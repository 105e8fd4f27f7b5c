import MLKitGit
import Testing

@Suite struct CompressionTests {
    private let contents: [[UInt8]] = [[], [7], Array("a line\n".utf8), (0..<100_000).map { UInt8($0 & 0x0F) }]

    @Test func contentsComeBack() throws {
        let packed = try Compression.compressed(contents)
        #expect(packed.count == contents.count && packed[3].count < 5_000)
        for (content, packed) in zip(contents, packed) {
            #expect(Compression.expanded(packed, size: content.count) == content)
        }
    }

    @Test func whatWasNotCompressedThusIsRefused() throws {
        let packed = try Compression.compressed(contents)[2]
        #expect(Compression.expanded(packed, size: 6) == nil)
        #expect(Compression.expanded(packed, size: 8) == nil)
        #expect(Compression.expanded(packed, size: -1) == nil)
        #expect(Compression.expanded(packed, size: .max / 2) == nil)
        #expect(Compression.expanded(Array(packed.dropLast()), size: 7) == nil)
        #expect(Compression.expanded(Array("no such thing".utf8), size: 3) == nil)
    }
}
