import MLKitCore
import MLKitSpec
import SystemPackage
import Testing

@testable import MLKitCache

/// Trees that somebody made, who may mean ill: their checksums hold.
@Suite struct PackPlaceTests {
    private static let pack = ContentHash(of: "0123456789")
    private static let file = ContentHash(of: "234")

    /// A tree with one file, with its parts as they are given.
    private func tree(place: String, kind: String = "f", size: String = "3", packs: String = pack.hex) -> TreeObject? {
        let body = "\(packs)\n\(Self.file.hex) \(kind) \(size) \(place) name\0\0"
        let text = "mlkit tree 2 \(ContentHash(of: body).hex)\n\(body)"
        return TreeObject(Array(text.utf8), of: ContentHash(ofFolder: [("name", Self.file)]))
    }

    @Test func aGoodPlaceIsRead() throws {
        let tree = try #require(self.tree(place: "0:2"))
        #expect(tree.entries.map(\.entry.place) == [PackPlace(pack: Self.pack, offset: 2)])
        #expect(try #require(TreeObject(tree.bytes, of: tree.folderHash)) == tree)
        #expect(self.tree(place: "-")?.entries.map(\.entry.place) == [nil])
    }

    @Test(arguments: [
        "", "0", ":", "0:", ":2", "1:2", "-1:2", "0:-2", "0: 2", "0:2:", "0:x", "0:9223372036854775807",
        "0:99999999999999999999999", "99999999999999999999:0",
    ])
    func aBadPlaceIsRefused(place: String) {
        #expect(tree(place: place) == nil)
    }

    @Test func whatIsNotInPacksCannotHaveAPlace() {
        #expect(tree(place: "0:2", kind: "d") == nil)
        #expect(tree(place: "0:2", kind: "l") == nil)
        #expect(tree(place: "0:2", size: "-3") == nil)
        #expect(tree(place: "0:2", size: "1048577") == nil)
        #expect(tree(place: "0:2", size: "999999999999999999999") == nil)
        #expect(tree(place: "0:2", packs: "") == nil)
        #expect(tree(place: "0:2", packs: "x") == nil)
    }

    @Test(arguments: ["0:8", "0:999999999999999999", "0:3"])
    func aPlaceBeyondThePackOrWithOtherBytesGivesNothingOut(place: String) throws {
        let files = InMemoryFileSystem()
        let store = ObjectStore("/objects", files: files, links: [.copy], threads: 2)
        let tree = try #require(self.tree(place: place))
        let name = ObjectName(tree.folderHash, isTree: true)
        try files.write(tree.bytes, to: store.path(name))
        try files.write("0123456789", to: store.path(ObjectName(Self.pack)))
        let entry = CachedEntry(kind: .folder, hash: name.hash, size: 3)
        #expect(throws: ObjectProblem.corrupt(ObjectName(Self.pack))) {
            try store.restore(entry, to: "/back", mayLink: false)
        }
        #expect(try !files.exists("/back/name"))
        #expect(try PackedFiles(of: name.hash, in: store).place(of: tree.entries[0].entry) == nil)
    }
}
