import MLKitCore
import Testing

/// What a zip archive lists, held against archives written here byte by byte.
@Suite struct ZipArchiveTests {
    private func number(_ value: Int, _ width: Int) -> [UInt8] { (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }

    /// One file that is not packed, its list, and an end with a comment.
    private func archive(_ name: String, _ content: String, comment: [UInt8] = []) -> [UInt8] {
        let (name, content) = (Array(name.utf8), Array(content.utf8))
        let sizes = number(7, 4) + number(content.count, 4) + number(content.count, 4) + number(name.count, 2)
        let local = number(0x0403_4B50, 4) + number(20, 2) + number(0, 8) + sizes + number(0, 2) + name + content
        let entry = number(0x0201_4B50, 4) + number(20, 2) + number(20, 2) + number(0, 8) + sizes + number(0, 16) + name
        return local + entry + end(files: 1, length: entry.count, start: local.count, comment: comment)
    }

    private func end(files: Int, length: Int, start: Int, comment: [UInt8] = []) -> [UInt8] {
        number(0x0605_4B50, 4) + number(0, 4) + number(files, 2) + number(files, 2) + number(length, 4) + number(start, 4)
            + number(comment.count, 2) + comment
    }

    private func opened(_ bytes: [UInt8]) throws -> ZipArchive? {
        try ZipArchive(size: bytes.count) { start, count in Array(bytes[min(start, bytes.count)..<min(start + count, bytes.count)]) }
    }

    @Test func aMemberIsListedWithItsPlace() throws {
        let bytes = archive("a.txt", "hello")
        let archive = try #require(try opened(bytes))
        let member = try #require(archive.members.first)
        #expect(archive.members.count == 1 && member.name == "a.txt" && member.size == 5 && member.packedSize == 5)
        #expect(member.method == 0 && member.checksum == 7 && !member.isEncrypted && !member.isFolder)
        #expect(try archive.start(of: member) == 35)
        #expect(Array(bytes[35..<40]) == Array("hello".utf8))
    }

    /// Its end is all there is, from the first byte on.
    @Test func anArchiveOfNothingHasNoMembers() throws {
        let bytes = end(files: 0, length: 0, start: 0)
        #expect(bytes.count == 22)
        #expect(try opened(bytes)?.members.isEmpty == true)
        #expect(try opened(Array(bytes.dropLast())) == nil)
    }

    @Test func anEndWithinTheCommentIsNone() throws {
        let bytes = archive("a", "x", comment: end(files: 9, length: 9, start: 9) + [1])
        #expect(try opened(bytes)?.members.map(\.name) == ["a"])
    }

    @Test func aListThatIsCutOffIsDamaged() throws {
        var bytes = archive("a", "x")
        // The file takes 32 bytes, its entry 47, and its end says that these are 46.
        bytes.replaceSubrange((32 + 47 + 12)..., with: number(46, 4) + number(32, 4) + number(0, 2))
        #expect(throws: BrokenPacking.self) { try opened(bytes) }
    }
}
