@testable import MLKitCache
import MLKitCore
import SystemPackage
import Testing

/// How many reads it takes to get files out of packs.
@Suite struct PackSliceTests {
    private static let pack = ContentHash(of: "pack")
    private static let megabyte = 1 << 20

    private func file(_ name: String, _ range: Range<Int>, in pack: ContentHash = Self.pack) -> PackSlice.File {
        let entry = CachedEntry(kind: .file, hash: ContentHash(of: name), size: range.count)
        return PackSlice.File(entry: entry, place: PackPlace(pack: pack, offset: range.lowerBound), path: FilePath(name))
    }

    private func ranges(_ files: PackSlice.File...) -> [Range<Int>] {
        PackSlice.slices(of: files).map(\.range).sorted { $0.lowerBound < $1.lowerBound }
    }

    @Test func filesBehindEachOtherAreReadAtOnce() {
        #expect(ranges(file("b", 10..<20), file("a", 0..<10), file("c", 20..<21)) == [0..<21])
    }

    @Test func oneByteBetweenThemMakesTwoReads() {
        #expect(ranges(file("a", 0..<10), file("b", 11..<20)) == [0..<10, 11..<20])
    }

    @Test func filesWithinEachOtherAreReadOnce() {
        #expect(ranges(file("a", 0..<10), file("b", 2..<5), file("c", 4..<10)) == [0..<10])
        #expect(PackSlice.slices(of: [file("a", 0..<10), file("b", 2..<5)])[0].files.map(\.path) == ["a", "b"])
    }

    @Test func aSliceOfAMegabyteTakesNoMore() {
        let size = Self.megabyte
        #expect(ranges(file("a", 0..<size), file("b", size..<(size + 1))) == [0..<size, size..<(size + 1)])
        #expect(ranges(file("a", 0..<(size - 1)), file("b", (size - 1)..<(2 * size))) == [0..<(2 * size)])
    }

    @Test func eachPackIsReadByItself() {
        let slices = PackSlice.slices(of: [file("a", 0..<10), file("b", 10..<20, in: ContentHash(of: "other"))])
        #expect(Set(slices.map(\.pack)) == [Self.pack, ContentHash(of: "other")])
        #expect(slices.allSatisfy { $0.files.count == 1 })
    }
}
